/// What reading a multipart body told besides its parts: the `MULTIPART_*` variables.
public struct MultipartReport: Equatable, Sendable {
  /// The boundary in the request's `Content-Type` is in quotes.
  public var boundaryQuoted = false
  /// White space round the `=` of the boundary parameter.
  public var boundaryWhitespace = false
  /// Lines before the first boundary.
  public var dataBefore = false
  /// Lines after the last boundary.
  public var dataAfter = false
  /// A part header goes on over a second line.
  public var headerFolding = false
  /// It does so after white space that is neither blank nor TAB.
  public var invalidHeaderFolding = false
  /// A part whose headers do not end or are written as no client writes them, or whose `Content-Disposition` names a
  /// file twice, differently; a request whose media type is not in lower case.
  public var invalidPart = false
  /// `'` used to quote, or standing in a value that is not quoted.
  public var invalidQuoting = false
  /// A boundary or header line that ends in LF alone.
  public var lfLine = false
  /// Such lines beside others that end in CRLF.
  public var crlfLFLines = false
  /// No `;` before the boundary parameter.
  public var missingSemicolon = false
  /// A part header, or a parameter of its `Content-Disposition`, stands twice.
  public var duplicatePartHeader = false
  /// More files than `BodyLimits.uploadFiles`; those over it were not delivered.
  public var fileLimitExceeded = false
  /// `MULTIPART_UNMATCHED_BOUNDARY`: 1 when there are lines like a boundary and none is ours; 2 when ours was seen, but
  /// not closed, or beside others.
  public var unmatchedBoundary: UInt8 = 0
  /// Why the body could not be read to its end.
  public var problem: BodyProblem?

  public init() {}

  /// `MULTIPART_STRICT_ERROR`: any of the flags, or a problem other than an end that is missing.
  public var strictError: Bool {
    boundaryQuoted || fileLimitExceeded || isReadDifferently || hasErrorInside
  }

  /// Whether another reader may see other parts than we did, from here on.
  var isReadDifferently: Bool {
    boundaryWhitespace || dataBefore || dataAfter || headerFolding || invalidHeaderFolding || invalidPart
      || invalidQuoting || lfLine || missingSemicolon || duplicatePartHeader
  }

  private var hasErrorInside: Bool {
    switch problem?.kind {
    // Recorded: the reference engine counts what it stumbles over on its way, not what is missing at the end.
    case nil, .multipartFinalBoundaryMissing, .multipartNoBoundaries, .noFilesLimit: false
    default: true
    }
  }
}
