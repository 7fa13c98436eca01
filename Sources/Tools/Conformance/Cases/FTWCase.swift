/// One test of a go-ftw file: requests sent one after the other, each with what it must lead to.
public struct FTWCase: Sendable {
  /// `942100-3`: the rule and the number of the test.
  public var id: String
  /// The path of its file.
  public var file: String
  public var stages: [FTWStage]
  /// Why the test cannot be run as it is written; it fails then.
  public var problem: String?

  public init(id: String, file: String, stages: [FTWStage]) {
    self.id = id
    self.file = file
    self.stages = stages
  }
}

/// A request and the checks made on what came of it.
public struct FTWStage: Sendable {
  public var input = FTWInput()
  public var output = FTWOutput()
  public init() {}
}

/// What go-ftw builds the request from; names are those of its YAML.
public struct FTWInput: Sendable {
  public var method = "GET"
  public var uri = "/"
  public var version = "HTTP/1.1"
  /// As written; the order of sending is that of their names' bytes.
  public var headers: [(name: String, value: String)] = []
  /// The body, a template.
  public var data = ""
  /// Whether Content-Type, Connection and Content-Length are added and form data is escaped.
  public var autocompleteHeaders = true
  /// The whole request, to be sent as it is.
  public var encodedRequest: [UInt8]?
}

/// What must be true after the request; a check that is absent always holds.
public struct FTWOutput: Sendable {
  /// One of these must be the status of the response.
  public var statuses: [Int] = []
  /// Whether the connection must fail, or must not.
  public var expectsError: Bool?
  public var retryOnce = false
  public var expectedIDs: [Int64] = []
  public var forbiddenIDs: [Int64] = []
  public var expectedPattern: String?
  public var forbiddenPattern: String?
}
