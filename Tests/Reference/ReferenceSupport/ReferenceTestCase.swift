public import TestSupport

/// A suite that compares with the reference data.
open class ReferenceTestCase: DataTestCase {
  /// The files and folders it reads, below `SharedData.root`.
  open class var needs: [String] { preconditionFailure("\(self) does not say what it needs") }

  open override class var missing: String? {
    needs.first { !SharedData.has($0) }.map { "the reference data lacks \($0) (scripts/fetch-reference)" }
  }
}
