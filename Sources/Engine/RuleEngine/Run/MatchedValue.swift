import Bytes

/// A value that matched in the rule being run, or in the one before. Its name is put together when somebody asks.
struct MatchedValue {
  let variable: VariableIndex
  let isCount: Bool
  /// The member's name; for the count of a member that which was asked for.
  let key: ByteSlice
  let value: ByteSlice

  init(_ target: Target, key: ByteSlice, value: ByteSlice) {
    variable = target.variable
    isCount = target.isCount
    if isCount, case .key(let wanted) = target.selector { self.key = wanted.name } else { self.key = key }
    self.value = value
  }

  /// `ARGS:name`, or the variable's name alone for a scalar and for the count of a whole collection.
  func name(_ arena: Arena) -> ByteSlice {
    let row = variableTable[Int(variable.raw)]
    guard row.isCollection else { return ByteSlice(row.name) }
    var name = [UInt8](row.name)
    if !isCount || !key.isEmpty {
      name.append(":")
      name.append(key)
    }
    return arena.copy(name)
  }

  /// A member of MATCHED_VARS or of MATCHED_VARS_NAMES: both are keyed by the name.
  func member(_ arena: Arena, isName: Bool) -> Value {
    let name = name(arena)
    return Value(key: name, keyHash: Selector.Key.hash(name.span), value: isName ? name : value)
  }
}
