import ArgumentParser
import Conformance
import Foundation

/// `portcullis ftw --crs DIR --tests PATH`, or `portcullis ftw --live-port PORT --log FILE --tests PATH`
struct FTW: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ftw",
    abstract: "Runs go-ftw regression tests against the Core Rule Set, in this process or through a proxy.")

  @Option(help: "The rule set: a directory with crs-setup.conf.example and rules.")
  var crs: String?

  @Option(help: "A test file, or a directory of them.")
  var tests: String

  @Option(help: "Runs only tests whose id (like 942100-1) holds a match of this pattern.")
  var include: String?

  @Option(help: "A file of tests to leave out, a line each: the id and the reason.")
  var excludeFile: String?

  @Option(help: "Writes what came of each stage to this file, as JSON.")
  var json: String?

  @Option(help: "Sends the tests to a proxy on this port of 127.0.0.1 instead of running them in this process.")
  var livePort: UInt16?

  @Option(help: "The log of that proxy, where the rules' error lines appear.")
  var log: String?

  func validate() throws {
    guard livePort == nil ? crs != nil && log == nil : crs == nil && log != nil else {
      throw ValidationError("give either --crs, or --live-port and --log")
    }
  }

  func run() throws {
    let pattern = try include.map { try Regex($0) }
    let cases = try FTWReader().cases(at: tests).filter { item in pattern.map { item.id.contains($0) } ?? true }
    let report = try run(cases, exclusions: try excludeFile.map(ExclusionFile.read) ?? [:])
    if let json { try report.json().write(to: URL(fileURLWithPath: json)) }
    for line in report.failureLines { print(line) }
    print(report.summary)
    if report.failedCount > 0 { throw ExitCode.failure }
  }

  private func run(_ cases: [FTWCase], exclusions: [String: String]) throws -> FTWReport {
    if let livePort, let log {
      let sent = cases.filter { exclusions[$0.id] == nil }
      let run = try LiveRun(sent, through: LiveProxy(port: livePort), log: log)
      return try FTWRunner(run, exclusions: exclusions).run(cases)
    }
    let rules = CompiledRules(coreRuleSet: crs ?? "")
    for finding in rules.findings { print(finding, terminator: "") }
    guard let program = rules.program else { throw ExitCode.failure }
    let report = try FTWRunner(InProcessServer(program), exclusions: exclusions).run(cases)
    print("rules compiled in \(milliseconds(rules.duration)) ms, \(milliseconds(report.meanDuration)) ms a request")
    return report
  }

  private func milliseconds(_ duration: Duration) -> String { String(format: "%.3f", duration / .milliseconds(1)) }
}
