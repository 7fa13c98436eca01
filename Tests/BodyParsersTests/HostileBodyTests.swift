import TestSupport
import XCTest

/// Bodies nobody meant to send: whatever the bytes, a parser returns, and delivers no more than the body holds.
final class HostileBodyTests: XCTestCase {
  private func check(_ vector: BodyVector, _ body: [UInt8], _ type: [UInt8]) {
    let sink = RecordingSink()
    _ = vector.parse(body, type, into: sink)
    // Each value is a piece of the body, except what stands for one byte or more: U+FFFD for a \u escape. Names come
    // again with each value, so calls are counted, not the bytes of the names.
    XCTAssertLessThanOrEqual(sink.calls, body.count * 2 + 2, vector.place)
  }

  func testABodyCutAnywhereIsRead() throws {
    let vectors = try BodyVector.all()
    let step = vectors.count / sampleSize(vectors.count, inDebug: vectors.count / 5, of: "bodies")
    for (number, vector) in vectors.enumerated() where number.isMultiple(of: step) {
      for end in 0...vector.body.count { check(vector, Array(vector.body[..<end]), vector.contentType) }
      for start in 0...vector.body.count { check(vector, Array(vector.body[start...]), vector.contentType) }
      for end in 0...vector.contentType.count { check(vector, vector.body, Array(vector.contentType[..<end])) }
    }
  }

  func testABodyChangedAnywhereIsRead() throws {
    let vectors = try BodyVector.all()
    let pool = vectors.map(\.body)
    var random = Random(seed: 1)
    let changes = sampleSize(150, inDebug: 20, of: "changed bodies a vector")
    for vector in vectors {
      for _ in 0..<changes {
        var body = vector.body
        var type = vector.contentType
        for _ in 0...random.below(4) { mutate(&body, pool, &random) }
        if random.below(4) == 0 { mutate(&type, pool, &random) }
        check(vector, body, type)
      }
    }
  }

  private func mutate(_ body: inout [UInt8], _ pool: [[UInt8]], _ random: inout Random) {
    let position = random.below(body.count + 1)
    switch random.below(6) {
    case 0: body.insert(UInt8(random.below(256)), at: position)
    case 1: if position < body.count { body[position] = UInt8(random.below(256)) }
    case 2: if position < body.count { body.remove(at: position) }
    case 3:
      let marks = Array("\0\r\n-\"'\\<>&;:=%[]{}, /?!#x".utf8)
      body.insert(marks[random.below(marks.count)], at: position)
    case 4:
      let other = pool[random.below(pool.count)]
      let start = random.below(other.count + 1)
      let end = min(other.count, start + random.below(24))
      body.insert(contentsOf: other[start..<end], at: position)
    default:
      let end = min(body.count, position + random.below(16))
      body.insert(contentsOf: body[position..<end], at: end)
    }
  }

  /// Patterns that are quadratic or recursive in a careless parser, with what each is repeated in.
  private let patterns: [(processor: String, head: String, repeated: String)] = [
    ("urlencoded", "", "&"), ("urlencoded", "", "a"), ("urlencoded", "", "%"), ("urlencoded", "", "a=b&"),
    ("cookies", "", ";"), ("cookies", "", " "), ("cookies", "", "=;"), ("cookies", "", "a; "),
    ("json", "", "["), ("json", "", "{\"a\":"), ("json", "\"", "\\u0041"), ("json", "[", "1,"), ("json", "", " "),
    ("json", "{", "\"a\":1,"), ("json", "[", "[],"), ("json", "", "1"),
    ("xml", "", "<a>"), ("xml", "<a", " "), ("xml", "<a>", "]]"), ("xml", "<a><!--", "-"), ("xml", "<a>", "<![CDATA["),
    ("xml", "<a>", "&lt;"), ("xml", "<a>", "&"), ("xml", "<a>&", "a"), ("xml", "<a>", "<b/>"), ("xml", "<a>", "\r"),
    ("xml", "<a><?", "?"), ("xml", "<!DOCTYPE a [", "<!ENTITY b 'c'>"), ("xml", "<!DOCTYPE a ", "'"),
    ("xml", "<!DOCTYPE a [<!ENTITY ", "S"), ("xml", "<?xml ", "a='b' "), ("xml", "<a>&#", "9"), ("xml", "<", "a"),
    ("multipart", "", "--BB\r\n"), ("multipart", "", "\n"), ("multipart", "", "--\n"),
    ("multipart", "--BB\r\n", "a:b\r\n"),
    ("multipart", "--BB\r\na:", " \r\n"), ("multipart", "--BB\r\n", "a"), ("multipart", "", "-"),
    ("multipart", "--BB\r\nContent-Disposition: form-data; name=a\r\n\r\n", "\r\n"),
    ("multipart", "", "--BB\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"),
    ("multipart", "--BB\r\nContent-Disposition: form-data; name=\"", "\\"), ("multipart", "", "-- \r\n"),
  ]

