import Bytes
import Injection
import LinearRegex
import LiteralSearch
import ReferenceSupport
import Transformations

/// What matching costs: compiling, screening, searching. Figures are the best of several runs on one thread.
@main
enum MatchingBench {
  static func main() throws {
    let sources = try CoreRuleSet.patterns()
    let argumentSources = try CoreRuleSet.argumentPatterns()

    func compile(_ sources: [[UInt8]]) -> [Pattern] {
      sources.compactMap { try? Pattern($0.span) }
    }

    // MARK: - Compiling

    report("compile \(sources.count) patterns of CRS 4.28", bestSeconds { _ = compile(sources) } * 1000, "ms")
    let patterns = compile(sources)
    let requirements = patterns.map { $0.requirement }
    report("one screen for all of them", bestSeconds { _ = Screen(requirements) } * 1000, "ms")
    report("  its tables", Double(Screen(requirements).tableBytes) / 1024, "KiB")
    let literals = requirements.reduce(0) { $0 + $1.literals.count }
    report("  required strings", Double(literals), "strings")

    // MARK: - Screening

    let arguments = compile(argumentSources)
    let screen = Screen(arguments.map { $0.requirement })
    report("screen for \(arguments.count) patterns on ARGS, tables", Double(screen.tableBytes) / 1024, "KiB")
    report("  building it", bestSeconds { _ = Screen(arguments.map { $0.requirement }) } * 1000, "ms")
    let text = Texts.running(1 << 20)
    let values = Texts.values(2000)
    let lines = Texts.lines(2000)
    var candidates = [UInt64](repeating: 0, count: screen.wordCount)

    func screenAll(_ values: [[UInt8]]) {
      for value in values { screen.test(value.span, &candidates) }
    }
    func survivors(_ values: [[UInt8]]) -> Double {
      var total = 0
      for value in values {
        screen.test(value.span, &candidates)
        for word in candidates { total += word.nonzeroBitCount }
      }
      return Double(total) / Double(values.count)
    }

    report("  running text", 1e9 * bestSeconds { screenAll([text]) } / Double(text.count), "ns/byte")
    for (name, set) in [("values", values), ("lines", lines)] {
      let bytes = set.reduce(0) { $0 + $1.count }
      let seconds = bestSeconds { screenAll(set) }
      report("  \(name) of \(bytes / set.count) bytes", 1e9 * seconds / Double(set.count), "ns/value")
      report("  patterns left per \(name.dropLast())", survivors(set), "of \(arguments.count)")
    }

    // MARK: - Searching

    /// ns per byte for each pattern of CRS that finds nothing in `text`.
    func scan(_ name: String, _ text: [UInt8]) {
      var ours: [Double] = []
      var pcre: [Double] = []
      var re2: [Double] = []
      for (source, pattern) in zip(argumentSources, arguments) {
        guard pattern.search(text.span) == .noMatch, let jit = PCRE2Pattern(source), let other = RE2Pattern(source)
        else {
          continue
        }
        let scale = 1e9 / Double(text.count)
        ours.append(scale * bestSeconds(2) { _ = pattern.search(text.span) })
        pcre.append(scale * bestSeconds(2) { _ = jit.matches(text) })
        re2.append(scale * bestSeconds(2) { _ = other.matches(text) })
      }
      for (engine, times) in [("Portcullis", ours), ("PCRE2-JIT", pcre), ("RE2", re2)] {
        let sorted = times.sorted()
        report("\(name), \(times.count) patterns, \(engine): median", sorted[sorted.count / 2], "ns/byte")
        report("  mean", times.reduce(0, +) / Double(times.count), "ns/byte")
        report("  slowest", sorted.last ?? 0, "ns/byte")
      }
    }

    scan("scan 256 KiB of text", Array(text.prefix(1 << 18)))

    /// All patterns on all values, with and without screening.
    func searchAll(_ name: String, _ values: [[UInt8]]) {
      let jits = argumentSources.compactMap { PCRE2Pattern($0) }
      let others = argumentSources.compactMap { RE2Pattern($0) }
      let scale = 1e6 / Double(values.count)
      report(
        "\(name): each pattern, Portcullis",
        scale * bestSeconds(3) { for value in values { for pattern in arguments { _ = pattern.search(value.span) } } },
        "µs/value")
      report(
        "  screened first",
        scale
          * bestSeconds(3) {
            for value in values {
              screen.test(value.span, &candidates)
              for index in arguments.indices where candidates[index / 64] >> UInt64(index % 64) & 1 == 1 {
                _ = arguments[index].search(value.span)
              }
            }
          }, "µs/value")
      report(
        "  each pattern, PCRE2-JIT",
        scale * bestSeconds(3) { for value in values { for jit in jits { _ = jit.matches(value) } } }, "µs/value")
      report(
        "  each pattern, RE2",
        scale * bestSeconds(3) { for value in values { for other in others { _ = other.matches(value) } } }, "µs/value")
    }

    searchAll("values", values)
    searchAll("lines", lines)

    // MARK: - The other byte functions

    for row in transformationTable {
      var output: [UInt8] = []
      let seconds = bestSeconds {
        for line in lines { _ = row.apply(line.span, &output) }
      }
      report("t:\(row.name)", 1e9 * seconds / Double(lines.reduce(0) { $0 + $1.count }), "ns/byte")
    }
    let bytes = Double(lines.reduce(0) { $0 + $1.count })
    report(
      "@detectSQLi", 1e9 * bestSeconds { for line in lines { _ = SQLInjection.detect(line.span) } } / bytes, "ns/byte")
    report(
      "@detectXSS", 1e9 * bestSeconds { for line in lines { _ = CrossSiteScripting.detect(line.span) } } / bytes,
      "ns/byte")
  }
}
