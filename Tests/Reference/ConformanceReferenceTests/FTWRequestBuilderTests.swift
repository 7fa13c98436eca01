import Conformance
import Foundation
import ReferenceSupport
import TestSupport
import XCTest

final class FTWRequestBuilderTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/regression-tests", "crs/recorded"] }
  override class var cases: Cases { Cases(3_243, "requests") }

  func testEveryStageIsSentAsRecorded() throws {
    var recorded: [String: Data] = [:]
    for line in try SharedData.jsonLines("crs/recorded/wire-dev.jsonl") {
      let stage = try XCTUnwrap(RecordedStage(line))
      recorded[stage.name] = Data(base64Encoded: try XCTUnwrap(line["wire"] as? String))
    }
    let cases = try FTWReader().cases(at: SharedData.root.appendingPathComponent("crs/regression-tests").path)
    for item in cases {
      for (index, stage) in item.stages.enumerated() {
        let name = RecordedStage.name(item.id, index)
        XCTAssertEqual(recorded.removeValue(forKey: name), Data(FTWRequestBuilder().bytes(for: stage.input)), name)
      }
    }
    XCTAssertEqual(recorded.keys.sorted(), [], "stages without a test")
  }
}

/// Which stage a line of the recorded data is about.
struct RecordedStage {
  let name: String

  init?(_ line: [String: Any]) {
    guard let id = line["id"] as? String, let stage = line["stage"] as? Int else { return nil }
    name = Self.name(id, stage)
  }

  static func name(_ id: String, _ stage: Int) -> String { "\(id) stage \(stage)" }
}
