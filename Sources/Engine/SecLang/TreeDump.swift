import Bytes

/// The tree as text for people and tests: one line a directive with its place, one indented line a part.
///
/// ```
/// SecRule rules.conf:1:1
///   variable ARGS
///   variable not REQUEST_COOKIES /^x/
///   operator not @rx "a b"
///   action id "7"
/// ```
/// Bytes outside printable ASCII, quotes and backslashes are escaped (`\x0a`, `\"`, `\\`). The form is stable.
public func dump(_ tree: SyntaxTree) -> [UInt8] {
  var output: [UInt8] = []
  for directive in tree.directives {
    output.append(contentsOf: directive.name.bytes)
    appendPlace(directive.range, tree, &output)
    if directive.isDamaged { output.append(" damaged") }
    output.append(UInt8(ascii: "\n"))
    switch directive.body {
    case .rule(let variables, let operation, let actions):
      for variable in variables { appendVariable(variable, &output) }
      appendOperator(operation, &output)
      for action in actions { appendAction(action, &output) }
    case .actions(let actions):
      for action in actions { appendAction(action, &output) }
    case .arguments(let words):
      for word in words {
        output.append("  argument ")
        appendQuoted(word.bytes, &output)
        output.append(UInt8(ascii: "\n"))
      }
    }
  }
  return output
}

private func appendPlace(_ range: SourceRange, _ tree: SyntaxTree, _ output: inout [UInt8]) {
  guard tree.sources.indices.contains(Int(range.source)) else { return }
  let source = tree.sources[Int(range.source)]
  let place = source.position(of: Int(range.start))
  output.append(UInt8(ascii: " "))
  output.append(contentsOf: source.name)
  output.append(UInt8(ascii: ":"))
  output.append(decimal: place.line)
  output.append(UInt8(ascii: ":"))
  output.append(decimal: place.column)
}

private func appendVariable(_ variable: VariableSyntax, _ output: inout [UInt8]) {
  output.append("  variable ")
  if variable.isCount { output.append("count ") }
  if variable.isExclusion { output.append("not ") }
  output.append(contentsOf: variable.name.bytes)
  switch variable.selector {
  case .none: break
  case .key(let key):
    output.append(UInt8(ascii: " "))
    appendQuoted(key.bytes, &output)
  case .regex(let pattern):
    output.append(" /")
    appendEscaped(pattern.bytes, except: UInt8(ascii: "\\"), &output)
    output.append(UInt8(ascii: "/"))
  }
  output.append(UInt8(ascii: "\n"))
}

private func appendOperator(_ operation: OperatorSyntax, _ output: inout [UInt8]) {
  output.append("  operator ")
  if operation.isNegated { output.append("not ") }
  if let name = operation.name {
    output.append(UInt8(ascii: "@"))
    output.append(contentsOf: name.bytes)
    output.append(UInt8(ascii: " "))
  }
  appendQuoted(operation.argument.bytes, &output)
  output.append(UInt8(ascii: "\n"))
}

private func appendAction(_ action: ActionSyntax, _ output: inout [UInt8]) {
  output.append("  action ")
  output.append(contentsOf: action.name.bytes)
  if let argument = action.argument {
    output.append(UInt8(ascii: " "))
    appendQuoted(argument.bytes, &output)
  }
  output.append(UInt8(ascii: "\n"))
}

private func appendQuoted(_ bytes: [UInt8], _ output: inout [UInt8]) {
  output.append(UInt8(ascii: "\""))
  appendEscaped(bytes, except: nil, &output)
  output.append(UInt8(ascii: "\""))
}

private func appendEscaped(_ bytes: [UInt8], except plain: UInt8?, _ output: inout [UInt8]) {
  for byte in bytes {
    if (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")) && byte != plain {
      output.append(UInt8(ascii: "\\"))
      output.append(byte)
    } else if byte < 0x20 || byte > 0x7e {
      output.append("\\x")
      output.append(hex: byte)
    } else {
      output.append(byte)
    }
  }
}
