import BodyParsers
import TestSupport

/// One block of a file in `Tests/Vectors/bodies`; the files' first lines say how they are written.
struct BodyVector {
  var processor: String
  var name: String
  var place: String
  var contentType: [UInt8] = []
  var body: [UInt8] = []
  var limits = BodyLimits()
  /// How many arguments the sink takes.
  var arguments = 1000
  var expected: [String] = []

  static let processors = ["cookies", "json", "multipart", "urlencoded", "xml"]

  static func all() throws -> [BodyVector] { try processors.flatMap(load) }

  static func load(_ processor: String) throws -> [BodyVector] {
    var vectors: [BodyVector] = []
    for (line, place) in try VectorFile.lines(of: "bodies/\(processor).txt") {
      guard let space = line.firstIndex(of: " ") else { throw VectorLine.Malformed(place: place) }
      let (word, rest) = (line[..<space], String(line[line.index(after: space)...]))
      if word == "===" {
        vectors.append(BodyVector(processor: processor, name: rest, place: place))
        continue
      }
      guard !vectors.isEmpty else { throw VectorLine.Malformed(place: place) }
      switch word {
      case "type": vectors[vectors.count - 1].contentType = try string(rest, place)
      case "body": vectors[vectors.count - 1].body += try string(rest, place)
      case "limit": try vectors[vectors.count - 1].setLimit(rest, place)
      case "cut": vectors[vectors.count - 1].limits.isCut = true
      case "=>": vectors[vectors.count - 1].expected.append(rest)
      default: throw VectorLine.Malformed(place: place)
      }
    }
    return vectors
  }

  private static func string(_ text: String, _ place: String) throws -> [UInt8] {
    var line = VectorLine(text, place: place)
    return try line.onlyString()
  }

  private mutating func setLimit(_ text: String, _ place: String) throws {
    let words = text.split(separator: " ")
    guard words.count == 2, let value = Int(words[1]) else { throw VectorLine.Malformed(place: place) }
    switch words[0] {
    case "jsonDepth": limits.jsonDepth = value
    case "xmlDepth": limits.xmlDepth = value
    case "arguments": arguments = value
    case "uploadFiles": limits.uploadFiles = value
    case "partHeaderBytes": limits.partHeaderBytes = value
    case "partHeaders": limits.partHeaders = value
    case "noFilesBytes": limits.noFilesBytes = value
    case "readBytes": limits.readBytes = value
    case "xmlAttributes": limits.xmlAttributes = value
    case "nameBytes": limits.nameBytes = value
    case "values": limits.values = value
    default: throw VectorLine.Malformed(place: place)
    }
  }

  /// What the parser delivers and reports, as lines.
  func run() -> [String] { parse(body, contentType, into: RecordingSink()) }

  func parse(_ body: [UInt8], _ contentType: [UInt8], into sink: RecordingSink) -> [String] {
    sink.acceptedArguments = arguments
    switch processor {
    case "cookies":
      Cookies.parse(body.span) { name, value in _ = sink.argument(name: name, value: value) }
    case "urlencoded":
      var scratch = FormScratch()
      if !URLEncodedForm.parse(body.span, sink, scratch: &scratch) { sink.lines.append("flag hasInvalidEncoding") }
    case "multipart":
      let report = MultipartParser.parse(body.span, contentType: contentType.span, limits: limits, sink)
      sink.lines += lines(of: report)
    case "json":
      do { try JSONParser.parse(body.span, limits: limits, sink) } catch { sink.lines.append(message(error)) }
    default:
      do { try XMLParser.parse(body.span, limits: limits, sink) } catch { sink.lines.append(message(error)) }
    }
    return sink.lines
  }

  private func lines(of report: MultipartReport) -> [String] {
    let flags: [(String, Bool)] = [
      ("boundaryQuoted", report.boundaryQuoted), ("boundaryWhitespace", report.boundaryWhitespace),
      ("dataBefore", report.dataBefore), ("dataAfter", report.dataAfter), ("headerFolding", report.headerFolding),
      ("invalidHeaderFolding", report.invalidHeaderFolding), ("invalidPart", report.invalidPart),
      ("invalidQuoting", report.invalidQuoting), ("lfLine", report.lfLine), ("crlfLFLines", report.crlfLFLines),
      ("missingSemicolon", report.missingSemicolon), ("duplicatePartHeader", report.duplicatePartHeader),
      ("fileLimitExceeded", report.fileLimitExceeded),
      ("strictError", report.strictError),
    ]
    var lines = flags.filter(\.1).map { "flag \($0.0)" }
    if report.unmatchedBoundary != 0 { lines.append("unmatched \(report.unmatchedBoundary)") }
    if let problem = report.problem { lines.append(message(problem)) }
    return lines
  }
}
