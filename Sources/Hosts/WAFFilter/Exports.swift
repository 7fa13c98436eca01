import ProxyWasm

// The functions the host calls, by the ABI's names: C in, nothing else. A context the host never created gets the
// answer "go on": there is nothing the filter could know about it.

@_expose(wasm, "proxy_abi_version_0_2_1") @c(proxy_abi_version_0_2_1)
public func proxyABIVersion() {}

@_expose(wasm, "proxy_on_memory_allocate") @c(proxy_on_memory_allocate)
public func proxyOnMemoryAllocate(_ count: Int) -> UnsafeMutableRawPointer? { HostBytes.allocate(count) }

@_expose(wasm, "proxy_on_context_create") @c(proxy_on_context_create)
public func proxyOnContextCreate(_ context: UInt32, _ parent: UInt32) {
  VirtualMachine.current.createContext(context, parent: parent)
}

@_expose(wasm, "proxy_on_vm_start") @c(proxy_on_vm_start)
public func proxyOnVMStart(_ root: UInt32, _ configurationCount: Int) -> Int32 { 1 }

@_expose(wasm, "proxy_on_configure") @c(proxy_on_configure)
public func proxyOnConfigure(_ root: UInt32, _ configurationCount: Int) -> Int32 {
  guard let root = VirtualMachine.current.root(root) else { return 0 }
  return root.configure(configurationCount) ? 1 : 0
}

/// Both kinds of action say "go on" with 0.
private func onStream(_ context: UInt32, _ callback: (StreamContext) -> Int32) -> Int32 {
  guard let stream = VirtualMachine.current.stream(context) else { return 0 }
  stream.setLimits()
  return stream.timed { callback(stream) }
}

@_expose(wasm, "proxy_on_request_headers") @c(proxy_on_request_headers)
public func proxyOnRequestHeaders(_ context: UInt32, _ count: UInt32, _ endOfStream: Int32) -> Int32 {
  onStream(context) { $0.onRequestHeaders(endOfStream: endOfStream != 0).rawValue }
}

@_expose(wasm, "proxy_on_request_body") @c(proxy_on_request_body)
public func proxyOnRequestBody(_ context: UInt32, _ count: Int, _ endOfStream: Int32) -> Int32 {
  onStream(context) { $0.onRequestBody(count, endOfStream: endOfStream != 0).rawValue }
}

@_expose(wasm, "proxy_on_request_trailers") @c(proxy_on_request_trailers)
public func proxyOnRequestTrailers(_ context: UInt32, _ count: UInt32) -> Int32 {
  onStream(context) { $0.onRequestTrailers().rawValue }
}

@_expose(wasm, "proxy_on_response_headers") @c(proxy_on_response_headers)
public func proxyOnResponseHeaders(_ context: UInt32, _ count: UInt32, _ endOfStream: Int32) -> Int32 {
  onStream(context) { $0.onResponseHeaders(endOfStream: endOfStream != 0).rawValue }
}

@_expose(wasm, "proxy_on_response_body") @c(proxy_on_response_body)
public func proxyOnResponseBody(_ context: UInt32, _ count: Int, _ endOfStream: Int32) -> Int32 {
  onStream(context) { $0.onResponseBody(count, endOfStream: endOfStream != 0).rawValue }
}

@_expose(wasm, "proxy_on_response_trailers") @c(proxy_on_response_trailers)
public func proxyOnResponseTrailers(_ context: UInt32, _ count: UInt32) -> Int32 {
  onStream(context) { $0.onResponseTrailers().rawValue }
}

@_expose(wasm, "proxy_on_done") @c(proxy_on_done)
public func proxyOnDone(_ context: UInt32) -> Int32 { 1 }

@_expose(wasm, "proxy_on_log") @c(proxy_on_log)
public func proxyOnLog(_ context: UInt32) { VirtualMachine.current.stream(context)?.onLog() }

@_expose(wasm, "proxy_on_delete") @c(proxy_on_delete)
public func proxyOnDelete(_ context: UInt32) { VirtualMachine.current.delete(context) }
