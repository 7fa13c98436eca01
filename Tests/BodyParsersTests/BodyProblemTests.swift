import BodyParsers
import XCTest

final class BodyProblemTests: XCTestCase {
  func testEachProcessorsProblemsAreWordedForIt() throws {
    let vectors = try BodyVector.all()
    let prefixes = [
      "json": "JSON parsing error: ", "xml": "XML parsing error: ", "multipart": "Multipart parsing error: ",
    ]
    for vector in vectors {
      guard let problem = vector.run().last, problem.hasPrefix("problem"), let prefix = prefixes[vector.processor]
      else {
        continue
      }
      let isShared = problem.hasPrefix("problem \"Request body ")
      XCTAssertTrue(isShared || problem.hasPrefix("problem \"\(prefix)"), "\(vector.place): \(problem)")
    }
  }

  /// The last kind has the last row of the table of texts: a row too many or too few would show here.
  func testTheLastKindHasTheLastText() {
    let last = BodyProblem.Kind.multipartNameMissing
    XCTAssertNil(BodyProblem.Kind(rawValue: last.rawValue + 1))
    let sink = RecordingSink()
    let body = Array("--BB\r\nContent-Disposition: form-data\r\n\r\n".utf8)
    let type = Array("multipart/form-data; boundary=BB".utf8)
    let report = MultipartParser.parse(body.span, contentType: type.span, limits: BodyLimits(), sink)
    XCTAssertEqual(report.problem?.kind, last)
    XCTAssertEqual(
      report.problem.map(message),
      "problem \"Multipart parsing error: Multipart: Content-Disposition header missing name field.\"")
  }
}
