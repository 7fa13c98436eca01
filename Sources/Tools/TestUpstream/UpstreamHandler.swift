import Conformance
import NIOCore
import NIOHTTP1

/// Reads one request after the other from a connection and answers each when it is complete.
final class UpstreamHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let backend = ReflectBackend()
  private let seen: SeenRequests?
  private var request = HTTPRequest()
  private var keepsAlive = true

  init(_ seen: SeenRequests?) { self.seen = seen }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      keepsAlive = head.isKeepAlive
      request = HTTPRequest()
      request.method = [UInt8](head.method.rawValue.utf8)
      request.target = [UInt8](head.uri.utf8)
      request.version = [UInt8]("HTTP/\(head.version.major).\(head.version.minor)".utf8)
      request.headers = head.headers.map { ([UInt8]($0.name.utf8), [UInt8]($0.value.utf8)) }
    case .body(let chunk): request.body.append(contentsOf: chunk.readableBytesView)
    case .end: send(answer(), context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A proxy that resets its connection is what some tests are about.
    context.close(promise: nil)
  }

  private func answer() -> HTTPResponse {
    let path = String(decoding: request.target, as: UTF8.self)
    if path == "/__seen" {
      var response = HTTPResponse()
      if request.method.elementsEqual("DELETE".utf8) { seen?.forget() }
      response.headers = [("Content-Type", "application/json")]
      response.body = (try? seen?.json()) ?? [UInt8]("[]".utf8)
      response.headers.append(("Content-Length", String(response.body.count)))
      return response
    }
    seen?.add(request)
    if path.hasPrefix("/large/"), let count = Int(path.dropFirst(7)), (0...100_000_000).contains(count) {
      var response = HTTPResponse()
      response.body = [UInt8](repeating: UInt8(ascii: "x"), count: count)
      response.headers = [("Content-Type", "text/plain"), ("Content-Length", String(count))]
      return response
    }
    return backend.answer(request)
  }

  private func send(_ response: HTTPResponse, _ context: ChannelHandlerContext) {
    var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: response.status))
    for header in response.headers { head.headers.add(name: header.name, value: header.value) }
    if !keepsAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if !request.method.elementsEqual("HEAD".utf8) && !response.body.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
    }
    let sent = context.eventLoop.makePromise(of: Void.self)
    if !keepsAlive {
      sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
  }
}
