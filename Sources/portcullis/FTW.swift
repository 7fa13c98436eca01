import ArgumentParser
import Conformance
import Foundation

/// `portcullis ftw --crs DIR --tests PATH`
struct FTW: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ftw", abstract: "Runs go-ftw regression tests against the Core Rule Set, in this process.")

  @Option(help: "The rule set: a directory with crs-setup.conf.example and rules.")
  var crs: String

  @Option(help: "A test file, or a directory of them.")
  var tests: String

  @Option(help: "Runs only tests whose id (like 942100-1) holds a match of this pattern.")
  var include: String?

  @Option(help: "A file of tests to leave out, a line each: the id and the reason.")
  var excludeFile: String?

  @Option(help: "Writes what came of each stage to this file, as JSON.")
  var json: String?

  func run() throws {
    let rules = CompiledRules(coreRuleSet: crs)
    for finding in rules.findings { print(finding, terminator: "") }
    guard let program = rules.program else { throw ExitCode.failure }

    let pattern = try include.map { try Regex($0) }
    let cases = try FTWReader().cases(at: tests).filter { item in pattern.map { item.id.contains($0) } ?? true }
    let runner = FTWRunner(InProcessServer(program), exclusions: try excludeFile.map(ExclusionFile.read) ?? [:])
    let report = try runner.run(cases)
    if let json { try report.json().write(to: URL(fileURLWithPath: json)) }
    for line in report.failureLines { print(line) }
    print("rules compiled in \(milliseconds(rules.duration)) ms, \(milliseconds(report.meanDuration)) ms a request")
    print(report.summary)
    if report.failedCount > 0 { throw ExitCode.failure }
  }

  private func milliseconds(_ duration: Duration) -> String { String(format: "%.3f", duration / .milliseconds(1)) }
}
