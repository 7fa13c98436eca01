import Bytes
import SecLang
import Telemetry

/// What the plugin's JSON asks for. Source: the configuration of coraza-proxy-wasm, whose keys work unchanged.
struct PluginConfiguration {
  /// A named list of strings, such as a rule set's directives, and where it stands in the JSON.
  struct StringList {
    var name: [UInt8]
    var items: [[UInt8]]
    var place: JSONValue
  }
  /// A string, most often a reference to a rule set, and where it stands.
  struct Reference {
    var set: [UInt8]
    var place: JSONValue
  }

  var sets: [StringList] = []
  var defaultSet: Reference?
  var authorities: [(name: [UInt8], value: Reference)] = []
  var paths: [(name: [UInt8], value: Reference)] = []
  var routes: [(name: [UInt8], value: Reference)] = []
  var labels: [(name: [UInt8], value: [UInt8])] = []
  var blockHeaders: [(name: [UInt8], value: Reference)] = []
  var trustedProxies: StringList?
  /// The old form: one unnamed set for every request, used when there is no `directives_map`.
  var rules: StringList?
  /// Files that rules may include or read phrases from; a module has no file system.
  var files: [Source] = []
  var policy = StreamPolicy()

  /// Reads the JSON text; no text at all is an empty configuration.
  init(_ text: [UInt8], _ problems: inout ConfigurationProblems) {
    if text.span.trimmedRange(of: .space).isEmpty { return }
    let tree: JSONTree
    do throws(JSONProblem) { tree = try JSONTree(text) } catch {
      problems.add(error)
      return
    }
    let root = JSONValue(tree: tree, node: 0, path: [])
    ConfigurationKey.read(root, configurationKeyTable, &self, &problems)
    check(root, &problems)
    readTrustedProxies(&problems)
    useOldRules(&problems)
    checkReferences(&problems)
  }

  private mutating func useOldRules(_ problems: inout ConfigurationProblems) {
    guard let rules else { return }
    guard sets.isEmpty else {
      problems.warning(rules.place, "not used, because there is a directives_map")
      return
    }
    if rules.items.isEmpty { return }
    sets = [rules]
    defaultSet = Reference(set: rules.name, place: rules.place)
  }

  private mutating func readTrustedProxies(_ problems: inout ConfigurationProblems) {
    guard let trustedProxies else { return }
    for network in trustedProxies.items where !policy.client.trust(network.span) {
      problems.error(trustedProxies.place, "this is no address or network:", network)
    }
    policy.client.seal()
  }

  private func checkReferences(_ problems: inout ConfigurationProblems) {
    let names = sets.map { $0.name }
    var used: [[UInt8]] = []
    for entry in routes { Self.checkReference(entry.value, names, &used, &problems) }
    for entry in paths { Self.checkReference(entry.value, names, &used, &problems) }
    for entry in authorities { Self.checkReference(entry.value, names, &used, &problems) }
    if let defaultSet { Self.checkReference(defaultSet, names, &used, &problems) }
    if defaultSet == nil, let first = authorities.first {
      problems.warning(first.value.place, "without default_directives requests for other authorities are not inspected")
    }
    for set in sets where !used.contains(set.name) {
      problems.warning(set.place, "nothing refers to this rule set; it is not compiled")
    }
  }

  @inline(never)
  private static func checkReference(
    _ reference: Reference, _ names: [[UInt8]], _ used: inout [[UInt8]], _ problems: inout ConfigurationProblems
  ) {
    used.append(reference.set)
    if names.contains(reference.set) { return }
    problems.error(
      reference.place, "there is no rule set", reference.set,
      nearest: reference.set.span.nearestName(among: names).map { names[$0] })
  }
}
