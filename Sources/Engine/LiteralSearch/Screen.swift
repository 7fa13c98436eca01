public import Bytes

/// Many requirements, tested against one value together.
///
/// The value's length and the set of its bytes sort most requirements out. For those left that need a string, one pass
/// looks up each three neighbouring bytes (`TrigramFilter`).
///
/// One thread at a time: the pass writes to scratch space of the screen.
public final class Screen: @unchecked Sendable {
  /// Bits per requirement, in the order given to `init`; 64 to a word.
  public let wordCount: Int

  private let filter: TrigramFilter
  private let bytes: ByteRequirements
  /// For each length below `lengthLimit`, and for all from there on, the requirements with a minimum no larger.
  private let lengthMasks: [UInt64]
  /// Requirements whose minimum length is above `lengthLimit`, with that minimum.
  private let longMinimums: [Int32]
  /// For each requirement whether its bytes may be there, whether no string is needed for it, and whether one is looked
  /// for; then a bitmap of what the filter still looks for.
  private let scratch: UnsafeMutablePointer<UInt64>

  private static let lengthLimit = 32
  /// From this length on, what is found once is no longer looked for.
  private static let longValue = 1_024

  public init(_ requirements: [MatchRequirement]) {
    let wordCount = (requirements.count + 63) / 64
    self.wordCount = wordCount
    scratch = .allocate(capacity: 3 * wordCount + TrigramFilter.wordCount)
    scratch.initialize(repeating: 0, count: 3 * wordCount + TrigramFilter.wordCount)

    var filter = TrigramFilter()
    var bytes = ByteRequirements(wordCount: wordCount)
    var lengthMasks = [UInt64](repeating: 0, count: (Self.lengthLimit + 1) * wordCount)
    var longMinimums: [Int32] = []
    for (index, requirement) in requirements.enumerated() {
      // Strings that there is no room for are a condition less.
      let needsString =
        !requirement.literals.isEmpty && !requirement.literals.contains { $0.isEmpty }
        && filter.entryCount + requirement.literals.count <= TrigramFilter.entryLimit
      bytes.add(requirement, index, needsString: needsString)
      if needsString {
        for literal in requirement.literals where literal.count > 1 { filter.add(literal, owner: index) }
      }
      for length in min(requirement.minimumLength, Self.lengthLimit)...Self.lengthLimit {
        lengthMasks[length * wordCount + index / 64] |= 1 &<< UInt64(index & 63)
      }
      if requirement.minimumLength > Self.lengthLimit {
        longMinimums.append(Int32(truncatingIfNeeded: index))
        longMinimums.append(Int32(clamping: requirement.minimumLength))
      }
    }
    filter.finish()
    bytes.finish()
    self.filter = filter
    self.bytes = bytes
    self.lengthMasks = lengthMasks
    self.longMinimums = longMinimums
  }

  deinit { scratch.deallocate() }

  /// Bytes the tables take.
  public var tableBytes: Int {
    filter.byteCount + bytes.byteCount + lengthMasks.count * 8 + longMinimums.count * 4
      + (3 * wordCount + TrigramFilter.wordCount) * 8
  }

  /// Sets in `candidates` the bit of each requirement that `value` fulfils; clears the others.
  ///
  /// - Parameter candidates: at least `wordCount` words; only the first `wordCount` are written.
  public func test(_ value: Span<UInt8>, _ candidates: inout [UInt64]) {
    for word in 0..<wordCount { candidates[word] = .max }
    narrow(&candidates, from: 0, value, holding: ByteSet(bytesOf: value))
  }

  /// Clears in `candidates` the bit of each requirement that `value` does not fulfil.
  ///
  /// - Parameters:
  ///   - candidates: at least `wordCount` words from `first` on; the fewer bits are set, the less there is to do.
  ///   - set: the bytes that occur in `value`.
  public func narrow(_ candidates: inout [UInt64], from first: Int, _ value: Span<UInt8>, holding set: ByteSet) {
    let wordCount = self.wordCount
    let length = min(value.count, Self.lengthLimit) * wordCount
    var isLongEnough = false
    for word in 0..<wordCount {
      candidates[first + word] &= lengthMasks[length + word]
      if candidates[first + word] != 0 { isLongEnough = true }
    }
    guard isLongEnough else { return }
    let fits = scratch
    let done = scratch + wordCount
    let pending = done + wordCount
    bytes.add(set, to: fits)
    var isPending: UInt64 = 0
    for word in 0..<wordCount {
      fits[word] &= candidates[first + word]
      pending[word] = fits[word] & ~done[word]
      isPending |= pending[word]
    }
    if isPending != 0 { scan(value, pending) }
    for word in 0..<wordCount {
      // What is still looked for was not found.
      var left = fits[word] & ~pending[word]
      var remaining = left
      while remaining != 0 {
        let bit = remaining.trailingZeroBitCount
        remaining &= remaining &- 1
        if !bytes.isMet(word &* 64 &+ bit, set) { left &= ~(1 &<< UInt64(bit)) }
      }
      candidates[first + word] = left
    }
    guard value.count >= Self.lengthLimit else { return }
    for index in stride(from: 0, to: longMinimums.count, by: 2) where value.count < Int(longMinimums[index + 1]) {
      let requirement = Int(longMinimums[index])
      candidates[first + requirement / 64] &= ~(1 &<< UInt64(requirement & 63))
    }
  }

  /// The pass over the value: clears in `pending` what it finds.
  ///
  /// No bounds checks, for the sake of `matching-bench`: there are 256 classes for bytes, and three of five bits are below
  /// `TrigramFilter.trigramMask`, which the bitmap and its copy have bits for.
  private func scan(_ value: Span<UInt8>, _ pending: UnsafeMutablePointer<UInt64>) {
    filter.classes.withUnsafeBufferPointer { classes in
      filter.bitmap.withUnsafeBufferPointer { bitmap in
        value.withUnsafeBufferPointer { value in
          guard let classes = classes.baseAddress, var live = bitmap.baseAddress else { return }
          let copy = scratch + 3 * wordCount
          let isLong = value.count >= Self.longValue
          if isLong {
            copy.update(from: live, count: TrigramFilter.wordCount)
            live = UnsafePointer(copy)
          }
          var recent: UInt64 = 0
          var position = 0
          while position < value.count {
            recent = recent &<< UInt64(TrigramFilter.classBits) | UInt64(classes[Int(value[position])])
            let index = Int(truncatingIfNeeded: recent) & TrigramFilter.trigramMask
            let bit: UInt64 = 1 &<< UInt64(index & 63)
            if live[index &>> 6] & bit != 0, !filter.compare(value, position, index, pending), isLong {
              copy[index &>> 6] &= ~bit
            }
            position &+= 1
          }
        }
      }
    }
  }
}
