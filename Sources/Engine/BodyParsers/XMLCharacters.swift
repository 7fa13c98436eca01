import Bytes

func isXMLSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }

/// A byte of a name. All of non-ASCII counts, which is what the fifth edition comes near to.
func isXMLNameByte(_ byte: UInt8) -> Bool {
  byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
    || isXMLNameExtra(byte)
}

/// A byte that a name may have, but not begin with.
func isXMLNameExtra(_ byte: UInt8) -> Bool {
  byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
}

/// How many bytes at the front are characters XML allows (§2.2): no controls but TAB, LF and CR, no broken UTF-8.
func xmlCharactersLength(_ body: Span<UInt8>, isUTF8: Bool) -> Int {
  var index = 0
  while index < body.count {
    let byte = body[index]
    if byte < 0x20 {
      if !isXMLSpace(byte) { return index }
    } else if byte >= 0x80 && isUTF8 {
      let length = body.utf8SequenceLength(at: index)
      // U+FFFE and U+FFFF are no characters.
      if length == 0 || (byte == 0xef && body[index + 1] == 0xbf && body[index + 2] >= 0xbe) { return index }
      index += length
      continue
    }
    index += 1
  }
  return index
}

/// Reads the reference at `position` (`&#60;`, `&lt;`) and appends what it stands for.
///
/// - Parameter keepsUnknown: whether a name that is not predefined is appended as written, else it is a problem.
func appendXMLReference(
  _ body: Span<UInt8>, _ position: inout Int, keepsUnknown: Bool, to output: inout [UInt8]
) throws(BodyFault) {
  let start = position
  var index = start + 1
  while index < body.count && (isXMLNameByte(body[index]) || (body[index] == UInt8(ascii: "#") && index == start + 1)) {
    index += 1
  }
  guard index < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
  let name = body.extracting((start + 1)..<index)
  guard body[index] == UInt8(ascii: ";"), name.count > 0 else { throw BodyFault(.xmlInvalidReference, at: start) }
  position = index + 1
  if name[0] == UInt8(ascii: "#") {
    guard let scalar = characterReference(name) else { throw BodyFault(.xmlInvalidReference, at: start) }
    output.append(utf8Scalar: scalar)
  } else if let byte = predefinedEntity(name) {
    output.append(byte)
  } else if keepsUnknown {
    output.append(body.extracting(start..<position))
  } else {
    throw BodyFault(.xmlInvalidReference, at: start)
  }
}

private func predefinedEntity(_ name: Span<UInt8>) -> UInt8? {
  if name.isEqual(to: "lt") { return UInt8(ascii: "<") }
  if name.isEqual(to: "gt") { return UInt8(ascii: ">") }
  if name.isEqual(to: "amp") { return UInt8(ascii: "&") }
  if name.isEqual(to: "quot") { return UInt8(ascii: "\"") }
  if name.isEqual(to: "apos") { return UInt8(ascii: "'") }
  return nil
}

/// The character `#60` or `#x3C` names, if XML allows it.
private func characterReference(_ name: Span<UInt8>) -> UInt32? {
  let isHex = name.count > 1 && name[1] == UInt8(ascii: "x")
  var index = isHex ? 2 : 1
  guard index < name.count else { return nil }
  var scalar: UInt32 = 0
  while index < name.count {
    guard let digit = name[index].hexDigitValue, isHex || digit < 10 else { return nil }
    scalar = scalar &* (isHex ? 16 : 10) &+ UInt32(digit)
    if scalar > 0x10_ffff { return nil }
    index += 1
  }
  if scalar < 0x20 { return scalar == 0x09 || scalar == 0x0a || scalar == 0x0d ? scalar : nil }
  return scalar & 0xffff_f800 == 0xd800 || scalar & 0xfffe == 0xfffe && scalar <= 0xffff ? nil : scalar
}

extension Span where Element == UInt8 {
  /// Whether `text` stands at `position`.
  @inline(never)
  func has(_ text: StaticString, at position: Int) -> Bool {
    guard position <= count else { return false }
    return extracting(position..<count).hasPrefix(text)
  }
}
