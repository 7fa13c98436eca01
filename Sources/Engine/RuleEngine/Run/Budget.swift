import Bytes

/// Why rules could not decide a transaction. The host's failure policy does then.
public enum EngineFailure: UInt8, Sendable {
  /// What the client or the upstream sent makes more of itself than a transaction may hold.
  case memory
  /// Rules and parsers have looked at more bytes than they may.
  case work
  /// A pattern gave up, so that nobody knows whether it matches. Later rules are asked all the same.
  case undecided
}

/// What one transaction may use. Beyond it nothing more is taken on, and `Transaction.failure` says so.
public struct TransactionLimits: Sendable {
  /// Bytes of its values, of what is derived from them, and of what is written about them.
  public var memoryBytes = Int.max
  /// Steps: bytes that parsers, transformations, screens and operators are given to read.
  public var work = Int64.max
  public init() {}
}

// Each step is counted where it is taken, each allocation where its size depends on traffic.
extension Transaction {
  /// About how many bytes the transaction holds. Lists count twice: while one grows there is an old one beside it.
  public var memoryBytes: Int {
    arena.allocatedBytes + 96 * data.idCount + versions.memoryBytes + candidates.memoryBytes + 256 * matches.count
  }

  /// Notes why the transaction cannot be decided; the first reason counts, but for one that stops it altogether.
  func fail(_ reason: EngineFailure) {
    if failure == nil || failure == .undecided && reason != .undecided { failure = reason }
  }

  /// Whether it must not go on: what was taken on so far is all there will be.
  var isStopped: Bool { failure != nil && failure != .undecided }

  /// Counts `bytes` to be read, and asks whether so much may be done and `memory` bytes be taken.
  func mayTake(work bytes: Int, memory: Int = 0) -> Bool {
    if isStopped { return false }
    work &+= Int64(bytes)
    if work > limits.work {
      fail(.work)
    } else if memoryBytes > limits.memoryBytes &- memory {
      fail(.memory)
    } else {
      return true
    }
    return false
  }
}
