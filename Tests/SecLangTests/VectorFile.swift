import Foundation

/// A case of `Tests/Vectors/seclang`: `=== name`, then sections `--- kind`, each a text without its last line end.
struct VectorCase {
  /// For failures: `lines.txt: tabs separate`.
  let place: String
  private(set) var sections: [(kind: String, text: String)] = []

  /// The text of the only section of a kind.
  subscript(kind: String) -> String? { sections.first { $0.kind == kind }?.text }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/seclang")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  static func read(_ name: String) throws -> [VectorCase] {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    var cases: [VectorCase] = []
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("=== ") {
        cases.append(VectorCase(place: "\(name): \(line.dropFirst(4))"))
      } else if line.hasPrefix("--- "), !cases.isEmpty {
        cases[cases.count - 1].sections.append((String(line.dropFirst(4)), ""))
      } else if let last = cases.last, !last.sections.isEmpty {
        cases[cases.count - 1].sections[last.sections.count - 1].text += line + "\n"
      }
    }
    return cases.map(\.trimmed)
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

/// The bytes of rule text in which what cannot be seen is written as a sign.
func bytes(visible text: String) -> [UInt8] {
  var result = text
  for (sign, meant) in [("␉", "\t"), ("␍", "\r"), ("␣", " "), ("␀", "\u{feff}")] {
    result = result.replacingOccurrences(of: sign, with: meant)
  }
  return Array(result.utf8)
}
