import TestSupport
import XCTest

final class BodyVectorTests: XCTestCase {
  func testEveryVectorDeliversAndReportsWhatItSays() throws {
    let vectors = try BodyVector.all()
    for vector in vectors {
      XCTAssertEqual(vector.run(), vector.expected, "\(vector.place): \(vector.name)")
    }
  }

  func testEveryFileOfVectorsIsRun() throws {
    XCTAssertEqual(try VectorFile.names(in: "bodies"), BodyVector.processors)
    for processor in BodyVector.processors {
      XCTAssertFalse(try BodyVector.load(processor).isEmpty, processor)
    }
  }
}