  func testARepeatedPatternIsReadToTheLimitsWithoutRecursion() throws {
    for (processor, head, repeated) in patterns {
      var body = Array(head.utf8)
      while body.count < 200_000 { body += Array(repeated.utf8) }
      for limits in [false, true] {
        var vector = BodyVector(processor: processor, name: repeated, place: "\(processor) \(head)\(repeated)…")
        if limits {
          vector.limits.jsonDepth = .max
          vector.limits.xmlDepth = .max
          vector.arguments = .max
          vector.limits.noFilesBytes = .max
        }
        check(vector, body, Array("multipart/form-data; boundary=BB".utf8))
      }
    }
  }

  /// A long name and many tags inside its element: a parser that copies the path for each of them is quadratic.
  func testTagsInsideAnElementWithALongNameDoNotCopyItsPath() {
    for inside in ["<b></b>", "<b/>"] {
      var vector = BodyVector(processor: "xml", name: inside, place: inside)
      vector.limits.noFilesBytes = .max
      vector.limits.nameBytes = .max
      vector.limits.values = .max
      assertLinear(inside, from: 1_000) { size in
        let name = String(repeating: "n", count: 100 * size)
        return Array(("<\(name)>" + String(repeating: inside, count: size) + "</\(name)>").utf8)
      } run: { body in
        check(vector, body, [])
      }
    }
  }

  /// Values of a byte or two each: what they take in memory is bounded by their number, not by the body's length.
  func testABodyOfVerySmallValuesEndsAtTheLimitOfValues() {
    let headers = (1...60).map { "a\($0):\r\n" }.joined()
    for (processor, head, repeated, tail) in [
      ("xml", "<!DOCTYPE r [<!ATTLIST x ", "\"\" ", ">]><r/>"), ("xml", "<!DOCTYPE r [", "<!ENTITY a ''>", "]><r/>"),
      ("xml", "<r>", "x<b/>", "</r>"), ("xml", "<r>", "<b c=''/>", "</r>"), ("xml", "<r>", "<b xmlns=''/>", "</r>"),
      ("json", "{\"a\":{}", ",\"\":{}", "}"), ("json", "{\"a\":[]", ",\"\":[]", "}"),
      ("multipart", "", "--BB\r\nContent-Disposition: form-data; name=a\r\n\(headers)\r\n\r\n", "--BB--"),
      ("multipart", "", "--BB\r\n\(headers)", "--BB--"),
    ] {
      var body = Array(head.utf8)
      while body.count < 4_000_000 { body += Array(repeated.utf8) }
      var vector = BodyVector(processor: processor, name: repeated, place: "\(processor) \(head)\(repeated)")
      vector.limits.noFilesBytes = .max
      let sink = RecordingSink()
      let lines = vector.parse(body + Array(tail.utf8), Array("multipart/form-data; boundary=BB".utf8), into: sink)
      XCTAssertEqual(lines.last, "problem \"Request body holds more values than the maximum expected.\"", vector.place)
      XCTAssertLessThanOrEqual(sink.calls, vector.limits.values + vector.arguments, vector.place)
    }
  }

  func testARequestHeaderOfAnyLengthIsRead() {
    let vector = BodyVector(processor: "multipart", name: "header", place: "header")
    for repeated in ["boundary", "boundary=", " ", ";", "\"", "b", "multipart/form-data"] {
      var type = Array("multipart/form-data; boundary=".utf8)
      while type.count < 100_000 { type += Array(repeated.utf8) }
      check(vector, Array("--BB--".utf8), type)
    }
  }
}
