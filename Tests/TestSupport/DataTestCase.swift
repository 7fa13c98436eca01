public import Foundation
public import XCTest

/// A suite that needs something which is not in the repository.
///
/// Where that is absent its tests are skipped, and one line says what was left out and how many cases did not run.
/// Where the environment says `CI=true`, what is absent is a failure.
open class DataTestCase: XCTestCase {
  /// How many cases of what the suite runs.
  public struct Cases: CustomStringConvertible {
    public let count: Int
    public let name: String

    public init(_ count: Int, _ name: String) {
      self.count = count
      self.name = name
    }

    public var description: String { "\(count) \(name)" }
  }

  /// What is missing, and how to get it.
  public struct Missing: Error, CustomStringConvertible {
    public let description: String
  }

  open class var cases: Cases { preconditionFailure("\(self) does not say how many cases it has") }

  /// What the suite needs and does not find, and how to get it; `nil` if everything is there.
  open class var missing: String? { nil }

  open override class func setUp() {
    if let missing { print("left out: \(String(reflecting: self)): \(cases) did not run: \(missing)") }
  }

  open override func setUpWithError() throws {
    guard let missing = Self.missing else { return }
    if ProcessInfo.processInfo.environment["CI"] == "true" { throw Missing(description: missing) }
    throw XCTSkip(missing)
  }
}

/// The root of the checkout.
public let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
