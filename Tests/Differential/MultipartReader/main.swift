import BodyParsers
import Bytes
import Foundation

// Reads cases from standard input, each the request's Content-Type and the body, both behind their length (four bytes,
// little endian). Answers each with a line: whether there was an error, and whether an argument holds the attack.

/// Remembers whether an argument held the attack.
final class AttackSink: BodySink {
  var attack: [UInt8] = []
  var isSeen = false

  override func argument(name: Span<UInt8>, value: Span<UInt8>) -> Bool {
    let bytes = [UInt8](value)
    if !bytes.ranges(of: attack).isEmpty { isSeen = true }
    return true
  }
}

func readBytes(_ count: Int) -> [UInt8]? {
  if count == 0 { return [] }
  guard let data = try? FileHandle.standardInput.read(upToCount: count), data.count == count else { return nil }
  return [UInt8](data)
}

func readField() -> [UInt8]? {
  guard let head = readBytes(4) else { return nil }
  return readBytes(head.reversed().reduce(0) { $0 << 8 | Int($1) })
}

let attack = Array(CommandLine.arguments[1].utf8)
while let type = readField(), let body = readField() {
  let sink = AttackSink()
  sink.attack = attack
  let report = MultipartParser.parse(body.span, contentType: type.span, limits: BodyLimits(), sink)
  let hasError = report.problem != nil || report.strictError
  let answer = (hasError ? "error" : "clean") + (sink.isSeen ? " seen\n" : " unseen\n")
  FileHandle.standardOutput.write(Data(answer.utf8))
}
