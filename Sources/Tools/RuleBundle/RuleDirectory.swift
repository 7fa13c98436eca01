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
    case missing(path: String)
    case noDirectory(path: String)
    case unreadable(path: String)
    /// JSON and Kubernetes carry text only. Line and column (in bytes) count from 1.
    case notText(path: String, line: Int, column: Int)
    /// `Include` reads some names otherwise than as they stand.
    case notIncludable(path: String)
    case noRules(path: String)

    public var description: String {
      switch self {
      case .missing(let path): "\(path): there is no such directory"
      case .noDirectory(let path): "\(path): is not a directory"
      case .unreadable(let path): "\(path): cannot be read"
      case .notText(let path, let line, let column):
        "\(path):\(line):\(column): is not UTF-8, which is all that a configuration can carry"
      case .notIncludable(let path): "\(path): a rule file's name must not hold any of * ? [ \" \\, nor begin with @"
      case .noRules(let path): "\(path): there is no file *.conf"
      }
    }
  }

  /// Every file, sorted by name.
  public let files: [File]
  /// The folders in the directory, which are not packed.
  public let folders: [String]

  /// Reads what stands in the directory itself: no hidden files (Kubernetes mounts a ConfigMap with some), no folders,
  /// and neither examples nor documentation.
  public init(atPath path: String) throws(Problem) {
    guard let isDirectory = Self.isDirectory(path) else { throw .missing(path: path) }
    guard isDirectory else { throw .noDirectory(path: path) }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw .unreadable(path: path)
    }
    var files: [File] = []
    var folders: [String] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where Self.isPacked(name) {
      let place = "\(path)/\(name)"
      if Self.isDirectory(place) == true {
        folders.append(name)
      } else {
        files.append(File(name: name, text: try Self.text(atPath: place)))
      }
    }
    self.files = files
    self.folders = folders
    if includes.isEmpty { throw .noRules(path: path) }
    for name in includes where name.hasPrefix("@") || name.contains(where: { "*?[\"\\".contains($0) }) {
      throw .notIncludable(path: "\(path)/\(name)")
    }
  }

  /// Made of files at hand, for tests.
  init(files: [File]) {
    self.files = files
    folders = []
  }

  private static func isPacked(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix(".example") && !name.hasSuffix(".md") && !name.hasSuffix("~")
  }

  /// Nil for what does not exist; links are followed.
  private static func isDirectory(_ path: String) -> Bool? {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) ? isDirectory.boolValue : nil
  }

  private static func text(atPath path: String) throws(Problem) -> String {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
    let bytes = [UInt8](data)
    do {
      return String(copying: try UTF8Span(validating: bytes.span))
    } catch {
      let before = bytes.prefix(error.byteOffsets.lowerBound)
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
      throw .notText(path: path, line: line, column: column)
    }
  }

  /// The rule files in the order they are read: what the others build on comes first.
  public var includes: [String] {
    let rules = files.map(\.name).filter { $0.hasSuffix(".conf") }
    let first = ["modsecdefault.conf", "crs-setup.conf"].filter(rules.contains)
    return first + rules.filter { !first.contains($0) }
  }
}
