import RuleCompiler

/// One combination of the engine's switches; all must give the same results.
struct OptionSet {
  var name: String
  var compiler = CompilerOptions()
  var chunkBytes: Int?

  static let all: [OptionSet] = {
    var unscreened = OptionSet(name: "without screening")
    unscreened.compiler.engine.screening = false
    var forgetful = OptionSet(name: "without the screen's memory")
    forgetful.compiler.engine.screenMemo = false
    var unguarded = OptionSet(name: "without number guards")
    unguarded.compiler.engine.numberGuards = false
    var uncached = OptionSet(name: "without transformation cache")
    uncached.compiler.engine.transformationCache = false
    var smallest = OptionSet(name: "with the smallest DFA cache")
    smallest.compiler.patternCacheBytes = 1
    return [
      OptionSet(name: "as shipped"), unscreened, forgetful, unguarded, uncached, smallest,
      OptionSet(name: "one byte at a time", chunkBytes: 1),
    ]
  }()
}
