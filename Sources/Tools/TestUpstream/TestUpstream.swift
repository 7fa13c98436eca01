import ArgumentParser
import NIOHTTP1
import NIOPosix

/// `test-upstream`: the server behind the proxy in tests and measurements; listens on 127.0.0.1 and nowhere else.
///
/// It answers like the backend of the Core Rule Set's regression tests (see `ReflectBackend`), `/large/N` with N bytes,
/// and tells at `/__seen` which requests reached it.
@main
struct TestUpstream: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-upstream", abstract: "Serves HTTP/1.1 on 127.0.0.1 for tests; prints the port it took.")

  @Option(help: "The port; 0 takes a free one.")
  var port = 0

  @Flag(help: "Keeps the requests it receives, for GET /__seen; DELETE /__seen forgets them.")
  var record = false

  func run() async throws {
    // One thread: requests are recorded in the order of their ends, and a proxy on the same machine keeps its core.
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let seen = record ? SeenRequests() : nil
    let server = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: true)
          try channel.pipeline.syncOperations.addHandler(UpstreamHandler(seen))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    print("listening on 127.0.0.1:\(server.localAddress?.port ?? 0)")
    flushOutput()
    try await server.closeFuture.get()
  }
}
