/// The plugin's configuration with a rule directory inside: each rule file stays a file of its own, so that findings
/// and log lines name it.
public struct BundledConfiguration: Sendable {
  public let rules: RuleDirectory
  /// `metric_labels.identifier` and `owner`: the policy's name and namespace.
  public let identifier: String
  public let owner: String

  public init(_ rules: RuleDirectory, identifier: String, owner: String) {
    self.rules = rules
    self.identifier = identifier
    self.owner = owner
  }

  /// The directives of the one rule set.
  public var directives: [String] { rules.includes.map { $0.contains(" ") ? "Include \"\($0)\"" : "Include \($0)" } }

  /// As one line of JSON, which is how it reaches the plugin.
  public var json: String {
    let list = directives.map(jsonString).joined(separator: ",")
    let files = rules.files.map { "\(jsonString($0.name)):\(jsonString($0.text))" }.joined(separator: ",")
    return #"{"directives_map":{"default":[\#(list)]},"default_directives":"default","#
      + #""metric_labels":{"identifier":\#(jsonString(identifier)),"owner":\#(jsonString(owner))},"files":{\#(files)}}"#
  }

  /// As YAML for people to read and compare: every file a block of its own lines.
  func appendYAML(indent: Int, to output: inout String) {
    let margin = String(repeating: " ", count: indent)
    output += "\(margin)directives_map:\n\(margin)  default:\n"
    for directive in directives { output += "\(margin)    - \(jsonString(directive))\n" }
    output += "\(margin)default_directives: default\n"
    output += "\(margin)metric_labels:\n"
    output += "\(margin)  identifier: \(jsonString(identifier))\n\(margin)  owner: \(jsonString(owner))\n"
    output += "\(margin)files:\n"
    for file in rules.files {
      output += "\(margin)  \(jsonString(file.name)): "
      appendYAMLText(file.text, indent: indent + 4, to: &output)
    }
  }
}
