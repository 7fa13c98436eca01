import Bytes

/// The part of XPath that rules use: `/a/b`, `//b`, `/a//c`, `*` for any name, `@x` and `@*` as the last step,
/// `[local-name()='b']` after a name, `text()` as the last step or condition.
///
/// Elements are kept by their own text and called after their path, so a path is matched step by step against names.
public enum XMLPath {
  /// Whether the engine can follow the path.
  public static func isSupported(_ path: Span<UInt8>) -> Bool {
    let path = path.withoutTextStep
    var position = 0
    while position < path.count {
      guard path[position] == slash else { return false }
      if path.isDescent(at: position) { position += 1 }
      let end = path.endOfStep(at: position)
      guard isSupportedStep(path.extracting((position + 1)..<end), isLast: end == path.count) else { return false }
      position = end
    }
    return position > 0
  }

  private static func isSupportedStep(_ step: Span<UInt8>, isLast: Bool) -> Bool {
    let isAttribute = step.count > 0 && step[0] == UInt8(ascii: "@")
    let condition = step.firstIndex(of: UInt8(ascii: "["))
    let test = step.extracting((isAttribute ? 1 : 0)..<(condition ?? step.count))
    if test.count == 0 || (isAttribute && !isLast) { return false }
    if condition != nil && (isAttribute || localName(step) == nil) { return false }
    return (test.count == 1 && test[0] == star) || test.firstIndex(in: notOfNames) == test.count
  }

  /// Whether the path leads to what is called `name`: `/a/b` or `/a/@c`.
  static func matches(_ path: Span<UInt8>, _ name: Span<UInt8>) -> Bool {
    let path = path.withoutTextStep
    // As of a glob: a `//` takes as few steps as the rest lets it, and only the last one needs to be tried again.
    var position = 0
    var place = 0
    var retry: (position: Int, place: Int)?
    while place < name.count {
      if path.isDescent(at: position) {
        position += 1
        retry = (position, place)
      }
      let end = path.endOfStep(at: position)
      let nextPlace = name.endOfStep(at: place)
      if position < path.count,
        stepMatches(path.extracting((position + 1)..<end), name.extracting((place + 1)..<nextPlace))
      {
        position = end
        place = nextPlace
        continue
      }
      guard let last = retry else { return false }
      position = last.position
      place = name.endOfStep(at: last.place)
      retry = (position, place)
    }
    return position == path.count
  }

  private static func stepMatches(_ step: Span<UInt8>, _ name: Span<UInt8>) -> Bool {
    if step.isEqual(to: name) { return true }
    let isAttribute = name.count > 0 && name[0] == UInt8(ascii: "@")
    if isAttribute { return step.isEqual(to: "@*") }
    guard let wanted = localName(step) else { return step.isEqual(to: "*") }
    let test = step.extracting(0..<(step.firstIndex(of: UInt8(ascii: "[")) ?? step.count))
    guard test.isEqual(to: "*") || test.isEqual(to: name) else { return false }
    let prefix = name.firstIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? 0
    return step.extracting(wanted).isEqual(to: name.extracting(prefix..<name.count))
  }

  /// Where the name stands that a step's condition asks for: `[local-name()='b']`.
  private static func localName(_ step: Span<UInt8>) -> Range<Int>? {
    guard let start = step.firstIndex(of: UInt8(ascii: "[")) else { return nil }
    let condition = step.extracting(start..<step.count)
    let opening: StaticString = "[local-name()="
    guard condition.hasPrefix(opening), condition.count > opening.utf8CodeUnitCount + 3 else { return nil }
    let quote = condition[opening.utf8CodeUnitCount]
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), condition[condition.count - 2] == quote,
      condition[condition.count - 1] == UInt8(ascii: "]")
    else { return nil }
    let name = (start + opening.utf8CodeUnitCount + 1)..<(step.count - 2)
    return step.extracting(name).firstIndex(in: notOfNames) == name.count ? name : nil
  }

  private static let star = UInt8(ascii: "*")
  fileprivate static let slash = UInt8(ascii: "/")
  /// What no name of an element holds, and what would mean something else in a path.
  private static let notOfNames = ByteSet(" \t\r\n/@*()[]=<>'\"|&$,!+")
}

extension Span where Element == UInt8 {
  /// A path without `/text()` or `[text()]` at its end: elements are kept by their own text.
  fileprivate var withoutTextStep: Span<UInt8> {
    @_lifetime(copy self)
    get {
      if hasSuffix(ByteSlice("/text()").span) { return extracting(0..<(count - 7)) }
      return hasSuffix(ByteSlice("[text()]").span) ? extracting(0..<(count - 8)) : self
    }
  }

  /// Whether `//` stands there.
  fileprivate func isDescent(at position: Int) -> Bool {
    position + 1 < count && self[position] == XMLPath.slash && self[position + 1] == XMLPath.slash
  }

  /// Where the step ends whose slash stands at `position`.
  fileprivate func endOfStep(at position: Int) -> Int {
    position < count ? firstIndex(of: XMLPath.slash, from: position + 1) ?? count : count
  }
}
