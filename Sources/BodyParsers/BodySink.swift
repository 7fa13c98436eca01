public import Bytes

/// Where body parsers deliver what they find.
///
/// A class, so that parsers need neither generics nor existentials. Spans are valid during the call only.
open class BodySink {
  public init() {}
  /// A form field, a JSON value (`json.a.0`), a multipart field. Returns `false` to stop: the argument limit was hit.
  open func argument(name: Span<UInt8>, value: Span<UInt8>) -> Bool { true }
  /// A multipart file: its field name, the file name the client gave, its content.
  open func file(name: Span<UInt8>, fileName: Span<UInt8>, content: Span<UInt8>) {}
  /// One header line of a multipart part.
  open func partHeader(partName: Span<UInt8>, line: Span<UInt8>) {}
  /// The text of an XML element, and the path of its element (`/a/b`).
  open func xmlText(path: Span<UInt8>, text: Span<UInt8>) {}
  /// An XML attribute's value, and its path (`/a/b/@c`).
  open func xmlAttribute(path: Span<UInt8>, value: Span<UInt8>) {}
}

/// What parsers may use at most.
public struct BodyLimits: Sendable {
  public var jsonDepth = 1024
  public var xmlDepth = 512
  public var arguments = 1000
  public var uploadFiles = 100
  /// A part's header line, in bytes.
  public var partHeaderBytes = 1024
  /// Body without files, in bytes (SecRequestBodyNoFilesLimit).
  public var noFilesBytes = 131_072
  public init() {}
}
