import Foundation

/// The rule files of one directory, and the data files beside them, as a ConfigMap or a checkout holds them.
public struct RuleDirectory: Sendable {
  /// A file's name without its directory, and its text.
  public struct File: Equatable, Sendable {
    public let name: String
    public let text: String
  }

  /// What stops a directory from being packed.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String)
    /// JSON and Kubernetes carry text only.
    case notText(path: String)
    case noRules(path: String)

    public var description: String {
      switch self {
      case .unreadable(let path): "\(path): cannot be read"
      case .notText(let path): "\(path): is not UTF-8, which is all that a configuration can carry"
      case .noRules(let path): "\(path): there is no file *.conf"
      }
    }
  }

  /// Every file, sorted by name.
  public let files: [File]

  /// Reads what stands in the directory itself: no hidden files (Kubernetes mounts a ConfigMap with some), no folders,
  /// and neither examples nor documentation.
  public init(atPath path: String) throws(Problem) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw .unreadable(path: path)
    }
    var files: [File] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where Self.isPacked(name) {
      let place = "\(path)/\(name)"
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      guard let data = FileManager.default.contents(atPath: place) else { throw .unreadable(path: place) }
      guard let text = String(validating: data, as: UTF8.self) else { throw .notText(path: place) }
      files.append(File(name: name, text: text))
    }
    self.files = files
    if includes.isEmpty { throw .noRules(path: path) }
  }

  /// Made of files at hand, for tests.
  init(files: [File]) { self.files = files }

  private static func isPacked(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix(".example") && !name.hasSuffix(".md") && !name.hasSuffix("~")
  }

  /// The rule files in the order they are read: what the others build on comes first.
  public var includes: [String] {
    let rules = files.map(\.name).filter { $0.hasSuffix(".conf") }
    let first = ["modsecdefault.conf", "crs-setup.conf"].filter(rules.contains)
    return first + rules.filter { !first.contains($0) }
  }
}
