import Bytes
import RuleCompiler
public import RuleEngine
import RuleLibrary
import SecLang

/// The compiled rule sets of one configuration, and which of them a request gets.
public final class RuleSets {
  private let engines: [Engine]
  private let defaultEngine: Engine?
  private let authorities: AuthorityTable
  /// Longest prefix first.
  private var paths: [(prefix: [UInt8], set: Int)] = []
  private let routes: [(name: [UInt8], set: Int)]

  /// Compiles the sets something refers to.
  ///
  /// - Parameter report: told of each finding of all sets: whether it is an error, and its line without the line feed.
  /// - Returns: `nil` when any of them has an error.
  init?(_ configuration: PluginConfiguration, report: (Bool, [UInt8]) -> Void) {
    var references: [[UInt8]] = []
    func place(of reference: PluginConfiguration.Reference) -> Int {
      if let index = references.firstIndex(of: reference.set) { return index }
      references.append(reference.set)
      return references.count - 1
    }
    let defaultPlace = configuration.defaultSet.map { place(of: $0) }
    let entries = configuration.authorities.map { (authority: $0.name, set: place(of: $0.value)) }
    routes = configuration.routes.map { (name: $0.name, set: place(of: $0.value)) }
    for path in configuration.paths {
      var index = paths.count
      while index > 0 && path.name.count > paths[index - 1].prefix.count { index -= 1 }
      paths.insert((path.name, place(of: path.value)), at: index)
    }

    let files = MemorySourceLoader()
    for file in configuration.files { files.add(file) }
    let loader = BuiltinLoader(files)
    var engines: [Engine] = []
    for name in references {
      // Of two sets with one name the last counts, as it would for any JSON reader.
      // One that does not exist has been reported with the configuration; the others are still worth a look.
      guard let set = configuration.sets.last(where: { $0.name == name }) else { continue }
      if let program = Self.compileSet(set, loader, report) { engines.append(Engine(program)) }
    }
    guard engines.count == references.count else { return nil }
    self.engines = engines
    defaultEngine = defaultPlace.map { engines[$0] }
    authorities = AuthorityTable(entries)
  }

  /// No rule set at all: every request passes.
  public var isEmpty: Bool { engines.isEmpty }

  /// Whether the name of a request's route matters; asking for it costs.
  public var needsRoute: Bool { !routes.isEmpty }

  /// The rules for a request, or `nil` when it is not to be inspected: by route, else by path, else by authority, else
  /// the default.
  public func engine(route: Span<UInt8>, path: Span<UInt8>, authority: Span<UInt8>) -> Engine? {
    for candidate in routes where candidate.name.span.isEqual(to: route) { return engines[candidate.set] }
    for candidate in paths where path.isBelow(candidate.prefix.span) { return engines[candidate.set] }
    if let set = authorities.set(for: authority) { return engines[set] }
    return defaultEngine
  }

  private static func compileSet(
    _ set: PluginConfiguration.StringList, _ files: SourceLoader, _ report: (Bool, [UInt8]) -> Void
  ) -> Program? {
    var text: [UInt8] = []
    for directive in set.items {
      text.append(contentsOf: directive)
      text.append("\n")
    }
    var diagnostics = Diagnostics()
    let tree = parse(Source(name: set.name, text: text), files, &diagnostics)
    // Compiled even after syntax errors: all findings are worth reporting at once.
    let program = compile(tree, files, CompilerOptions(), &diagnostics)
    for diagnostic in diagnostics.all {
      var line: [UInt8] = []
      renderLine(diagnostic, in: tree.sources, into: &line)
      report(diagnostic.id.row.severity == .error, line)
    }
    return diagnostics.hasErrors ? nil : program
  }
}

extension Span where Element == UInt8 {
  /// Whether the path is `prefix` or goes on after it with a new segment or a query.
  fileprivate func isBelow(_ prefix: Span<UInt8>) -> Bool {
    guard hasPrefix(prefix) else { return false }
    if count == prefix.count || (prefix.count > 0 && prefix[prefix.count - 1] == UInt8(ascii: "/")) { return true }
    return self[prefix.count] == UInt8(ascii: "/") || self[prefix.count] == UInt8(ascii: "?")
  }
}
