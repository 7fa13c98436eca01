import Bytes
import RuleCompiler
import RuleEngine
import SecLang
import XCTest

/// Rules compiled and run on one request, for what logs say of it.
struct LoggedRun {
  let transaction: Transaction

  init(_ rules: String, uri: String, headers: [(String, String)] = [], body: String = "", method: String = "GET") throws
  {
    var diagnostics = Diagnostics()
    let files = MemorySourceLoader()
    let tree = parse(Source(name: Array("_inline_".utf8), text: Array(rules.utf8)), files, &diagnostics)
    let program = try XCTUnwrap(compile(tree, files, CompilerOptions(), &diagnostics), "the rules do not compile")
    let time = WallClock(unixNanoseconds: 1_795_228_023_744_581_877)
    transaction = Transaction(Engine(program), id: Array("FpryzwaermcvtmUJAsR".utf8).span, time: time)
    transaction.setClient(address: Array("10.1.2.3".utf8).span, port: 1234)
    transaction.setServer(address: Array("10.9.9.9".utf8).span, port: 80)
    transaction.setRequestLine(
      method: Array(method.utf8).span, uri: Array(uri.utf8).span, protocol: Array("HTTP/1.1".utf8).span)
    for (name, value) in headers {
      transaction.addRequestHeader(name: Array(name.utf8).span, value: Array(value.utf8).span)
    }
    _ = transaction.runRequestHeaders()
    _ = transaction.appendRequestBody(Array(body.utf8).span)
    _ = transaction.runRequestBody()
    transaction.runLogging()
  }
}
