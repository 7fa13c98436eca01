import Bytes
import SecLang
import Telemetry

/// What the plugin's JSON asks for. Source: the configuration of coraza-proxy-wasm, whose keys work unchanged.
struct PluginConfiguration {
  /// A named list of directives, and where it stands in the JSON.
  struct DirectiveSet {
    var name: [UInt8]
    var directives: [[UInt8]]
    var place: JSONValue
  }
  /// A reference to a rule set, and where it stands.
  struct Reference {
    var set: [UInt8]
    var place: JSONValue
  }

  var sets: [DirectiveSet] = []
  var defaultSet: Reference?
  var authorities: [(authority: [UInt8], reference: Reference)] = []
  var metricLabels = MetricLabels.none
  /// The old form: one unnamed set for every request, used when there is no `directives_map`.
  var rules: DirectiveSet?
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
    for (name, value) in JSONValue(tree: tree, node: 0, path: []).members(&problems) {
      guard let index = configurationKeyNames.find(name.span) else {
        let known = configurationKeyTable.map { [UInt8]($0.name) }
        problems.warning(
          value, "this key is not known and does nothing",
          nearest: name.span.nearestName(among: known).map { known[$0] })
        continue
      }
      configurationKeyTable[index].read(value, &self, &problems)
    }
    useOldRules(&problems)
    checkReferences(&problems)
  }

  private mutating func useOldRules(_ problems: inout ConfigurationProblems) {
    guard let rules else { return }
    guard sets.isEmpty else {
      problems.warning(rules.place, "not used, because there is a directives_map")
      return
    }
    if rules.directives.isEmpty { return }
    sets = [rules]
    defaultSet = Reference(set: rules.name, place: rules.place)
  }

  private func checkReferences(_ problems: inout ConfigurationProblems) {
    let names = sets.map { $0.name }
    var references = authorities.map { $0.reference }
    if let defaultSet { references.append(defaultSet) }
    for reference in references where !names.contains(reference.set) {
      problems.error(
        reference.place, "there is no rule set", reference.set,
        nearest: reference.set.span.nearestName(among: names).map { names[$0] })
    }
    for set in sets where !references.contains(where: { $0.set == set.name }) {
      problems.warning(set.place, "nothing refers to this rule set; it is not compiled")
    }
  }
}
