internal import Bytes

extension Span where Element == UInt8 {
  /// Calls `body` with each 64-byte block of the message that MD5 and SHA-1 digest, as sixteen 32-bit words.
  ///
  /// The message is the bytes, 0x80, zeros, and the number of bits in eight bytes (RFC 1321 §3.1–3.2, RFC 3174 §4).
  func forEachDigestBlock(bigEndian: Bool, _ body: ([UInt32]) -> Void) {
    let bitCount = UInt64(count) &* 8
    let blockCount = (count + 8) / 64 + 1
    let lengthStart = blockCount * 64 - 8
    var words = [UInt32](repeating: 0, count: 16)
    for block in 0..<blockCount {
      for word in 0..<16 {
        var value: UInt32 = 0
        for place in 0..<4 {
          let index = block * 64 + word * 4 + (bigEndian ? place : 3 - place)
          var byte: UInt8 = index == count ? 0x80 : 0
          if index < count {
            byte = self[index]
          } else if index >= lengthStart {
            let lengthByte = bigEndian ? 7 - (index - lengthStart) : index - lengthStart
            byte = UInt8(truncatingIfNeeded: bitCount &>> UInt64(8 * lengthByte))
          }
          value = value &<< 8 | UInt32(byte)
        }
        words[word] = value
      }
      body(words)
    }
  }
}

extension UInt32 {
  func rotatedLeft(_ bits: UInt32) -> UInt32 { self &<< bits | self &>> (32 &- bits) }
}
