import Bytes
import LiteralSearch

/// Whether `argument` may hold a macro: `%{`, the beginning of a variable's name, and somewhere behind it `}`.
///
/// Only ever says yes too often: an operator that follows its `argument` parameter is right for constant text as well.
/// `%{2}` in a regular expression counts a percent sign and is no macro.
public func mayHoldMacro(_ argument: Span<UInt8>) -> Bool {
  var index = 0
  while let percent = argument.firstIndex(of: UInt8(ascii: "%"), from: index) {
    let name = percent + 2
    if name < argument.count && argument[percent + 1] == UInt8(ascii: "{")
      && (argument[name].isASCIILetter || argument[name] == UInt8(ascii: "_"))
    {
      return argument.firstIndex(of: UInt8(ascii: "}"), from: name) != nil
    }
    index = percent + 1
  }
  return false
}

extension MatchRequirement {
  /// What a value holds that contains `literal`, ASCII case ignored.
  init(containing literal: Span<UInt8>) {
    self.init()
    guard literal.count > 0 else { return }
    minimumLength = literal.count
    var lowered: [UInt8] = []
    lowered.reserveCapacity(literal.count)
    for index in 0..<literal.count { lowered.append(literal[index].lowercasedASCII) }
    literals = [lowered]
  }

  /// What a value holds that has a byte of `set`.
  init(byteOf set: ByteSet) {
    self.init()
    minimumLength = 1
    // Folded, because a screen may look at the value in lower case.
    byteSets = [set.caseFolded]
  }

  /// No more than that the value is not empty.
  static var notEmpty: MatchRequirement {
    var requirement = MatchRequirement()
    requirement.minimumLength = 1
    return requirement
  }
}
