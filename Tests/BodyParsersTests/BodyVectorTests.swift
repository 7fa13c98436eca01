import XCTest

final class BodyVectorTests: XCTestCase {
  func testEveryVectorDeliversAndReportsWhatItSays() throws {
    let vectors = try BodyVector.all()
    for vector in vectors {
      XCTAssertEqual(vector.run(), vector.expected, "\(vector.place): \(vector.name)")
    }
  }

  func testEveryFileOfVectorsIsRun() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: BodyVector.folder.path)
      .filter { $0.hasSuffix(".txt") }.sorted()
    XCTAssertEqual(files, BodyVector.processors.map { "\($0).txt" })
    for processor in BodyVector.processors {
      XCTAssertFalse(try BodyVector.load(processor).isEmpty, processor)
    }
  }
}
