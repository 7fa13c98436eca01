import Bytes

/// One value of a JSON tree with the path that leads to it. Reading it as the wrong type is reported, with the path.
struct JSONValue {
  let tree: JSONTree
  let node: Int
  let path: [UInt8]

  var kind: JSONTree.Kind { tree.nodes[node].kind }
  var offset: Int { tree.nodes[node].start }

  /// The members of an object, in the order of the text, each value with its name's node as `key`.
  func members(_ problems: inout ConfigurationProblems) -> [(name: [UInt8], value: JSONValue)] {
    guard kind == .object else {
      problems.error(self, "an object {…} belongs here")
      return []
    }
    var result: [(name: [UInt8], value: JSONValue)] = []
    var member = tree.nodes[node].child
    while member >= 0 {
      let name = tree.string(at: member)
      let value = JSONValue(tree: tree, node: tree.nodes[member].child, path: appending(name))
      if result.contains(where: { $0.name == name }) {
        problems.warning(value, "this key stands twice; the last counts")
      }
      result.append((name, value))
      member = tree.nodes[member].next
    }
    return result
  }

  /// The last member of this name, which is the one that counts; `nil` where there is none.
  func member(_ name: StaticString) -> JSONValue? {
    guard kind == .object else { return nil }
    var found: JSONValue?
    var member = tree.nodes[node].child
    while member >= 0 {
      let text = tree.string(at: member)
      if text.span.isEqual(to: name) {
        found = JSONValue(tree: tree, node: tree.nodes[member].child, path: appending(text))
      }
      member = tree.nodes[member].next
    }
    return found
  }

  /// The elements of an array.
  func elements(_ problems: inout ConfigurationProblems) -> [JSONValue] {
    guard kind == .array else {
      problems.error(self, "a list […] belongs here")
      return []
    }
    var result: [JSONValue] = []
    var element = tree.nodes[node].child
    while element >= 0 {
      var path = self.path
      path.append("[")
      path.append(decimal: result.count)
      path.append("]")
      result.append(JSONValue(tree: tree, node: element, path: path))
      element = tree.nodes[element].next
    }
    return result
  }

  func string(_ problems: inout ConfigurationProblems) -> [UInt8]? {
    if kind == .string { return tree.string(at: node) }
    problems.error(self, "a string belongs here")
    return nil
  }

  func bool(_ problems: inout ConfigurationProblems) -> Bool? {
    if kind == .bool { return tree.isTrue(node) }
    problems.error(self, "true or false belongs here")
    return nil
  }

  /// A whole number within `range`.
  func number(in range: ClosedRange<Int>, _ problems: inout ConfigurationProblems) -> Int? {
    if kind == .number {
      let text = tree.text
      let digits = text.span.extracting(tree.nodes[node].start..<tree.nodes[node].end)
      if let number = digits.decimalNumber, let value = Int(exactly: number), range.contains(value) { return value }
    }
    problems.error(self, "a whole number within this key's range belongs here")
    return nil
  }

  /// The strings of a list, or one string alone; elements of other types are reported and left out.
  func strings(_ problems: inout ConfigurationProblems) -> [[UInt8]] {
    if kind == .string { return [tree.string(at: node)] }
    var result: [[UInt8]] = []
    for element in elements(&problems) {
      if let text = element.string(&problems) { result.append(text) }
    }
    return result
  }

  private func appending(_ name: [UInt8]) -> [UInt8] {
    var path = self.path
    if !path.isEmpty { path.append(".") }
    path.append(contentsOf: name)
    return path
  }
}
