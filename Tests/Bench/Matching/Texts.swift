/// Ordinary text, made up: the same for each run.
enum Texts {
  private static let words =
    """
    the order was shipped on monday and will arrive within three days please check your account settings for the new \
    address we have updated our privacy policy user name and password are required to continue search results for \
    garden furniture summer sale 2024 product id 48213 color blue size large quantity 2 total 59.90 eur email \
    jane.doe@example.org phone +49 30 1234567 street name 12 b city berlin comment thank you very much for the quick \
    reply i would like to know if it's possible to change the delivery date best regards
    """.split(separator: " ").map(String.init)

  private struct Random {
    var state: UInt64 = 42
    mutating func number(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
  }

  /// About `count` bytes of running text.
  static func running(_ count: Int) -> [UInt8] {
    var random = Random()
    var result: [UInt8] = []
    while result.count < count {
      result += Array(words[random.number(words.count)].utf8)
      result += random.number(12) == 0 ? Array(", ".utf8) : random.number(20) == 0 ? Array(".\n".utf8) : [0x20]
    }
    return result
  }

  /// Values as parameters have them: a word, a number, a name, an address.
  static func values(_ count: Int) -> [[UInt8]] {
    var random = Random()
    return (0..<count).map { _ in
      switch random.number(5) {
      case 0: return Array("\(random.number(100_000))".utf8)
      case 1: return Array(words[random.number(words.count)].utf8)
      case 2: return Array("\(words[random.number(words.count)])-\(random.number(1000))".utf8)
      case 3: return Array((0..<3).map { _ in words[random.number(words.count)] }.joined(separator: " ").utf8)
      default: return Array((0..<8).map { _ in words[random.number(words.count)] }.joined(separator: " ").utf8)
      }
    }
  }

  /// Lines of about 70 bytes.
  static func lines(_ count: Int) -> [[UInt8]] {
    var random = Random()
    return (0..<count).map { _ in
      Array((0..<12).map { _ in words[random.number(words.count)] }.joined(separator: " ").utf8)
    }
  }
}
