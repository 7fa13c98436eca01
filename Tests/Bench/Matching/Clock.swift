/// Seconds `body` takes: the best of `rounds` runs.
func bestSeconds(_ rounds: Int = 5, _ body: () -> Void) -> Double {
  var best = Double.infinity
  let clock = ContinuousClock()
  for _ in 0..<rounds {
    let spent = clock.measure(body).components
    best = min(best, Double(spent.seconds) + Double(spent.attoseconds) * 1e-18)
  }
  return best
}

/// A row of the report: what, and how much of which unit.
func report(_ name: String, _ value: Double, _ unit: String) {
  let padded = name + String(repeating: " ", count: max(1, 58 - name.count))
  let rounded = (value * 1000).rounded() / 1000
  print("\(padded)\(rounded) \(unit)")
}
