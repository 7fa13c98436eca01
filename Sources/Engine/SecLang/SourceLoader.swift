import Bytes

/// Finds what an `Include` names. The sandbox has no files, so whoever parses supplies it.
open class SourceLoader {
  public init() {}
  /// The sources `pattern` (a name or a glob) stands for, sorted by name; empty when a glob matches nothing.
  ///
  /// - Parameter includer: the name of the including source; relative names are relative to it.
  /// - Returns: `nil` when a plain name does not exist.
  open func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? { nil }
}

/// Sources kept in memory under their names: the virtual files of a plugin's configuration, and tests.
///
/// A relative pattern is looked for beside the including source first, then as it stands.
public final class MemorySourceLoader: SourceLoader {
  /// Sorted by name.
  private var sources: [Source] = []

  public override init() { super.init() }

  /// Adds a source; one of the same name is replaced.
  public func add(_ source: Source) {
    var index = 0
    while index < sources.count {
      let name = sources[index].name
      guard name.span.precedes(source.name.span) else { break }
      index += 1
    }
    if index < sources.count && sources[index].name == source.name {
      sources[index] = source
    } else {
      sources.insert(source, at: index)
    }
  }

  public override func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? {
    var beside: [UInt8] = []
    if !pattern.hasPrefix("/"), let slash = includer.lastIndex(of: UInt8(ascii: "/")) {
      beside.append(includer.extracting(0..<slash + 1))
    }
    let hasFolder = !beside.isEmpty
    beside.append(pattern)
    var found = sources.filter { globMatches(beside.span, $0.name.span) }
    if found.isEmpty && hasFolder {
      let plain = [UInt8](pattern)
      found = sources.filter { globMatches(plain.span, $0.name.span) }
    }
    return found.isEmpty && !isGlob(pattern) ? nil : found
  }
}
