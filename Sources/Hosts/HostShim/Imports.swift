import CProxyWasm

// The functions a module imports, defined natively: each notes the call and asks the simulated host.

private enum Status {
  static let ok: Int32 = 0
  static let notFound: Int32 = 1
  static let badArgument: Int32 = 2
  static let casMismatch: Int32 = 8
  static let internalFailure: Int32 = 10
}

private func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
}

private func text(_ start: UnsafePointer<UInt8>?, _ count: Int) -> String {
  String(decoding: bytes(start, count), as: UTF8.self)
}

/// Hands bytes to the module in memory the module allocates, as hosts do.
private func give(
  _ value: [UInt8], _ start: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  guard let memory = proxy_on_memory_allocate(value.count) else { return Status.internalFailure }
  let target = memory.bindMemory(to: UInt8.self, capacity: value.count)
  for index in value.indices { target[index] = value[index] }
  start?.pointee = target
  count?.pointee = value.count
  return Status.ok
}

/// Runs a host call unless it is the one chosen to fail.
private func host(_ call: String, _ body: (SimulatedHost) -> Int32) -> Int32 {
  let host = SimulatedHost.current
  return host.begins(call) ? body(host) : Status.internalFailure
}

@c(proxy_log)
public func hostLog(_ level: Int32, _ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  SimulatedHost.current.logs.append((level, text(start, count)))
  return Status.ok
}

@c(proxy_get_current_time_nanoseconds)
public func hostTime(_ time: UnsafeMutablePointer<UInt64>?) -> Int32 {
  host("get_current_time_nanoseconds") { host in
    time?.pointee = host.unixNanoseconds
    return Status.ok
  }
}

// MARK: Headers

@c(proxy_get_header_map_pairs)
public func hostHeaderPairs(
  _ map: Int32, _ start: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  host("get_header_map_pairs") { host in
    guard let headers = host.headers[map] else { return Status.notFound }
    return give(HeaderMapCodec.encode(headers), start, count)
  }
}

@c(proxy_get_header_map_value)
public func hostHeaderValue(
  _ map: Int32, _ name: UnsafePointer<UInt8>?, _ nameCount: Int,
  _ start: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  host("get_header_map_value") { host in
    let name = bytes(name, nameCount)
    guard let header = host.headers[map]?.first(where: { $0.name == name }) else { return Status.notFound }
    return give(header.value, start, count)
  }
}

@c(proxy_add_header_map_value)
public func hostAddHeader(
  _ map: Int32, _ name: UnsafePointer<UInt8>?, _ nameCount: Int, _ value: UnsafePointer<UInt8>?, _ valueCount: Int
) -> Int32 {
  host("add_header_map_value") { host in
    host.headers[map, default: []].append((bytes(name, nameCount), bytes(value, valueCount)))
    return Status.ok
  }
}

@c(proxy_replace_header_map_value)
public func hostReplaceHeader(
  _ map: Int32, _ name: UnsafePointer<UInt8>?, _ nameCount: Int, _ value: UnsafePointer<UInt8>?, _ valueCount: Int
) -> Int32 {
  host("replace_header_map_value") { host in
    let name = bytes(name, nameCount)
    host.headers[map, default: []].removeAll { $0.name == name }
    host.headers[map, default: []].append((name, bytes(value, valueCount)))
    return Status.ok
  }
}

@c(proxy_remove_header_map_value)
public func hostRemoveHeader(_ map: Int32, _ name: UnsafePointer<UInt8>?, _ nameCount: Int) -> Int32 {
  host("remove_header_map_value") { host in
    let name = bytes(name, nameCount)
    host.headers[map]?.removeAll { $0.name == name }
    return Status.ok
  }
}

// MARK: Buffers

@c(proxy_get_buffer_bytes)
public func hostBufferBytes(
  _ buffer: Int32, _ from: Int, _ max: Int, _ start: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?,
  _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  host("get_buffer_bytes") { host in
    guard let buffer = host.buffers[buffer] else { return Status.notFound }
    return give(Array(buffer.dropFirst(from).prefix(max)), start, count)
  }
}

@c(proxy_set_buffer_bytes)
public func hostSetBuffer(
  _ buffer: Int32, _ from: Int, _ length: Int, _ start: UnsafePointer<UInt8>?, _ count: Int
) -> Int32 {
  host("set_buffer_bytes") { host in
    guard let old = host.buffers[buffer] else { return Status.notFound }
    let new = bytes(start, count)
    // Envoy knows three uses: put before, replace from the front, put behind.
    if from == 0 {
      host.buffers[buffer] = new + old.dropFirst(length)
    } else if from >= old.count {
      host.buffers[buffer] = old + new
    } else {
      return Status.badArgument
    }
    return Status.ok
  }
}

