public import Bytes

/// A `t:` function: bytes in, bytes out.
///
/// Every one is linear in its input, never traps, and writes at most three times what it reads; `length`, `md5` and
/// `sha1` write at most 20 bytes.
public final class Transformation: Sendable {
  /// Appends to `output`, which holds the first `start` bytes of `input`, what the rest of `input` becomes.
  ///
  /// `start` is the place of the first trigger; a function that must look at earlier bytes again removes them first.
  public typealias Function = @Sendable (_ input: Span<UInt8>, _ start: Int, _ output: inout [UInt8]) -> Void

  /// The name rule files use, matched without regard to case.
  public let name: StaticString
  /// An input that holds none of these bytes comes out unchanged, so the call can be saved; `nil` when no such set
  /// exists.
  public let triggers: ByteSet?
  private let firstChange: Search?
  private let function: Function

  /// The offset at which `function` may begin; the input's count when nothing would change.
  typealias Search = @Sendable (_ input: Span<UInt8>) -> Int

  /// - Parameter firstChange: a closer look than that for the first trigger, where most triggers change nothing.
  init(name: StaticString, triggers: ByteSet?, firstChange: Search? = nil, _ function: @escaping Function) {
    self.name = name
    self.triggers = triggers
    self.firstChange = firstChange
    self.function = function
  }

  /// A second name for `original`.
  convenience init(name: StaticString, aliasOf original: Transformation) {
    self.init(name: name, triggers: original.triggers, firstChange: original.firstChange, original.function)
  }

  /// Writes the transformed `input` to `output`, which is emptied first.
  ///
  /// - Returns: `false` when the result is the input itself; `output` is then empty and the caller may alias the input.
  public func apply(_ input: Span<UInt8>, _ output: inout [UInt8]) -> Bool {
    guard let triggers else { return apply(input, from: 0, &output) }
    let start = firstChange.map { $0(input) } ?? input.firstIndex(in: triggers)
    if start == input.count {
      output.removeAll(keepingCapacity: true)
      return false
    }
    return apply(input, from: start, &output)
  }

  /// `apply` without the search for triggers: what the tests hold it against.
  package func applyToEveryByte(_ input: Span<UInt8>, _ output: inout [UInt8]) -> Bool {
    apply(input, from: 0, &output)
  }

  private func apply(_ input: Span<UInt8>, from start: Int, _ output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    output.append(input.extracting(0..<start))
    function(input, start, &output)
    // A trigger need not change anything: `%zz` is no escape, a lone space is already compressed.
    let isUnchanged = output.span.isEqual(to: input)
    if isUnchanged { output.removeAll(keepingCapacity: true) }
    return !isUnchanged
  }
}
