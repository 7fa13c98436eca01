internal import Bytes

/// Bytes that no instruction of a program tells apart share a class, which keeps the automaton's rows short.
struct ByteClasses {
  /// The class of each byte.
  private(set) var map = [UInt8](repeating: 0, count: 256)
  /// A byte of each class.
  private(set) var representatives: [UInt8] = [0]

  var count: Int { representatives.count }

  init(_ program: Program) {
    for set in program.sets { split(by: set) }
    var singles = ByteSet()
    var letters = ByteSet()
    for step in program.code {
      let byte = UInt8(truncatingIfNeeded: step.argument)
      switch step.code {
      case .byte: singles.insert(byte)
      case .letter: letters.insert(byte)
      default: break
      }
    }
    for byte in UInt8.min...UInt8.max {
      if singles.contains(byte) { split(by: ByteSet(byte...byte)) }
      if letters.contains(byte) {
        var both = ByteSet(byte...byte)
        both.insert(byte & 0xdf)
        split(by: both)
      }
    }
    if program.uses(.wordBoundary) || program.uses(.notWordBoundary) { split(by: .word) }
    if program.uses(.lineBegin) || program.uses(.lineEnd) { split(by: ByteSet("\n")) }
  }

  /// Parts each class into its bytes inside and outside of `set`.
  private mutating func split(by set: ByteSet) {
    // For each class: whether its representative is in the set, and the class its other bytes move to.
    var moved = [Int](repeating: -1, count: representatives.count)
    for byte in 0..<256 {
      let old = Int(map[byte])
      if set.contains(UInt8(byte)) == set.contains(representatives[old]) { continue }
      if moved[old] < 0 {
        moved[old] = representatives.count
        representatives.append(UInt8(byte))
      }
      map[byte] = UInt8(truncatingIfNeeded: moved[old])
    }
  }
}
