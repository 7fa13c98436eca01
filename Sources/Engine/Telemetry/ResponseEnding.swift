/// What became of a response of which the client had the headers already. Only the host's side knows.
public enum ResponseEnding: UInt8, Sendable {
  /// It arrived as it was, or an answer of our own in its place.
  case complete
  /// Its body was denied: the client got an empty one.
  case bodyReplaced
  /// Its body was denied when a part of it could not be taken back: the client's stream broke off.
  case brokenOff

  /// As audit records call it; `nil` where there is nothing to say.
  var name: StaticString? {
    switch self {
    case .complete: nil
    case .bodyReplaced: "body_replaced"
    case .brokenOff: "broken_off"
    }
  }
}
