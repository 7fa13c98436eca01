import XCTest

@testable import Inspection

final class StreamStateTests: XCTestCase {
  private static let refusals: [StreamState.Refusal] = [.denied, .failed, .givenUp]
  private static let requestStates: [StreamState.Request] =
    [
      .waiting, .collecting(headersHeld: false), .collecting(headersHeld: true), .cleared(isConnect: false),
      .cleared(isConnect: true), .exempt, .uninspected,
    ] + refusals.map { .refused($0) }
  private static let responseStates: [StreamState.Response] =
    [
      .waiting, .collecting(.held), .collecting(.gone), .collecting(.goneWithLength), .cleared, .exempt, .uninspected,
      .own,
    ] + refusals.flatMap { [.replaced($0), .brokenOff($0), .refused($0)] }

  private func forEveryState(_ body: (StreamState) -> Void) {
    for request in Self.requestStates {
      for response in Self.responseStates { body(StreamState(request, response)) }
    }
  }

  /// What a request event asks for in each state of the request, whatever the response's state.
  func testEveryRequestEventHasItsTaskInEveryState() {
    forEveryState { state in
      let expected: (HeadersTask, BodyTask, TrailersTask)
      switch state.request {
      case .waiting: expected = (.inspect, .pass, .pass)
      case .collecting: expected = (.refuse, .collect, .finish)
      case .cleared: expected = (.pass, .pass, .remove)
      case .exempt, .uninspected: expected = (.pass, .pass, .pass)
      case .refused: expected = (.refuse, .refuse, .refuse)
      }
      XCTAssertEqual(state.onRequestHeaders, expected.0, "\(state)")
      XCTAssertEqual(state.onRequestBody, expected.1, "\(state)")
      XCTAssertEqual(state.onRequestTrailers, expected.2, "\(state)")
    }
  }

  func testEveryResponseEventHasItsTaskInEveryState() {
    forEveryState { state in
      let expected: (HeadersTask, BodyTask, TrailersTask)
      switch state.response {
      case .waiting:
        // Nothing is waited for once the answer comes; and what the filter never saw is not its matter.
        switch state.request {
        case .waiting: expected = (.pass, .pass, .pass)
        case .collecting: expected = (.giveUpRequestBody, .pass, .pass)
        case .cleared, .exempt, .uninspected, .refused: expected = (.inspect, .pass, .pass)
        }
      case .collecting: expected = (.refuse, .collect, .finish)
      case .cleared, .exempt, .uninspected, .own: expected = (.pass, .pass, .pass)
      case .replaced: expected = (.pass, .erase, .pass)
      case .brokenOff, .refused: expected = (.refuse, .refuse, .refuse)
      }
      XCTAssertEqual(state.onResponseHeaders, expected.0, "\(state)")
      XCTAssertEqual(state.onResponseBody, expected.1, "\(state)")
      XCTAssertEqual(state.onResponseTrailers, expected.2, "\(state)")
    }
  }

  /// Every outcome beside every state: where it may stand, and where it leads. What is not listed cannot happen.
  func testEveryOutcomeInEveryStateLeadsWhereTheTableSaysOrStopsEverything() {
    typealias Request = StreamState.Request
    typealias Response = StreamState.Response
    let open: [Request] = [.waiting, .collecting(headersHeld: false), .collecting(headersHeld: true)]
    let collecting: [Request] = [.collecting(headersHeld: false), .collecting(headersHeld: true)]
    let decided: [Request] = [.cleared(isConnect: false), .cleared(isConnect: true), .refused(.givenUp)]
    let inProgress: [Response] = [.waiting, .collecting(.held), .collecting(.gone), .collecting(.goneWithLength)]
    var table: [(StreamOutcome, from: [Request], beside: [Response], to: (Request) -> StreamState)] = [
      (.exempt, [.waiting], [.waiting], { _ in StreamState(.exempt, .exempt) }),
      (.requestUninspected, open, [.waiting], { _ in StreamState(.uninspected, .uninspected) }),
      (.requestGivenUp, collecting, [.waiting], { _ in StreamState(.refused(.givenUp), .waiting) }),
      (.responseCleared, decided, inProgress, { StreamState($0, .cleared) }),
      (.responseUninspected, decided, inProgress, { StreamState($0, .uninspected) }),
    ]
    for flag in [false, true] {
      table += [
        (
          .requestAwaitsBody(headersHeld: flag), [.waiting], [.waiting],
          { _ in StreamState(.collecting(headersHeld: flag), .waiting) }
        ),
        (.requestCleared(isConnect: flag), open, [.waiting], { _ in StreamState(.cleared(isConnect: flag), .waiting) }),
      ]
    }
    for headers in [StreamState.ResponseHeaders.held, .gone, .goneWithLength] {
      table.append((.responseAwaitsBody(headers), decided, [.waiting], { StreamState($0, .collecting(headers)) }))
    }
    for refusal in Self.refusals {
      table += [
        (.requestRefused(refusal), open, [.waiting], { _ in StreamState(.refused(refusal), .own) }),
        (
          .responseRefused(refusal), decided, [.waiting, .collecting(.held)], { StreamState($0, .refused(refusal)) }
        ),
        (.responseReplaced(refusal), decided, [.collecting(.gone)], { StreamState($0, .replaced(refusal)) }),
        (
          .responseBrokenOff(refusal), decided, [.collecting(.gone), .collecting(.goneWithLength)],
          { StreamState($0, .brokenOff(refusal)) }
        ),
      ]
    }
    for (outcome, from, beside, to) in table {
      forEveryState { before in
        var state = before
        let isPossible = from.contains(before.request) && beside.contains(before.response)
        XCTAssertEqual(state.record(outcome), isPossible, "\(outcome) in \(before)")
        let stopped = StreamState(.refused(.failed), .refused(.failed))
        XCTAssertEqual(state, isPossible ? to(before.request) : stopped, "\(outcome) in \(before)")
      }
    }
  }

  func testWhatFailedAndWhatPassedUninspectedIsPartOfTheState() {
    forEveryState { state in
      let responses: [StreamState.Response] = [.replaced(.failed), .brokenOff(.failed), .refused(.failed)]
      let hasFailed = state.request == .refused(.failed) || responses.contains(state.response)
      XCTAssertEqual(state.hasFailed, hasFailed, "\(state)")
      let isUninspected = state.request == .uninspected || state.response == .uninspected
      XCTAssertEqual(state.passedUninspected, isUninspected, "\(state)")
    }
  }

  func testAnAnswerThatComesBeforeTheBodyEndsTheRequest() {
    for isHeld in [false, true] {
      var state = StreamState(.collecting(headersHeld: isHeld), .waiting)
      XCTAssertEqual(state.onResponseHeaders, .giveUpRequestBody)
      XCTAssertTrue(state.record(.requestGivenUp))
      XCTAssertEqual(state.onResponseHeaders, .inspect)
      XCTAssertEqual(state.onRequestBody, .refuse, "uninspected bytes must not follow")
    }
  }
}
