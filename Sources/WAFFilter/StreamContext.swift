import Bytes
import ProxyWasm
import RuleEngine

/// One request and its response. Asks `StreamState` what an event means, lets the transaction decide, and tells the
/// state how it ended.
///
/// The two directions are in `StreamContext+Request.swift` and `+Response.swift`, logs and counters in `+Report.swift`.
final class StreamContext {
  let root: RootContext
  var state = StreamState()
  /// `nil` while the stream is not inspected.
  var transaction: Transaction?
  /// What ended the stream, with a limit of the engine's own included.
  var interruption: Interruption?
  var requestBody = HeldBody(.requestBody, mayEndWithTrailers: false)
  var responseBody = HeldBody(.responseBody, mayEndWithTrailers: false)

  init(_ root: RootContext) { self.root = root }

  /// Answers in place of the upstream.
  func answer(_ interruption: Interruption) {
    self.interruption = interruption
    if interruption.kind == .drop, (try? StreamDirection.request.close()) != nil { return }
    var response = LocalResponse(status: interruption.status, details: [UInt8]("waf_denied"))
    if interruption.kind == .redirect {
      let name: StaticString = "location"
      response.headers.add(ByteSlice(name).span, interruption.location.span)
    }
    send(response)
  }

  func send(_ response: LocalResponse) {
    do throws(HostStatus) { try response.send() } catch {
      HostLog.write(.critical, "the host does not take the filter's answer; the stream stays stopped")
      root.metrics?.countHostFailure()
    }
  }

  /// A host call failed, so the stream cannot be inspected any further: the policy decides.
  /// - Returns: whether the stream goes on.
  func failed(_ what: StaticString, _ status: HostStatus) -> Bool {
    root.metrics?.countHostFailure()
    var line = [UInt8](what)
    line.append(": host status ")
    line.append(decimal: Int(status.rawValue))
    line.append(root.policy.onError == .deny ? "; denied" : "; passed on uninspected")
    HostLog.write(.error, line)
    return root.policy.onError == .allow
  }
}
