import Bytes
import Foundation

extension ByteSlice {
  /// The bytes as the recorded outputs write them: what is not printable ASCII, and the backslash, as `\xHH`.
  var escaped: String {
    var text = ""
    for index in 0..<count {
      let byte = self[index]
      if byte < 0x20 || byte >= 0x7f || byte == UInt8(ascii: "\\") {
        text += String(format: "\\x%02x", byte)
      } else {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return text
  }
}
