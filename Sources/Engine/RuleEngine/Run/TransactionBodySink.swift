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

  /// Puts a copy of both texts into a list, unless that is more than the transaction may hold.
  private func add(_ list: List, _ key: Span<UInt8>, _ value: Span<UInt8>) {
    guard transaction.mayTake(work: key.count + value.count, memory: key.count + value.count) else { return }
    transaction.data.append(list, key: transaction.arena.copy(key), value: transaction.arena.copy(value))
  }

  override func argument(name: Span<UInt8>, value: Span<UInt8>) -> Bool {
    guard takesArgument() else { return false }
    add(body.arguments, name, value)
    return !transaction.isStopped
  }

  override func argumentName(_ name: Span<UInt8>) {
    guard transaction.mayTake(work: name.count, memory: name.count) else { return }
    let name = transaction.arena.copy(name)
    transaction.data.append(.argumentContainers, key: name, value: name)
  }

  override func file(name: Span<UInt8>, fileName: Span<UInt8>, content: Span<UInt8>) {
    guard transaction.mayTake(work: name.count + fileName.count, memory: name.count + fileName.count) else { return }
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

  override func partHeader(partName: Span<UInt8>, line: Span<UInt8>) { add(.partHeaders, partName, line) }

  override func part(name: Span<UInt8>, fileName: Span<UInt8>, hasFileName: Bool) {
    add(.partNames, name, ByteSlice.empty.span)
    if hasFileName { add(.partFileNames, fileName, ByteSlice.empty.span) }
  }

  override func otherFileName(name: Span<UInt8>, fileName: Span<UInt8>) {
    add(.files, name, fileName)
    add(.partFileNames, fileName, ByteSlice.empty.span)
  }

  override func fileNameEncoding(partName: Span<UInt8>, charset: Span<UInt8>, language: Span<UInt8>) {
    let key = transaction.arena.copy(partName)
    transaction.data.append(.partFileNameCharsets, key: key, value: transaction.arena.copy(charset))
    transaction.data.append(.partFileNameLanguages, key: key, value: transaction.arena.copy(language))
  }

  override func xmlText(path: Span<UInt8>, text: Span<UInt8>) {
    if transaction.settings.xmlArguments != .off { addXMLArgument(path, text) }
    if transaction.settings.xmlArguments == .only || transaction.isStopped { return }
    xmlText.append(text)
    add(body.elements, path, text)
  }

  override func xmlAttribute(path: Span<UInt8>, value: Span<UInt8>) {
    if transaction.settings.xmlArguments != .only { add(body.attributes, path, value) }
  }

  override func xmlNamespace(path: Span<UInt8>, value: Span<UInt8>) {
    if transaction.settings.xmlArguments != .only { add(body.namespaces, path, value) }
  }

  /// `xml.root.child`, as SecParseXmlIntoArgs names it.
  private func addXMLArgument(_ path: Span<UInt8>, _ value: Span<UInt8>) {
    guard takesArgument() else { return }
    var name = [UInt8]("xml")
    for index in 0..<path.count { name.append(path[index] == UInt8(ascii: "/") ? UInt8(ascii: ".") : path[index]) }
    add(body.arguments, name.span, value)
  }

  /// Whether SecArgumentsLimit allows one more argument. If not, the body counts as faulty (REQBODY_ERROR), even if the
  /// argument stood in the query: no rule sees that argument, and a rule that counts ARGS compares with a number of its
  /// own, not with this limit.
  ///
  /// ARGS_GET and ARGS_POST share one budget; arguments of a response have another.
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
