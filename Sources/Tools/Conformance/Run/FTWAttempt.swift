/// One sending of one stage.
struct FTWAttempt {
  struct Place: Hashable {
    let id: String
    /// From 0.
    let stage: Int
    let isRetry: Bool
  }
  let place: Place
  let request: [UInt8]

  /// All that may be needed: where a stage may be retried, both sendings.
  static func all(of cases: [FTWCase]) -> [FTWAttempt] {
    let builder = FTWRequestBuilder()
    return cases.flatMap { item in
      item.stages.enumerated().flatMap { index, stage in
        let request = builder.bytes(for: stage.input)
        return (stage.output.retryOnce ? [false, true] : [false]).map {
          FTWAttempt(place: Place(id: item.id, stage: index, isRetry: $0), request: request)
        }
      }
    }
  }
}
