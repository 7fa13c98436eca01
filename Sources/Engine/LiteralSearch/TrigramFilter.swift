internal import Bytes

/// Many short strings, each filed under the three neighbouring bytes in it that are rarest in ordinary text.
///
/// Bytes count as one of 32 classes, so that three are an index of 15 bits: a bitmap of 4 KiB, which stays in the nearest
/// cache, says where comparing begins. Strings of two bytes are filed under their pair, behind any class. Only what is
/// filed under the bytes at hand is compared, eight bytes at once.
struct TrigramFilter {
  static let classBits = 5
  static let trigramMask = 0x7fff
  static let pairMask = 0x3ff
  /// Words of the bitmap.
  static let wordCount = (trigramMask + 1) / 64
  /// Strings beyond these are not taken: offsets have 16 bits.
  static let entryLimit = 65_535
  /// In a key: the string is filed under its pair.
  private static let pairBit: UInt32 = 0x8000

  /// The class of each byte: letters have one each, the rest one by kind; 0 is also what stands before an input.
  let classes: [UInt8]
  /// For each three classes whether anything is filed under them or under the last two.
  private(set) var bitmap = [UInt64](repeating: 0, count: wordCount)
  /// For each word of the bitmap how many bits are set in the words before it.
  private var ranks: [UInt16] = []
  /// Where the entries of each bucket begin: of each three classes that have their bit, by its rank, then of each pair.
  private var starts: [UInt16] = []
  private var firstPair = 0
  /// The bytes of each entry, lower-cased, the first in the lowest bits.
  private var texts: [UInt64] = []
  /// Length (4 bits), where the last byte of what the string is filed under stands in it (4), owner (24).
  private var notes: [UInt32] = []
  /// While strings are added: what each is filed under.
  private var keys: [UInt32] = []
  private var weights = [Int32](repeating: 1, count: 32)

  init() {
    let quoting = ByteSet("<>()[]{}'\"`$")
    classes = (UInt8.min...UInt8.max).map { byte in
      if byte.isASCIILetter { return byte & 31 }
      if byte.isASCIIDigit { return 27 }
      if byte.isASCIISpace { return 28 }
      if byte == UInt8(ascii: "_") { return 29 }
      if quoting.contains(byte) { return 30 }
      return byte > 0x20 && byte < 0x7f ? 31 : 0
    }
    for byte in UInt8.min..<0x7f where !byte.isASCIIUppercase {
      weights[Int(classes[Int(byte)])] += Int32(truncatingIfNeeded: ByteFrequency.weight(byte))
    }
  }

  var entryCount: Int { texts.count }

  /// Files a string of two or more bytes; of a longer one the eight bytes around its rarest three.
  mutating func add(_ string: [UInt8], owner: Int) {
    var rarest = 0
    var key: UInt32 = 0
    var leastWeight = Int32.max
    var index: UInt32 = 0
    var weight: (Int32, Int32) = (1, 1)
    for (place, byte) in string.enumerated() {
      let edge = classes[Int(byte)]
      index = (index &<< UInt32(Self.classBits) | UInt32(edge)) & UInt32(Self.trigramMask)
      // At most 2^30: no overflow.
      let product = weight.0 &* weight.1 &* weights[Int(edge)]
      if place >= 2 && product < leastWeight {
        (rarest, key, leastWeight) = (place - 2, index, product)
      }
      weight = (weight.1, weights[Int(edge)])
    }
    var last = rarest + 2
    if string.count == 2 {
      key = index | Self.pairBit
      last = 1
      for first in 0...31 { set(first &<< (2 * Self.classBits) | Int(index)) }
    } else {
      set(Int(key))
    }
    let start = min(rarest, max(string.count - 8, 0))
    let length = min(string.count, 8)
    var text: UInt64 = 0
    for place in 0..<length {
      text |= UInt64(string[start + place].lowercasedASCII) &<< UInt64(8 * place)
    }
    keys.append(key)
    texts.append(text)
    notes.append(UInt32(length) | UInt32(last - start) &<< 4 | UInt32(truncatingIfNeeded: owner) &<< 8)
  }

  private mutating func set(_ index: Int) { bitmap[index &>> 6] |= 1 &<< UInt64(index & 63) }

