import XCTest

@testable import Inspection

final class StreamStateTests: XCTestCase {
  private static let requestStates: [StreamState.Request] = [
    .waiting, .collecting(headersHeld: false), .collecting(headersHeld: true), .passing, .refused,
  ]
  private static let responseStates: [StreamState.Response] = [
    .waiting, .collecting(headersHeld: false), .collecting(headersHeld: true), .passing, .replaced, .refused,
  ]

  /// What a request event asks for in each state of the request, whatever the response's state.
  func testEveryRequestEventHasItsTaskInEveryState() {
    let table: [(StreamEvent, [StreamTask])] = [
      (.requestHeaders, [.inspectRequestHeaders, .refuse, .refuse, .pass, .refuse]),
      (
        .requestBody(endOfStream: false),
        [.pass, .collectRequestBody(isLast: false), .collectRequestBody(isLast: false), .pass, .refuse]
      ),
      (
        .requestBody(endOfStream: true),
        [.pass, .collectRequestBody(isLast: true), .collectRequestBody(isLast: true), .pass, .refuse]
      ),
      (.requestTrailers, [.pass, .finishRequestBody, .finishRequestBody, .pass, .refuse]),
    ]
    for (event, tasks) in table {
      for (request, task) in zip(Self.requestStates, tasks) {
        for response in Self.responseStates {
          XCTAssertEqual(StreamState(request, response).task(for: event), task, "\(event) in \(request), \(response)")
        }
      }
    }
  }

  /// What a response event asks for in each state of the response, once the request is decided.
  func testEveryResponseEventHasItsTaskInEveryState() {
    let table: [(StreamEvent, [StreamTask])] = [
      (.responseHeaders, [.inspectResponseHeaders, .refuse, .refuse, .pass, .pass, .refuse]),
      (
        .responseBody(endOfStream: false),
        [
          .pass, .collectResponseBody(isLast: false), .collectResponseBody(isLast: false), .pass, .erase, .refuse,
        ]
      ),
      (
        .responseBody(endOfStream: true),
        [.pass, .collectResponseBody(isLast: true), .collectResponseBody(isLast: true), .pass, .erase, .refuse]
      ),
      (.responseTrailers, [.pass, .finishResponseBody, .finishResponseBody, .pass, .pass, .refuse]),
    ]
    for (event, tasks) in table {
      for (response, task) in zip(Self.responseStates, tasks) {
        for request in [StreamState.Request.passing, .refused] {
          XCTAssertEqual(StreamState(request, response).task(for: event), task, "\(event) in \(request), \(response)")
        }
      }
    }
  }

  func testAResponseWithoutARequestPasses() {
    for event in [StreamEvent.responseHeaders, .responseBody(endOfStream: true), .responseTrailers] {
      XCTAssertEqual(StreamState().task(for: event), .pass, "\(event)")
    }
  }

  func testEveryOutcomeLeadsToItsState() {
    let table: [(StreamState, StreamOutcome, StreamState)] = [
      (StreamState(), .uninspected, StreamState(.passing, .passing)),
      (StreamState(), .requestAwaitsBody(headersHeld: true), StreamState(.collecting(headersHeld: true), .waiting)),
      (StreamState(), .requestCleared, StreamState(.passing, .waiting)),
      (StreamState(), .requestBlocked, StreamState(.refused, .passing)),
      (
        StreamState(.passing, .waiting), .responseAwaitsBody(headersHeld: false),
        StreamState(.passing, .collecting(headersHeld: false))
      ),
      (StreamState(.passing, .waiting), .responseCleared, StreamState(.passing, .passing)),
      (StreamState(.passing, .waiting), .responseBlocked, StreamState(.passing, .refused)),
      (
        StreamState(.passing, .collecting(headersHeld: false)), .responseReplaced, StreamState(.passing, .replaced)
      ),
    ]
    for (before, outcome, after) in table {
      var state = before
      state.record(outcome)
      XCTAssertEqual(state, after, "\(outcome)")
    }
  }

  func testAnAnswerThatComesBeforeTheBodyEndsTheRequest() {
    for isHeld in [false, true] {
      var state = StreamState(.collecting(headersHeld: isHeld), .waiting)
      XCTAssertEqual(state.task(for: .responseHeaders), .giveUpRequestBody)
      state.record(.requestGivenUp)
      XCTAssertEqual(state.task(for: .responseHeaders), .inspectResponseHeaders)
      XCTAssertEqual(state.task(for: .requestBody(endOfStream: true)), .refuse, "uninspected bytes must not follow")
    }
  }
}
