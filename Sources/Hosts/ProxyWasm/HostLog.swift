import Bytes
import CProxyWasm

/// How loudly a line is said.
public enum LogLevel: Int32, Sendable {
  case trace = 0
  case debug, info, warn, error, critical
}

/// The host's log. A line that cannot be written is lost: there is nowhere else to say so.
public enum HostLog {
  public static func write(_ level: LogLevel, _ text: Span<UInt8>) {
    let level = level.rawValue
    _ = text.withUnsafeBufferPointer { proxy_log(level, $0.baseAddress, $0.count) }
  }

  public static func write(_ level: LogLevel, _ text: StaticString) {
    _ = proxy_log(level.rawValue, text.utf8Start, text.utf8CodeUnitCount)
  }

  public static func write(_ level: LogLevel, _ text: [UInt8]) { write(level, text.span) }
}
