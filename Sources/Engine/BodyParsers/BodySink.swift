/// Where body parsers deliver what they find.
///
/// A class, so that parsers need neither generics nor existentials. Spans are valid during the call only.
open class BodySink {
  public init() {}
  /// A form field, a JSON value (`json.a.0`), a multipart field.
  ///
  /// - Returns: `false` when the argument was refused because there are too many (SecArgumentsLimit): those after it
  ///   would be too.
  open func argument(name: Span<UInt8>, value: Span<UInt8>) -> Bool { true }
  /// The name of a JSON array or empty object (`json.a`), which is no argument but may be looked at as a name.
  open func argumentName(_ name: Span<UInt8>) {}
  /// A multipart file: its field name, the file name the client gave, its content.
  open func file(name: Span<UInt8>, fileName: Span<UInt8>, content: Span<UInt8>) {}
  /// One header line of a multipart part.
  open func partHeader(partName: Span<UInt8>, line: Span<UInt8>) {}
  /// A multipart part, once, before its headers and content: its name, and its file name if it has that parameter,
  /// be it empty (`MULTIPART_NAME`, `MULTIPART_FILENAME`).
  open func part(name: Span<UInt8>, fileName: Span<UInt8>, hasFileName: Bool) {}
  /// The name `filename*` gives a part whose `filename` says another: to some servers it is the file's.
  open func otherFileName(name: Span<UInt8>, fileName: Span<UInt8>) {}
  /// The charset and the language `filename*` gives the name of a part's file, as written.
  open func fileNameEncoding(partName: Span<UInt8>, charset: Span<UInt8>, language: Span<UInt8>) {}
  /// The text of an XML element up to the next tag, and the path of its element (`/a/b`).
  ///
  /// The path is empty for what the internal subset of a document type declares: the literal values of entities and
  /// the defaults of attributes. They are shown because nothing in the document is expanded.
  open func xmlText(path: Span<UInt8>, text: Span<UInt8>) {}
  /// An XML attribute's value, and its path (`/a/b/@c`).
  open func xmlAttribute(path: Span<UInt8>, value: Span<UInt8>) {}
  /// The value of `xmlns` or `xmlns:…`: to XPath, and so to `//@*`, that is no attribute.
  open func xmlNamespace(path: Span<UInt8>, value: Span<UInt8>) {}
}

/// What parsers may use at most.
public struct BodyLimits: Sendable {
  public var jsonDepth = 1024
  public var xmlDepth = 512
  public var uploadFiles = 100
  /// A part's header line, in bytes.
  public var partHeaderBytes = 1024
  /// Body without files, in bytes (SecRequestBodyNoFilesLimit): a longer one is read, and is a problem.
  public var noFilesBytes = 131_072
  /// How much of a body is read that is in no file, in bytes; more is a problem whatever `noFilesBytes` says. Rules may
  /// ask for twenty transformed copies of it.
  public var readBytes = 16_777_216
  /// Header lines of one part.
  public var partHeaders = 64
  /// Attributes of one XML element.
  public var xmlAttributes = 256
  /// Values delivered for one body beside its arguments and files, all together: texts, attributes, namespaces and
  /// declared literals of XML, names of JSON containers, parts and part headers of multipart. A value may take a byte
  /// or two of the body, and a hundred in memory.
  public var values = 20_000
  /// Names and paths delivered for one JSON, XML or multipart body, in bytes, all together: a long key over many small
  /// values would otherwise make of a body many times its size. Eight times the body, and 32 KiB, is less for all but
  /// long ones: `DeliveryBudget`.
  public var nameBytes = 4_194_304
  /// Whether there was more of the body than was kept (SecRequestBodyLimitAction ProcessPartial): its end is ours then,
  /// and no problem.
  public var isCut = false
  public init() {}

  /// How long a body without files may be without being a problem.
  package var longestWithoutFiles: Int { min(noFilesBytes, readBytes) }

  func fault(bytesWithoutFiles count: Int) -> BodyFault? {
    count > longestWithoutFiles ? BodyFault(.noFilesLimit, at: longestWithoutFiles) : nil
  }
}
