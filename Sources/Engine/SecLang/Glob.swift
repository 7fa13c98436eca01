import Bytes

/// Whether `name` is one of those a pattern stands for: `*` is any bytes but `/`, `?` one byte but `/`.
///
/// Takes at most pattern × name steps, without recursion.
public func globMatches(_ pattern: Span<UInt8>, _ name: Span<UInt8>) -> Bool {
  var patternIndex = 0
  var nameIndex = 0
  // The last star, and how far into the name it has been stretched. An earlier star never needs another try, as a
  // star does not cross a slash and each slash of the name must meet one of the pattern.
  var star = -1
  var stretch = 0
  while nameIndex < name.count {
    let byte = name[nameIndex]
    if patternIndex < pattern.count && pattern[patternIndex] == UInt8(ascii: "*") {
      star = patternIndex
      stretch = nameIndex
      patternIndex += 1
    } else if patternIndex < pattern.count && matchesOne(pattern[patternIndex], byte) {
      patternIndex += 1
      nameIndex += 1
    } else if star >= 0 && name[stretch] != UInt8(ascii: "/") {
      stretch += 1
      nameIndex = stretch
      patternIndex = star + 1
    } else {
      return false
    }
  }
  while patternIndex < pattern.count && pattern[patternIndex] == UInt8(ascii: "*") { patternIndex += 1 }
  return patternIndex == pattern.count
}

/// Whether a pattern holds `*` or `?`, so that it may stand for no source at all.
public func isGlob(_ pattern: Span<UInt8>) -> Bool {
  pattern.firstIndex(of: UInt8(ascii: "*")) != nil || pattern.firstIndex(of: UInt8(ascii: "?")) != nil
}

private func matchesOne(_ pattern: UInt8, _ byte: UInt8) -> Bool {
  pattern == byte || (pattern == UInt8(ascii: "?") && byte != UInt8(ascii: "/"))
}
