import Bytes

/// Something in the plugin's JSON that is wrong or probably not meant.
struct ConfigurationProblem {
  var isError: Bool
  /// Where it stands, as in `directives_map.default[3]`; empty for the whole value.
  var path: [UInt8]
  /// Offset into the JSON text.
  var offset: Int
  var sentence: [UInt8]

  /// Appends one line: `configuration:3:7: error: default_directives: there is no rule set 'defalt'; did you mean …`.
  func append(to output: inout [UInt8], text: [UInt8]) {
    let place = JSONTree.position(of: offset, in: text)
    output.append("configuration:")
    output.append(decimal: place.line)
    output.append(":")
    output.append(decimal: place.column)
    output.append(isError ? ": error: " : ": warning: ")
    if !path.isEmpty {
      output.append(contentsOf: path)
      output.append(": ")
    }
    output.append(contentsOf: sentence)
  }
}

/// The problems of one configuration, in the order they were found.
struct ConfigurationProblems {
  private(set) var all: [ConfigurationProblem] = []
  private(set) var hasErrors = false

  @inline(never)
  mutating func error(_ value: JSONValue, _ sentence: StaticString, _ found: [UInt8]? = nil, nearest: [UInt8]? = nil) {
    hasErrors = true
    add(value, true, sentence, found, nearest)
  }

  @inline(never)
  mutating func warning(
    _ value: JSONValue, _ sentence: StaticString, _ found: [UInt8]? = nil, nearest: [UInt8]? = nil
  ) {
    add(value, false, sentence, found, nearest)
  }

  mutating func add(_ problem: JSONProblem) {
    hasErrors = true
    all.append(
      ConfigurationProblem(isError: true, path: [], offset: problem.offset, sentence: [UInt8](problem.sentence)))
  }

  @inline(never)
  private mutating func add(
    _ value: JSONValue, _ isError: Bool, _ sentence: StaticString, _ found: [UInt8]?, _ nearest: [UInt8]?
  ) {
    var text = [UInt8](sentence)
    if let found {
      text.append(" '")
      text.append(contentsOf: found)
      text.append("'")
    }
    if let nearest {
      text.append("; did you mean '")
      text.append(contentsOf: nearest)
      text.append("'?")
    }
    all.append(ConfigurationProblem(isError: isError, path: value.path, offset: value.offset, sentence: text))
  }
}
