import Foundation
import RuleEngine
import TestSupport
import XCTest

final class WallClockTests: XCTestCase {
  func testDatesAreThoseOfTheCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try XCTUnwrap(TimeZone(secondsFromGMT: 0))
    var random = Random(seed: 1)
    // From 1901 to 2199, and the edges of leap years and centuries.
    var moments: [Int64] = [0, -1, 951_782_399, 951_782_400, 951_868_800, 4_107_542_399, 4_107_542_400, -2_203_891_200]
    for _ in 0..<2_000 { moments.append(Int64(random.below(9_400_000_000)) - 2_170_000_000) }
    for seconds in moments {
      let civil = WallClock(unixNanoseconds: seconds * 1_000_000_000).civil
      let date = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second, .weekday], from: Date(timeIntervalSince1970: Double(seconds)))
      XCTAssertEqual(
        [civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second, civil.weekday],
        [date.year, date.month, date.day, date.hour, date.minute, date.second, (date.weekday ?? 0) - 1], "\(seconds)")
    }
  }

  func testAFractionOfASecondBelongsToTheSecondItFallsIn() {
    XCTAssertEqual(WallClock(unixNanoseconds: 1_999_999_999).unixSeconds, 1)
    XCTAssertEqual(WallClock(unixNanoseconds: 1_999_999_999).civil.second, 1)
  }
}
