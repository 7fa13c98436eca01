internal import Bytes

extension Transformation {
  /// `t:removeNulls`: NUL bytes vanish.
  static let removeNulls = Transformation(name: "removeNulls", triggers: ByteSet(0...0)) { input, start, output in
    output.appendAll(input, from: start, except: ByteSet(0...0))
  }
}
