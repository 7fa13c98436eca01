internal import Bytes

// The message that MD5 and SHA-1 digest, in blocks of 64 bytes: the bytes, 0x80, zeros, and the number of bits in eight
// bytes (RFC 1321 §3.1–3.2, RFC 3174 §4). Their arithmetic is modulo 2³², so `&+` is its sign here.
extension Span where Element == UInt8 {
  /// The number of blocks, never 0.
  var digestBlockCount: Int { (count + 8) / 64 + 1 }

  /// Puts the sixteen words of a block at the front of `words`.
  @inline(never)
  func readDigestBlock(_ block: Int, bigEndian: Bool, into words: inout [UInt32]) {
    let lengthStart = digestBlockCount * 64 - 8
    for word in 0..<16 {
      var value: UInt32 = 0
      for place in 0..<4 {
        let index = block * 64 + word * 4 + (bigEndian ? place : 3 - place)
        let byte: UInt8
        if index < count {
          byte = self[index]
        } else if index >= lengthStart {
          let lengthByte = bigEndian ? 7 - (index - lengthStart) : index - lengthStart
          byte = UInt8(truncatingIfNeeded: (UInt64(count) * 8) &>> UInt64(8 * lengthByte))
        } else {
          byte = index == count ? 0x80 : 0
        }
        value = value &<< 8 | UInt32(byte)
      }
      words[word] = value
    }
  }
}

extension [UInt8] {
  /// Appends the four bytes of `word`.
  @inline(never)
  mutating func appendWord(_ word: UInt32, bigEndian: Bool) {
    for place: UInt32 in 0..<4 {
      put(UInt8(truncatingIfNeeded: word &>> (8 * (bigEndian ? 3 - place : place))))
    }
  }
}

extension UInt32 {
  func rotatedLeft(_ bits: UInt32) -> UInt32 { self &<< bits | self &>> (32 - bits) }
}
