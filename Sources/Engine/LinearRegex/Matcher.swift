internal import Bytes

/// A program and the engines that run it, each made when first needed.
package final class Matcher {
  let program: Program
  private let stepLimit: Int
  private let cacheBytes: Int
  /// `nil` until a search needs it, and for patterns that cannot run on it.
  private(set) var automaton: LazyDFA?
  private var threads: PikeVM?
  private var backtracker: Backtracker?
  private var scratch: [Int32] = []
  /// What a pattern that needs backtracking asks, where linear patterns can decide it.
  private let conditions: [(matcher: Matcher, isNegative: Bool)]

  init(_ tree: SyntaxTree, _ options: PatternOptions) {
    program = Program(tree)
    stepLimit = options.stepLimit
    cacheBytes = options.cacheBytes
    conditions =
      tree.needsBacktracking ? tree.conditions().map { (Matcher($0.tree, options), $0.isNegative) } : []
  }

  func search(_ input: Span<UInt8>, from start: Int) -> MatchOutcome {
    guard start >= 0 && start <= input.count else { return .noMatch }
    if !program.needsBacktracking && usesAutomaton {
      return preparedAutomaton().matches(input, from: start) ? .match : .noMatch
    }
    if !conditions.isEmpty { return conditionsHold(input, from: start) ? .match : .noMatch }
    return searchGroups(input, from: start, &scratch)
  }

  private func conditionsHold(_ input: Span<UInt8>, from start: Int) -> Bool {
    for condition in conditions {
      if (condition.matcher.search(input, from: start) == .match) == condition.isNegative { return false }
    }
    return true
  }

  func search(_ input: Span<UInt8>, from start: Int, _ groups: inout [Int32]) -> MatchOutcome {
    guard start >= 0 && start <= input.count else { return .noMatch }
    if !conditions.isEmpty {
      guard conditionsHold(input, from: start) else { return .noMatch }
      if searchGroups(input, from: start, &groups) == .match { return .match }
      // That it matches is known; what its groups hold took too many steps to find out.
      groups.removeAll(keepingCapacity: true)
      for _ in 0..<program.slotCount { groups.append(-1) }
      return .match
    }
    // Most searches find nothing, and the automaton says so much sooner.
    if !program.needsBacktracking && usesAutomaton && !preparedAutomaton().matches(input, from: start) {
      return .noMatch
    }
    if program.matchesWhole && usesAutomaton {
      groups.removeAll(keepingCapacity: true)
      groups.append(0)
      groups.append(Int32(truncatingIfNeeded: input.count))
      return .match
    }
    return searchGroups(input, from: start, &groups)
  }

  private func searchGroups(_ input: Span<UInt8>, from start: Int, _ groups: inout [Int32]) -> MatchOutcome {
    if program.needsBacktracking { return preparedBacktracker().search(input, from: start, &groups) }
    return preparedThreads().search(input, from: start, &groups) ? .match : .noMatch
  }

  /// `\Z` looks two bytes ahead, which the automaton cannot.
  private var usesAutomaton: Bool { cacheBytes > 0 && !program.uses(.endOrFinalNewline) }

  // MARK: - Engines

  /// For tests: whether the automaton alone finds a match, or `nil` if the pattern cannot run on it.
  package func automatonMatches(_ input: Span<UInt8>) -> Bool? {
    if program.needsBacktracking || !usesAutomaton { return nil }
    return preparedAutomaton().matches(input, from: 0)
  }

  /// For tests: the match that the parallel matcher alone finds, or `nil` if the pattern cannot run on it.
  package func threadsMatch(_ input: Span<UInt8>, _ groups: inout [Int32]) -> Bool? {
    if program.needsBacktracking { return nil }
    return preparedThreads().search(input, from: 0, &groups)
  }

  /// For tests: the match that the backtracking matcher finds; it can run every pattern.
  package func backtrackerMatch(_ input: Span<UInt8>, _ groups: inout [Int32]) -> MatchOutcome {
    preparedBacktracker().search(input, from: 0, &groups)
  }

  /// For tests of linearity: steps of all engines so far.
  package var stepCount: Int {
    (automaton?.stepCount ?? 0) + (threads?.stepCount ?? 0) + (backtracker?.stepCount ?? 0)
      + conditions.reduce(0) { $0 + $1.matcher.stepCount }
  }

  /// For tests: how often the automaton's table was thrown away.
  package var clearCount: Int { automaton?.clearCount ?? 0 }

  private func preparedAutomaton() -> LazyDFA {
    if let automaton { return automaton }
    let made = LazyDFA(program, byteLimit: cacheBytes)
    automaton = made
    return made
  }

  private func preparedThreads() -> PikeVM {
    if let threads { return threads }
    let made = PikeVM(program)
    threads = made
    return made
  }

  private func preparedBacktracker() -> Backtracker {
    if let backtracker { return backtracker }
    let made = Backtracker(program, stepLimit: stepLimit)
    backtracker = made
    return made
  }
}
