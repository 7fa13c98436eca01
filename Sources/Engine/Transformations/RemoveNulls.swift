internal import Bytes

extension Transformation {
  /// `t:removeNulls`: NUL bytes vanish.
  static let removeNulls = Transformation(name: "removeNulls", triggers: ByteSet(0...0)) { input, start, output in
    var index = start
    while output.appendRun(input, &index, until: 0) { index += 1 }
  }
}
