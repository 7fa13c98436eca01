import Bytes

/// The `Cookie` request header, for `REQUEST_COOKIES`.
public struct Cookies {
  /// Calls `body` with the name and the value of each cookie, in order, both as sent.
  ///
  /// Cookies end at `;`; white space before a name is dropped; a name ends at its first `=`, without one the value is
  /// empty; a cookie without a name is dropped. Nothing is decoded. Source: both reference engines agree.
  public static func parse(_ header: Span<UInt8>, _ body: (Span<UInt8>, Span<UInt8>) -> Void) {
    var start = 0
    while start < header.count {
      let end = header.firstIndex(of: UInt8(ascii: ";"), from: start) ?? header.count
      while start < end && header[start].isASCIISpace { start += 1 }
      let cookie = header.extracting(start..<end)
      let nameEnd = cookie.firstIndex(of: UInt8(ascii: "=")) ?? cookie.count
      if nameEnd > 0 {
        body(cookie.extracting(0..<nameEnd), cookie.extracting(min(nameEnd + 1, cookie.count)..<cookie.count))
      }
      start = end + 1
    }
  }
}
