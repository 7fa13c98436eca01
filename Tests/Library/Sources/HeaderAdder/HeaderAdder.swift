import ProxyWasm

// What the host calls, by the ABI's names. This filter remembers nothing of a stream, so that it needs no contexts.

@_expose(wasm, "proxy_abi_version_0_2_1") @c(proxy_abi_version_0_2_1)
public func proxyABIVersion() {}

@_expose(wasm, "proxy_on_memory_allocate") @c(proxy_on_memory_allocate)
public func proxyOnMemoryAllocate(_ count: Int) -> UnsafeMutableRawPointer? { HostBytes.allocate(count) }

@_expose(wasm, "proxy_on_context_create") @c(proxy_on_context_create)
public func proxyOnContextCreate(_ context: UInt32, _ parent: UInt32) {}

@_expose(wasm, "proxy_on_configure") @c(proxy_on_configure)
public func proxyOnConfigure(_ root: UInt32, _ configurationCount: Int) -> Int32 { 1 }

@_expose(wasm, "proxy_on_response_headers") @c(proxy_on_response_headers)
public func proxyOnResponseHeaders(_ context: UInt32, _ count: UInt32, _ endOfStream: Int32) -> Int32 {
  do throws(HostStatus) {
    try HeaderMap.responseHeaders.add(Array("x-inspected-by".utf8).span, Array("a small filter".utf8).span)
  } catch {
    HostLog.write(.warn, "the header could not be added")
  }
  return HeadersAction.proceed.rawValue
}
