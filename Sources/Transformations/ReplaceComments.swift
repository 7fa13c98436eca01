internal import Bytes

extension Transformation {
  /// `t:replaceComments`: each `/*…*/`, closed or not, becomes one space. Never longer than the input.
  static let replaceComments = Transformation(name: "replaceComments", triggers: ByteSet("*")) { input, start, output in
    var index = output.stepBack(1, from: start)
    while output.appendRun(input, &index, until: UInt8(ascii: "/")) {
      if index + 1 < input.count && input[index + 1] == UInt8(ascii: "*") {
        output.append(UInt8(ascii: " "))
        index = input.end(of: "*/", from: index + 2) ?? input.count
      } else {
        output.append(input[index])
        index += 1
      }
    }
  }
}

extension Span where Element == UInt8 {
  fileprivate func end(of mark: StaticString, from start: Int) -> Int? {
    var index = start
    while index < count {
      if extracting(index..<count).hasPrefix(mark) { return index + mark.utf8CodeUnitCount }
      index += 1
    }
    return nil
  }
}
