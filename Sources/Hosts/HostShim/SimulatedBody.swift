/// The body of one direction between the host and a filter, as Envoy keeps it.
///
/// A body callback sees the new chunk, and what is kept only when the callback before answered "buffer". After any
/// other answer the trailers' callback has no buffer. Source: measured behaviour of Envoy 1.40.
struct SimulatedBody {
  private enum Action: Int32 { case proceed, buffer, watermark, drop }

  private let host: SimulatedHost
  private let buffer: Int32
  private var kept: [UInt8] = []
  private var isBuffering = false

  /// - Parameter buffer: the ABI's number of it.
  init(_ host: SimulatedHost, buffer: Int32) {
    self.host = host
    self.buffer = buffer
  }

  /// - Parameter callback: the filter's, given the count of bytes it sees.
  /// - Returns: what goes on, or `nil` when nothing does.
  mutating func receive(_ chunk: [UInt8], _ callback: (Int) -> Int32) -> [UInt8]? {
    let visible = (isBuffering ? kept : []) + chunk
    if isBuffering { kept = [] }
    let (action, left) = call(visible) { callback(visible.count) }
    isBuffering = action == .buffer
    if action != .drop { kept += left }
    return action == .proceed ? letGo() : nil
  }

  /// - Parameter callback: the filter's for trailers.
  /// - Returns: what goes on before the trailers, or `nil` when they do not either.
  mutating func end(_ callback: () -> Int32) -> [UInt8]? {
    guard isBuffering else { return callback() == 0 ? letGo() : nil }
    let (action, left) = call(kept, callback)
    kept = left
    return action == .proceed ? letGo() : nil
  }

  private func call(_ bytes: [UInt8], _ callback: () -> Int32) -> (Action?, [UInt8]) {
    host.buffers[buffer] = bytes
    defer { host.buffers[buffer] = nil }
    let action = Action(rawValue: callback())
    return (action, host.buffers[buffer] ?? [])
  }

  private mutating func letGo() -> [UInt8] {
    defer { kept = [] }
    return kept
  }
}
