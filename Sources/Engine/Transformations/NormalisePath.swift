internal import Bytes

extension Transformation {
  /// `t:normalisePath`: empty and `.` segments vanish, `..` takes back the segment before it. Never longer than the input.
  ///
  /// A path from the root never leaves it (`/..` is `/`), any other keeps the `..` it cannot take back; a `/` at the end
  /// stays; a path that comes to nothing is empty.
  static let normalisePath = Transformation(name: "normalisePath", triggers: ByteSet("./")) { input, _, output in
    output.replaceAll(withPath: input, isWindows: false)
  }
}
