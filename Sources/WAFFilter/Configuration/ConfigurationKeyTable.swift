import Bytes
import SecLang
import Telemetry

/// A key of the plugin's JSON object.
struct ConfigurationKey: Sendable {
  let name: StaticString
  /// What it is for, for the documentation and the JSON schema.
  let summary: StaticString
  let read: @Sendable (JSONValue, inout PluginConfiguration, inout ConfigurationProblems) -> Void

  static let defaultDirectives = ConfigurationKey(
    name: "default_directives", summary: "The rule set for requests no other key names one for."
  ) { value, configuration, problems in
    guard let name = value.string(&problems), !name.isEmpty else { return }
    configuration.defaultSet = .init(set: name, place: value)
  }

  static let directivesMap = ConfigurationKey(
    name: "directives_map", summary: "Rule sets by name; each a list of directives."
  ) { value, configuration, problems in
    for (name, value) in value.members(&problems) {
      configuration.sets.append(.init(name: name, directives: value.strings(&problems), place: value))
    }
  }

  static let files = ConfigurationKey(
    name: "files", summary: "Files by name, for Include, @pmFromFile and @ipMatchFromFile."
  ) { value, configuration, problems in
    for (name, value) in value.members(&problems) {
      if let text = value.string(&problems) { configuration.files.append(Source(name: name, text: text)) }
    }
  }

  static let holdRequestHeaders = ConfigurationKey(
    name: "hold_request_headers",
    summary: """
      Whether the headers of a request wait until its body was inspected. Only with Envoy's \
      allow_on_headers_stop_iteration: without it such requests hang.
      """
  ) { value, configuration, problems in
    if let holds = value.bool(&problems) { configuration.policy.holdsRequestHeaders = holds }
  }

  static let holdResponseHeaders = ConfigurationKey(
    name: "hold_response_headers",
    summary: """
      Whether the headers of a response wait until its body was inspected, so that a denied body gives a real status. \
      Only with Envoy's allow_on_headers_stop_iteration.
      """
  ) { value, configuration, problems in
    if let holds = value.bool(&problems) { configuration.policy.holdsResponseHeaders = holds }
  }

  static let metricLabels = ConfigurationKey(
    name: "metric_labels", summary: "Labels that become part of the names of counters."
  ) { value, configuration, problems in
    var labels: [(name: [UInt8], value: [UInt8])] = []
    for (name, value) in value.members(&problems) {
      if let text = value.string(&problems) { labels.append((name, text)) }
    }
    configuration.metricLabels = MetricLabels(labels)
  }

  static let onError = ConfigurationKey(
    name: "on_error", summary: "What becomes of a request that cannot be inspected: deny or allow."
  ) { value, configuration, problems in
    guard let name = value.string(&problems) else { return }
    guard let policy = FailurePolicy(name: name.span) else {
      problems.error(value, "deny or allow belongs here, not", name)
      return
    }
    configuration.policy.onError = policy
  }

  static let perAuthorityDirectives = ConfigurationKey(
    name: "per_authority_directives",
    summary: "Rule sets by authority: example.com, example.com:8080 or *.example.com; the most specific counts."
  ) { value, configuration, problems in
    for (authority, value) in value.members(&problems) {
      guard let set = value.string(&problems) else { continue }
      configuration.authorities.append((authority, .init(set: set, place: value)))
    }
  }

  static let rules = ConfigurationKey(
    name: "rules", summary: "Old form: one list of directives for every request."
  ) { value, configuration, problems in
    configuration.rules = .init(name: [UInt8]("rules"), directives: value.strings(&problems), place: value)
  }
}

/// Every key, sorted by name.
let configurationKeyTable: [ConfigurationKey] = [
  .defaultDirectives, .directivesMap, .files, .holdRequestHeaders, .holdResponseHeaders, .metricLabels, .onError,
  .perAuthorityDirectives, .rules,
]

let configurationKeyNames = NameIndex(configurationKeyTable.map { [UInt8]($0.name) })
