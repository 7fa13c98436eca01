import Bytes
import LinearRegex
import RuleEngine

extension [UInt8] {
  /// A macro as `"text %{VARIABLE:key}"`.
  mutating func append(macro: Macro) {
    append("\"")
    for part in macro.parts {
      switch part {
      case .text(let text): append(jsonEscaped: text.slice.span)
      case .variable(let variable, let key):
        append("%{")
        append(variableTable[Int(variable.raw)].name)
        if let key {
          append(":")
          append(key.name)
        }
        append("}")
      case .matching(let variable, _):
        append("%{")
        append(variableTable[Int(variable.raw)].name)
        append(":/pattern/}")
      }
    }
    append("\"")
  }

  mutating func append(target: Target) {
    if target.isCount { append("&") }
    append(variableTable[Int(target.variable.raw)].name)
    switch target.selector {
    case .all: break
    case .key(let key):
      append(":")
      append(jsonEscaped: key.name.span)
    case .regex(let pattern):
      append(":/pattern/")
      if pattern.groupCount > 1 { append(decimal: pattern.groupCount) }
    }
  }

  mutating func append(matcher: RuleMatcher) {
    switch matcher {
    case .ids(let range):
      append("id ")
      append(decimal: range.lowerBound)
      if range.lowerBound < range.upperBound {
        append("-")
        append(decimal: range.upperBound)
      }
    case .tag(let tag):
      append("tag ")
      append(jsonString: tag.span)
    case .message(let message):
      append("msg ")
      append(jsonString: message.span)
    }
  }

  mutating func append(effect: Effect) {
    switch effect {
    case .setVariable(let collection, let key, let operation, let value):
      append(operation == .unset ? "unset " : "set ")
      append(collection, key.text)
      switch operation {
      case .assign: append(" = ")
      case .add: append(" + ")
      case .subtract: append(" - ")
      case .unset: return
      }
      append(macro: value)
    case .expireVariable(let collection, let key, let seconds):
      append("expire ")
      append(collection, key)
      append(" after ")
      append(macro: seconds)
    case .deprecateVariable(let collection, let key, let amount, let seconds):
      append("lower ")
      append(collection, key)
      append(" by ")
      append(decimal: Int(amount))
      append(" every ")
      append(decimal: Int(seconds))
    case .openCollection(let collection, let key):
      append("open ")
      append(collection, key)
    case .setEnvironment(let name, let value):
      append("setenv ")
      append(macro: name)
      append(" = ")
      append(macro: value)
    case .mask(let name):
      append("mask ")
      if let name { append(macro: name) } else { append("matched") }
    case .control(let control):
      append("ctl ")
      append(control: control)
    }
  }

  private mutating func append(_ collection: WritableCollection, _ key: Macro) {
    switch collection {
    case .tx: append("tx ")
    case .ip: append("ip ")
    case .global: append("global ")
    case .resource: append("resource ")
    case .session: append("session ")
    case .user: append("user ")
    }
    append(macro: key)
  }
}
