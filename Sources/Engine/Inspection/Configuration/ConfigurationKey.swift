import Bytes

/// A key of the plugin's JSON object, or of an object in it.
struct ConfigurationKey: Sendable {
  /// Keeps what was read.
  typealias Store<Value> = @Sendable (inout PluginConfiguration, Value) -> Void

  /// What belongs under a key, and where it goes; the JSON schema is made from it as well.
  enum Shape: Sendable {
    case bool(Store<Bool>)
    case number(ClosedRange<Int>, Store<Int>)
    case string(Store<PluginConfiguration.Reference>)
    /// One of some words, kept as its place among them; `expected` names them in a sentence.
    case choice([StaticString], expected: StaticString, Store<Int>)
    case strings(Store<PluginConfiguration.StringList>)
    /// An object of strings, stored one by one.
    case stringMap(Store<(name: [UInt8], value: PluginConfiguration.Reference)>)
    /// An object of lists of strings, stored one by one.
    case listMap(Store<PluginConfiguration.StringList>)
    case object([ConfigurationKey])
  }

  let name: StaticString
  /// As JSON.
  let defaultValue: StaticString
  /// What it is for, for the documentation and the JSON schema.
  let summary: StaticString
  let shape: Shape

  /// Always inlined: so the table is data of the module, which costs neither code nor time to fill.
  @inline(__always)
  init(_ name: StaticString, _ defaultValue: StaticString, _ summary: StaticString, _ shape: Shape) {
    self.name = name
    self.defaultValue = defaultValue
    self.summary = summary
    self.shape = shape
  }

  func read(
    _ value: JSONValue, _ configuration: inout PluginConfiguration, _ problems: inout ConfigurationProblems
  ) {
    switch shape {
    case .bool(let store):
      if let flag = value.bool(&problems) { store(&configuration, flag) }
    case .number(let range, let store):
      if let number = value.number(in: range, &problems) { store(&configuration, number) }
    case .string(let store):
      if let text = value.string(&problems) { store(&configuration, .init(set: text, place: value)) }
    case .choice(let words, let expected, let store):
      guard let text = value.string(&problems) else { return }
      for (index, word) in words.enumerated() where text.span.isEqual(to: word) { return store(&configuration, index) }
      problems.error(value, expected, text)
    case .strings(let store):
      store(&configuration, .init(name: [UInt8](name), items: value.strings(&problems), place: value))
    case .stringMap(let store):
      for (name, value) in value.members(&problems) {
        if let text = value.string(&problems) { store(&configuration, (name, .init(set: text, place: value))) }
      }
    case .listMap(let store):
      for (name, value) in value.members(&problems) {
        store(&configuration, .init(name: name, items: value.strings(&problems), place: value))
      }
    case .object(let keys): Self.read(value, keys, &configuration, &problems)
    }
  }

  /// Reads the members of an object by a table of its keys.
  static func read(
    _ object: JSONValue, _ keys: [ConfigurationKey], _ configuration: inout PluginConfiguration,
    _ problems: inout ConfigurationProblems
  ) {
    for (name, value) in object.members(&problems) {
      if let key = keys.first(where: { name.span.isEqual(to: $0.name) }) {
        key.read(value, &configuration, &problems)
        continue
      }
      let known = keys.map { [UInt8]($0.name) }
      problems.warning(
        value, "this key is not known and does nothing",
        nearest: name.span.nearestName(among: known).map { known[$0] })
    }
  }
}