@c(proxy_get_buffer_status)
public func hostBufferStatus(
  _ buffer: Int32, _ count: UnsafeMutablePointer<Int>?, _ flags: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  host("get_buffer_status") { host in
    guard let buffer = host.buffers[buffer] else { return Status.notFound }
    count?.pointee = buffer.count
    flags?.pointee = 0
    return Status.ok
  }
}

// MARK: Streams

@c(proxy_continue_stream)
public func hostContinue(_ stream: Int32) -> Int32 { host("continue_stream") { _ in Status.ok } }

@c(proxy_close_stream)
public func hostClose(_ stream: Int32) -> Int32 {
  host("close_stream") { host in
    host.closedStreams.append(stream)
    return Status.ok
  }
}

@c(proxy_send_local_response)
public func hostLocalResponse(
  _ status: Int32, _ details: UnsafePointer<UInt8>?, _ detailsCount: Int, _ body: UnsafePointer<UInt8>?,
  _ bodyCount: Int, _ headers: UnsafePointer<UInt8>?, _ headersCount: Int, _ grpcStatus: Int32
) -> Int32 {
  host("send_local_response") { host in
    guard let headers = HeaderMapCodec.decode(bytes(headers, headersCount)) else { return Status.badArgument }
    host.localResponse = .init(
      status: Int(status), details: bytes(details, detailsCount), body: bytes(body, bodyCount), headers: headers)
    return Status.ok
  }
}

// MARK: Properties, metrics, shared data

private func path(_ start: UnsafePointer<UInt8>?, _ count: Int) -> String {
  text(start, count).split(separator: "\0").joined(separator: ".")
}

@c(proxy_get_property)
public func hostProperty(
  _ name: UnsafePointer<UInt8>?, _ nameCount: Int, _ start: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?,
  _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  host("get_property") { host in
    guard let value = host.properties[path(name, nameCount)] else { return Status.notFound }
    return give(value, start, count)
  }
}

@c(proxy_set_property)
public func hostSetProperty(
  _ name: UnsafePointer<UInt8>?, _ nameCount: Int, _ value: UnsafePointer<UInt8>?, _ valueCount: Int
) -> Int32 {
  host("set_property") { host in
    host.properties[path(name, nameCount)] = bytes(value, valueCount)
    return Status.ok
  }
}

@c(proxy_define_metric)
public func hostDefineMetric(
  _ kind: Int32, _ name: UnsafePointer<UInt8>?, _ nameCount: Int, _ metric: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  host("define_metric") { host in
    let name = text(name, nameCount)
    let known = host.metrics.firstIndex { $0.name == name }
    if known == nil { host.metrics.append((name, 0)) }
    metric?.pointee = UInt32(known ?? host.metrics.count - 1)
    return Status.ok
  }
}

@c(proxy_increment_metric)
public func hostIncrementMetric(_ metric: UInt32, _ offset: Int64) -> Int32 {
  host("increment_metric") { host in
    guard host.metrics.indices.contains(Int(metric)) else { return Status.notFound }
    host.metrics[Int(metric)].value += offset
    return Status.ok
  }
}

@c(proxy_record_metric)
public func hostRecordMetric(_ metric: UInt32, _ value: UInt64) -> Int32 {
  host("record_metric") { host in
    guard host.metrics.indices.contains(Int(metric)) else { return Status.notFound }
    host.metrics[Int(metric)].value = Int64(clamping: value)
    return Status.ok
  }
}

@c(proxy_get_metric)
public func hostGetMetric(_ metric: UInt32, _ value: UnsafeMutablePointer<UInt64>?) -> Int32 {
  host("get_metric") { host in
    guard host.metrics.indices.contains(Int(metric)) else { return Status.notFound }
    value?.pointee = UInt64(clamping: host.metrics[Int(metric)].value)
    return Status.ok
  }
}

@c(proxy_get_shared_data)
public func hostSharedData(
  _ key: UnsafePointer<UInt8>?, _ keyCount: Int, _ start: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?,
  _ count: UnsafeMutablePointer<Int>?, _ cas: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  host("get_shared_data") { host in
    guard let entry = host.sharedData[bytes(key, keyCount)] else { return Status.notFound }
    cas?.pointee = entry.cas
    return give(entry.value, start, count)
  }
}

@c(proxy_set_shared_data)
public func hostSetSharedData(
  _ key: UnsafePointer<UInt8>?, _ keyCount: Int, _ value: UnsafePointer<UInt8>?, _ valueCount: Int, _ cas: UInt32
) -> Int32 {
  host("set_shared_data") { host in
    let key = bytes(key, keyCount)
    let current = host.sharedData[key]?.cas ?? 0
    if cas != 0 && cas != current { return Status.casMismatch }
    host.sharedData[key] = (bytes(value, valueCount), current + 1)
    return Status.ok
  }
}
