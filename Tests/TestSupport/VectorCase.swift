internal import Foundation

/// A case of a vector file: `=== name`, then sections `--- kind`, each a text without its last line ends.
///
/// Lines before the first case, and those of a case before its first section, say what it is about.
public struct VectorCase {
  /// The case's name.
  public let name: String
  /// For failures: `lines.txt: tabs separate`.
  public let place: String
  public private(set) var sections: [(kind: String, text: String)] = []

  /// The text of the only section of a kind.
  public subscript(kind: String) -> String? { sections.first { $0.kind == kind }?.text }

  /// The cases of `Tests/Vectors/<directory>/<name>.txt`.
  public static func cases(in directory: String, name: String) throws -> [VectorCase] {
    let text = try String(contentsOf: VectorFile.url("\(directory)/\(name).txt"), encoding: .utf8)
    var cases: [VectorCase] = []
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("=== ") {
        cases.append(VectorCase(name: String(line.dropFirst(4)), place: "\(name).txt: \(line.dropFirst(4))"))
      } else if line.hasPrefix("--- "), !cases.isEmpty {
        cases[cases.count - 1].sections.append((String(line.dropFirst(4)), ""))
      } else if let last = cases.last, !last.sections.isEmpty {
        cases[cases.count - 1].sections[last.sections.count - 1].text += line + "\n"
      }
    }
    return cases.map(\.trimmed)
  }

  private init(name: String, place: String) {
    self.name = name
    self.place = place
  }

  /// Without the blank lines at the end of each section.
  private var trimmed: VectorCase {
    var result = self
    for index in sections.indices {
      while result.sections[index].text.hasSuffix("\n") { result.sections[index].text.removeLast() }
    }
    return result
  }
}
