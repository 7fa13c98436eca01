internal import Bytes

extension Transformation {
  /// `t:sqlHexDecode`: SQL's `0x4142…` literals become the bytes they spell; an odd last digit is kept. Never longer than
  /// the input.
  static let sqlHexDecode = Transformation(name: "sqlHexDecode", triggers: ByteSet("xX")) { input, start, output in
    // A literal begins one byte before its `x`.
    var index = output.stepBack(1, from: start)
    while output.appendRun(input, &index, until: UInt8(ascii: "0")) {
      guard index + 1 < input.count, input[index + 1] | 0x20 == UInt8(ascii: "x"),
        input.hexByte(at: index + 2) != nil
      else {
        output.put(input[index])
        index += 1
        continue
      }
      index += 2
      while let byte = input.hexByte(at: index) {
        output.put(byte)
        index += 2
      }
    }
  }
}
