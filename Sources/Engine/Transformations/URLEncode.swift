internal import Bytes

extension Transformation {
  /// `t:urlEncode`: `*` and ASCII letters and digits stay, a space becomes `+`, all else `%hh`. At most three times the
  /// input.
  static let urlEncode = Transformation(name: "urlEncode", triggers: plainInURL.complement) { input, start, output in
    for index in start..<input.count {
      let byte = input[index]
      if byte.isASCIIAlphanumeric || byte == UInt8(ascii: "*") {
        output.put(byte)
      } else if byte == UInt8(ascii: " ") {
        output.put(UInt8(ascii: "+"))
      } else {
        output.put(UInt8(ascii: "%"))
        output.put(hex: byte)
      }
    }
  }
}

private let plainInURL = ByteSet("*0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
