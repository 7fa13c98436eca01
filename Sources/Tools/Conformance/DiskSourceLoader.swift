import Bytes
import Foundation
public import SecLang

/// Finds included rule files and data files on the disk.
///
/// A relative name is looked for beside the including file, then in the working directory. Globs stand for the files
/// they match, sorted by the bytes of their paths; `*` and `?` do not cross a `/`.
public final class DiskSourceLoader: SourceLoader {
  public override init() { super.init() }

  public override func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? {
    let name = String(decoding: [UInt8](pattern), as: UTF8.self)
    let beside = (String(decoding: [UInt8](includer), as: UTF8.self) as NSString).deletingLastPathComponent
    for candidate in candidates(name, beside) {
      let paths = isGlob(pattern) ? expand(candidate) : [candidate]
      let sources = paths.compactMap { try? Self.source(atPath: $0) }
      if !sources.isEmpty { return sources }
    }
    return isGlob(pattern) ? [] : nil
  }

  /// Why a file is no source.
  public enum FileProblem: Error, CustomStringConvertible {
    case missing(String)
    case isDirectory(String)
    case unreadable(String)

    public var description: String {
      switch self {
      case .missing(let path): "\(path): there is no such file"
      case .isDirectory(let path): "\(path): is a directory; name its files, as in \(path)/*.conf"
      case .unreadable(let path): "\(path): may not be read"
      }
    }
  }

  /// The file as a source under its path.
  public static func source(atPath path: String) throws(FileProblem) -> Source {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { throw .missing(path) }
    if isDirectory.boolValue { throw .isDirectory(path) }
    guard let text = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
    return Source(name: [UInt8](path.utf8), text: [UInt8](text))
  }

  private func candidates(_ name: String, _ folder: String) -> [String] {
    if name.hasPrefix("/") || folder.isEmpty { return [name] }
    return ["\(folder)/\(name)", name]
  }

  /// The paths a pattern stands for, one path component after the other.
  private func expand(_ pattern: String) -> [String] {
    var found = [pattern.hasPrefix("/") ? "/" : ""]
    for component in pattern.split(separator: "/") {
      let glob = [UInt8](component.utf8)
      if !isGlob(glob.span) {
        found = found.map { join($0, String(component)) }
        continue
      }
      found = found.flatMap { folder in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return names.filter { name in
          let bytes = [UInt8](name.utf8)
          return globMatches(glob.span, bytes.span)
        }.map { join(folder, $0) }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder == "/" ? folder + name : "\(folder)/\(name)"
  }
}
