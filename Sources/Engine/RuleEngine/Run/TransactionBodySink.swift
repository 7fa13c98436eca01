import BodyParsers
import Bytes

/// Where what a body holds goes.
struct BodyDestination {
  var arguments: List
  var elements = List.xmlElements
  var attributes = List.xmlAttributes
  var namespaces = List.xmlNamespaces
  var text = Scalar.xmlText
  var error = Scalar.bodyError
  var message = Scalar.bodyErrorMessage

  static let query = BodyDestination(arguments: .argumentsGet)
  static let request = BodyDestination(arguments: .argumentsPost)
  static let response = BodyDestination(
    arguments: .responseArguments, elements: .responseXMLElements, attributes: .responseXMLAttributes,
    namespaces: .responseXMLNamespaces, text: .responseXMLText, error: .responseBodyError,
    message: .responseBodyErrorMessage)
}

/// Puts what a body parser finds into the transaction.
final class TransactionBodySink: BodySink {
  private unowned(unsafe) let transaction: Transaction
  private let body: BodyDestination
  /// All element texts, one after the other.
  private(set) var xmlText: [UInt8] = []
  private(set) var fileBytes = 0

  init(_ transaction: Transaction, _ body: BodyDestination) {
    self.transaction = transaction
    self.body = body
    super.init()
  }

  override func argument(name: Span<UInt8>, value: Span<UInt8>) -> Bool {
    guard takesArgument() else { return false }
    transaction.data.append(body.arguments, key: transaction.arena.copy(name), value: transaction.arena.copy(value))
    return true
  }

  override func argumentName(_ name: Span<UInt8>) {
    let name = transaction.arena.copy(name)
    transaction.data.append(.argumentContainers, key: name, value: name)
  }

  override func file(name: Span<UInt8>, fileName: Span<UInt8>, content: Span<UInt8>) {
    let key = transaction.arena.copy(name)
    transaction.data.append(.files, key: key, value: transaction.arena.copy(fileName))
    transaction.data.append(.fileSizes, key: key, value: transaction.decimal(content.count))
    // The body outlives every rule that can ask, so the content is not copied.
    content.withUnsafeBufferPointer { buffer in
      let slice = ByteSlice(start: buffer.baseAddress, count: buffer.count)
      transaction.data.append(.fileContents, key: key, value: slice)
    }
    fileBytes += content.count
  }

  override func partHeader(partName: Span<UInt8>, line: Span<UInt8>) {
    transaction.data.append(
      .partHeaders, key: transaction.arena.copy(partName), value: transaction.arena.copy(line))
  }

  override func part(name: Span<UInt8>, fileName: Span<UInt8>, hasFileName: Bool) {
    transaction.data.append(.partNames, key: transaction.arena.copy(name), value: .empty)
    if hasFileName { transaction.data.append(.partFileNames, key: transaction.arena.copy(fileName), value: .empty) }
  }

  override func otherFileName(name: Span<UInt8>, fileName: Span<UInt8>) {
    let fileName = transaction.arena.copy(fileName)
    transaction.data.append(.files, key: transaction.arena.copy(name), value: fileName)
    transaction.data.append(.partFileNames, key: fileName, value: .empty)
  }

  override func fileNameEncoding(partName: Span<UInt8>, charset: Span<UInt8>, language: Span<UInt8>) {
    let key = transaction.arena.copy(partName)
    transaction.data.append(.partFileNameCharsets, key: key, value: transaction.arena.copy(charset))
    transaction.data.append(.partFileNameLanguages, key: key, value: transaction.arena.copy(language))
  }

  override func xmlText(path: Span<UInt8>, text: Span<UInt8>) {
    let value = transaction.arena.copy(text)
    if transaction.settings.xmlArguments != .off { addXMLArgument(path, value) }
    if transaction.settings.xmlArguments == .only { return }
    xmlText.append(text)
    transaction.data.append(body.elements, key: transaction.arena.copy(path), value: value)
  }

  override func xmlAttribute(path: Span<UInt8>, value: Span<UInt8>) {
    if transaction.settings.xmlArguments == .only { return }
    transaction.data.append(body.attributes, key: transaction.arena.copy(path), value: transaction.arena.copy(value))
  }

  override func xmlNamespace(path: Span<UInt8>, value: Span<UInt8>) {
    if transaction.settings.xmlArguments == .only { return }
    transaction.data.append(body.namespaces, key: transaction.arena.copy(path), value: transaction.arena.copy(value))
  }

  /// `xml.root.child`, as SecParseXmlIntoArgs names it.
  private func addXMLArgument(_ path: Span<UInt8>, _ value: ByteSlice) {
    guard takesArgument() else { return }
    var name = [UInt8]("xml")
    for index in 0..<path.count { name.append(path[index] == UInt8(ascii: "/") ? UInt8(ascii: ".") : path[index]) }
    transaction.data.append(body.arguments, key: transaction.arena.copy(name), value: value)
  }

  /// Whether SecArgumentsLimit allows one more. One it does not is an error of the body, be it of the query: no rule
  /// sees it, and a rule that counts ARGS knows its own limit alone.
  ///
  /// ARGS has one budget for both of its lists; what the upstream sends has one of its own.
  private func takesArgument() -> Bool {
    let count =
      body.arguments == .responseArguments
      ? transaction.data.list(.responseArguments).count : transaction.argumentCount
    if count < transaction.settings.argumentLimit { return true }
    transaction.data[body.error] = ByteSlice("1")
    transaction.data[body.message] = ByteSlice("There are more arguments than SecArgumentsLimit allows.")
    return false
  }
}
