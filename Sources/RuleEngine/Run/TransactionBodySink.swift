import BodyParsers
import Bytes

/// Puts what a body parser finds into the transaction.
final class TransactionBodySink: BodySink {
  private unowned(unsafe) let transaction: Transaction
  private let list: List
  /// All element texts, one after the other.
  private(set) var xmlText: [UInt8] = []
  private(set) var fileBytes = 0

  init(_ transaction: Transaction, _ list: List) {
    self.transaction = transaction
    self.list = list
    super.init()
  }

  override func argument(name: Span<UInt8>, value: Span<UInt8>) -> Bool {
    guard transaction.argumentCount < transaction.settings.argumentLimit else { return false }
    transaction.data.append(list, key: transaction.arena.copy(name), value: transaction.arena.copy(value))
    return true
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

  override func xmlText(path: Span<UInt8>, text: Span<UInt8>) {
    xmlText.append(text)
    let value = transaction.arena.copy(text)
    transaction.data.append(.xmlElements, key: transaction.arena.copy(path), value: value)
    if transaction.settings.parsesXMLIntoArguments { addXMLArgument(path, value) }
  }

  override func xmlAttribute(path: Span<UInt8>, value: Span<UInt8>) {
    transaction.data.append(.xmlAttributes, key: transaction.arena.copy(path), value: transaction.arena.copy(value))
  }

  /// `xml.root.child`, as SecParseXmlIntoArgs names it.
  private func addXMLArgument(_ path: Span<UInt8>, _ value: ByteSlice) {
    guard transaction.argumentCount < transaction.settings.argumentLimit else { return }
    var name = [UInt8]("xml")
    for index in 0..<path.count { name.append(path[index] == UInt8(ascii: "/") ? UInt8(ascii: ".") : path[index]) }
    transaction.data.append(list, key: transaction.arena.copy(name), value: value)
  }
}
