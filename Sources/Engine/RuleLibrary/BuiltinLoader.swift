import Bytes
public import SecLang

/// Finds built-in rule text by the names users write (`@recommended-conf`, `@owasp_crs/*.conf`), and everything else
/// through the loader given.
public final class BuiltinLoader: SourceLoader {
  private let other: SourceLoader
  /// Unpacked when the first built-in name is asked for: most of a megabyte that own rules need not pay for.
  private lazy var builtins = BuiltinLoader.unpacked()

  /// - Parameter other: where names that are not built in are looked for: a plugin's virtual files, or the disk.
  public init(_ other: SourceLoader) {
    self.other = other
    super.init()
  }

  private static func unpacked() -> MemorySourceLoader {
    let builtins = MemorySourceLoader()
    for (name, text) in builtinConfigurations { builtins.add(Source(name: [UInt8](name), text: [UInt8](text))) }
    for source in PackedRules.sources() { builtins.add(source) }
    return builtins
  }

  /// Adds rule files from elsewhere under a built-in name, as the native command does with a checkout of the rules.
  public func add(_ source: Source) { builtins.add(source) }

  public override func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? {
    let isBuiltin = pattern.hasPrefix("@")
    // Data files stand beside the built-in rules that name them.
    let isBeside = includer.hasPrefix("@")
    if isBuiltin || isBeside, let found = builtins.sources(matching: pattern, from: includer), !found.isEmpty {
      return found
    }
    return isBuiltin ? nil : other.sources(matching: pattern, from: includer)
  }
}

private let builtinConfigurations: [(StaticString, StaticString)] = [
  ("@recommended-conf", recommendedConfiguration),
  ("@demo-conf", demoConfiguration),
  ("@ftw-conf", ftwConfiguration),
]
