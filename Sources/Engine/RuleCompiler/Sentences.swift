import Bytes

/// A sentence of a diagnostic: constant text round what was found.
@inline(never)
func sentence(_ before: StaticString, _ middle: [UInt8], _ after: StaticString) -> [UInt8] {
  var text = [UInt8](before)
  text.append(contentsOf: middle)
  text.append(after)
  return text
}

/// The names as a list: `On, Off, DetectionOnly`.
@inline(never)
func list(_ names: [StaticString]) -> [UInt8] {
  var text: [UInt8] = []
  for name in names {
    if !text.isEmpty { text.append(", ") }
    text.append(name)
  }
  return text
}
