import BodyParsers
import Bytes
import Foundation
import ReferenceSupport
import TestSupport
import XCTest

@testable import BodyParsersTests

/// The bodies of CRS's regression tests as sent, against what the reference engines logged of rules 200002–200004.
final class RecordedStageTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/recorded"] }
  override class var cases: Cases { Cases(0, "bodies") }

  private struct Stage {
    var id: String
    var contentType: [UInt8]
    var body: [UInt8]
    var logged: Set<Int>
  }

  private func stages() throws -> [Stage] {
    let logged = try SharedData.jsonLines("crs/recorded/oracle-dev.jsonl").map { line -> Set<Int> in
      let httpd = try XCTUnwrap(line["modsec2_httpd"] as? [String: Any])
      return Set(try XCTUnwrap(httpd["ids"] as? [Int])).intersection([200002, 200003, 200004])
    }
    let wires = try SharedData.jsonLines("crs/recorded/wire-dev.jsonl")
    XCTAssertEqual(wires.count, logged.count)
    return try zip(wires, logged).compactMap { line, logged in
      let wire = try XCTUnwrap(Data(base64Encoded: try XCTUnwrap(line["wire"] as? String)))
      guard let headEnd = wire.range(of: Data("\r\n\r\n".utf8)) else { return nil }
      let head = String(decoding: wire[..<headEnd.lowerBound], as: UTF8.self)
      let types = head.components(separatedBy: "\r\n").filter { $0.lowercased().hasPrefix("content-type:") }
      guard let type = types.first else { return nil }
      let value = type.dropFirst("content-type:".count).drop { $0 == " " }
      return Stage(
        id: try XCTUnwrap(line["id"] as? String), contentType: Array(value.utf8),
        body: [UInt8](wire[headEnd.upperBound...]),
        logged: logged)
    }
  }

  func testProblemsAndStrictErrorsAreThoseTheReferenceLogged() throws {
    let exceptions = try Exceptions(in: "bodies-exceptions.txt")
    var counts = ["multipart": 0, "json": 0, "xml": 0]
    for stage in try stages() {
      let type = String(decoding: stage.contentType, as: UTF8.self).lowercased()
      var found: Set<Int> = []
      var text: [UInt8] = []
      if type.hasPrefix("multipart/form-data") {
        counts["multipart"]! += 1
        let report = MultipartParser.parse(
          stage.body.span, contentType: stage.contentType.span, limits: BodyLimits(), RecordingSink())
        if let problem = report.problem {
          found.insert(200002)
          problem.message(into: &text)
        }
        if report.strictError { found.insert(200003) }
        if report.unmatchedBoundary == 1 { found.insert(200004) }
      } else if type.hasPrefix("application/json") {
        counts["json"]! += 1
        do { try JSONParser.parse(stage.body.span, limits: BodyLimits(), RecordingSink()) } catch {
          found.insert(200002)
          error.message(into: &text)
        }
      } else if ["text/xml", "application/xml", "application/soap+xml"].contains(where: type.hasPrefix) {
        counts["xml"]! += 1
        do { try XMLParser.parse(stage.body.span, limits: BodyLimits(), RecordingSink()) } catch {
          found.insert(200002)
          error.message(into: &text)
        }
      } else {
        continue
      }
      if found == stage.logged
        || exceptions.covers(([stage.id] + found.sorted().map(String.init)).joined(separator: " "))
      {
        continue
      }
      XCTFail("\(stage.id): \(found.sorted()), not \(stage.logged): \(String(decoding: text, as: UTF8.self))")
    }
    exceptions.assertAllUsed()
    XCTAssertFalse(counts.values.contains(0), "\(counts)")
  }
}
