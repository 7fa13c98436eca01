import Bytes

/// A value that matched in the rule being run, or in the one before. Its name is put together when somebody asks.
struct MatchedValue {
  let target: Target
  let key: ByteSlice
  let value: ByteSlice

  /// `ARGS:name`, or the variable's name alone for a scalar and for the count of a whole collection.
  func name(_ arena: Arena) -> ByteSlice {
    let row = variableTable[Int(target.variable.raw)]
    guard row.isCollection else { return ByteSlice(row.name) }
    var name = [UInt8](row.name)
    if !target.isCount {
      name.append(":")
      name.append(key)
    } else if case .key(let key) = target.selector {
      name.append(":")
      name.append(contentsOf: key.name)
    }
    return arena.copy(name)
  }

  /// A member of MATCHED_VARS or of MATCHED_VARS_NAMES: both are keyed by the name.
  func member(_ arena: Arena, isName: Bool) -> Value {
    let name = name(arena)
    return Value(key: name, keyHash: Selector.Key.hash(name.span), value: isName ? name : value)
  }
}
