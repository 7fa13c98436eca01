public import Bytes

/// A `t:` function: bytes in, bytes out.
public struct Transformation: Sendable {
  public typealias Function = @Sendable (_ input: Span<UInt8>, _ output: inout [UInt8]) -> Bool

  /// The name rule files use, matched without regard to case.
  public let name: StaticString
  /// An input that holds none of these bytes comes out unchanged, so the call can be saved; `nil` when no such set
  /// exists.
  public let triggers: ByteSet?
  private let function: Function

  public init(name: StaticString, triggers: ByteSet?, _ function: @escaping Function) {
    self.name = name
    self.triggers = triggers
    self.function = function
  }

  /// Writes the transformed `input` to `output`, which is emptied first.
  ///
  /// - Returns: `false` when the result is the input itself; `output` is then empty and the caller may alias the input.
  public func apply(_ input: Span<UInt8>, _ output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    return function(input, &output)
  }
}
