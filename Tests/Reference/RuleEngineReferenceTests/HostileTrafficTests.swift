import ReferenceSupport
import TestSupport
import XCTest

@testable import RuleEngineTests

/// Traffic made to break a parser or an engine, against the whole Core Rule Set.
final class HostileTrafficTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0"] }
  override class var cases: Cases { Cases(6, "tests") }

  private lazy var traffic = HostileTraffic(
    makeRunner: { try RuleRunner.coreRuleSet($0) }, injection: 942_000..<943_000, protocolViolation: 920_000..<921_000,
    rounds: sampleSize(40, inDebug: 2, of: "random exchanges"))

  func testTenThousandArgumentsAreRefused() throws { try traffic.tenThousandArgumentsAreRefused() }

  func testDeepJSONIsReadAndTooDeepJSONIsRefused() throws { try traffic.deepJSONIsReadAndTooDeepJSONIsRefused() }

  func testAMultipartBodyThatIsCutOffAnywhereIsRefused() throws {
    try traffic.aMultipartBodyThatIsCutOffAnywhereIsRefused()
  }

  func testNULsAndInvalidUTF8AreValuesLikeOthers() throws { try traffic.nulsAndInvalidUTF8AreValuesLikeOthers() }

  func testHugeHeadersAndManyHeadersHaveAResult() throws { try traffic.hugeHeadersAndManyHeadersHaveAResult() }

  func testRandomExchangesEndTheSameWithEverySwitch() throws { try traffic.randomExchangesEndTheSameWithEverySwitch() }
}
