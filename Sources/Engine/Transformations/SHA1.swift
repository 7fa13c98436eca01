internal import Bytes

extension Transformation {
  /// `t:sha1`: the digest's 20 bytes (RFC 3174), not their hex form.
  static let sha1 = Transformation(name: "sha1", triggers: nil) { input, _, output in
    var state: (UInt32, UInt32, UInt32, UInt32, UInt32) = (
      0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0
    )
    var words = [UInt32](repeating: 0, count: 80)
    for block in 0..<input.digestBlockCount {
      input.readDigestBlock(block, bigEndian: true, into: &words)
      for index in 16..<80 {
        let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
        words[index] = mixed.rotatedLeft(1)
      }
      var (a, b, c, d, e) = state
      for index in 0..<80 {
        let mixed: UInt32
        switch index {
        case 0..<20: mixed = (b & c | ~b & d) &+ 0x5a82_7999
        case 20..<40: mixed = (b ^ c ^ d) &+ 0x6ed9_eba1
        case 40..<60: mixed = (b & c | b & d | c & d) &+ 0x8f1b_bcdc
        default: mixed = (b ^ c ^ d) &+ 0xca62_c1d6
        }
        let next = a.rotatedLeft(5) &+ mixed &+ e &+ words[index]
        (a, b, c, d, e) = (next, a, b.rotatedLeft(30), c, d)
      }
      state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
    }
    output.appendWord(state.0, bigEndian: true)
    output.appendWord(state.1, bigEndian: true)
    output.appendWord(state.2, bigEndian: true)
    output.appendWord(state.3, bigEndian: true)
    output.appendWord(state.4, bigEndian: true)
  }
}