  /// Sorts the strings into buckets: none can be added from here on.
  mutating func finish() {
    for word in bitmap {
      ranks.append(UInt16(truncatingIfNeeded: firstPair))
      firstPair += word.nonzeroBitCount
    }
    starts = [UInt16](repeating: 0, count: firstPair + Self.pairMask + 2)
    for key in keys { starts[bucket(ofKey: key)] += 1 }
    var sum: UInt16 = 0
    for bucket in starts.indices {
      sum += starts[bucket]
      starts[bucket] = sum
    }
    // From the end of each bucket down to its beginning.
    let (texts, notes) = (self.texts, self.notes)
    for (index, key) in keys.enumerated() {
      let bucket = bucket(ofKey: key)
      starts[bucket] -= 1
      self.texts[Int(starts[bucket])] = texts[index]
      self.notes[Int(starts[bucket])] = notes[index]
    }
    keys = []
    weights = []
  }

  private func bucket(ofKey key: UInt32) -> Int {
    let index = Int(key)
    return key & Self.pairBit == 0 ? trigramBucket(index) : firstPair + index & Self.pairMask
  }

  /// The bucket of three classes that have their bit.
  private func trigramBucket(_ index: Int) -> Int {
    let below = bitmap[index &>> 6] & (1 &<< UInt64(index & 63) &- 1)
    return Int(ranks[index &>> 6]) &+ below.nonzeroBitCount
  }

  /// Compares what is filed under the three bytes that end at `position`, for the owners in `pending`.
  ///
  /// - Returns: whether anything filed there is still looked for.
  @inline(never)
  func compare(
    _ value: UnsafeBufferPointer<UInt8>, _ position: Int, _ index: Int, _ pending: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    let isPending = compare(value, position, bucket: trigramBucket(index), pending)
    return compare(value, position, bucket: firstPair + index & Self.pairMask, pending) || isPending
  }

  private func compare(
    _ value: UnsafeBufferPointer<UInt8>, _ position: Int, bucket: Int, _ pending: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    var isPending = false
    var number = Int(starts[bucket])
    let end = Int(starts[bucket + 1])
    while number < end {
      let note = notes[number]
      let text = texts[number]
      number &+= 1
      // Owners are requirements of the screen, each with its bit in `pending`.
      let owner = Int(note &>> 8)
      let bit: UInt64 = 1 &<< UInt64(owner & 63)
      guard pending[owner &>> 6] & bit != 0 else { continue }
      let start = position &- Int(note &>> 4 & 15)
      let length = Int(note & 15)
      if start >= 0 && length <= value.count &- start
        && (Self.window(value, start) ^ text) &<< UInt64(64 &- 8 &* length) == 0
      {
        pending[owner &>> 6] &= ~bit
      } else {
        isPending = true
      }
    }
    return isPending
  }

  /// The eight bytes at `start`, lower-cased, the first in the lowest bits; zeros behind the end.
  private static func window(_ value: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt64 {
    var bytes: UInt64 = 0
    if value.count &- start >= 8 {
      // Eight bytes are left.
      bytes = UInt64(
        littleEndian: UnsafeRawPointer(value.baseAddress!).loadUnaligned(fromByteOffset: start, as: UInt64.self))
    } else {
      for place in start..<value.count { bytes |= UInt64(value[place]) &<< UInt64(8 &* (place &- start)) }
    }
    return bytes.lowercasedASCIIBytes
  }

  var byteCount: Int {
    classes.count + (bitmap.count + texts.count) * 8 + (ranks.count + starts.count) * 2 + notes.count * 4
  }
}

extension UInt64 {
  /// The eight bytes, each lower-cased.
  fileprivate var lowercasedASCIIBytes: UInt64 {
    // In the high bit of each byte: whether its low seven are at least `A`, above `Z`.
    let low = self & 0x7f7f_7f7f_7f7f_7f7f
    let fromA = low &+ 0x3f3f_3f3f_3f3f_3f3f
    let aboveZ = low &+ 0x2525_2525_2525_2525
    return self | (fromA & ~aboveZ & ~self & 0x8080_8080_8080_8080) &>> 2
  }
}
