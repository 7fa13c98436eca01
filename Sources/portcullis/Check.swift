import ArgumentParser
import Conformance

/// `portcullis check FILE…`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads rule files and prints everything there is to say about them.",
    discussion: "Exits with 1 when there are errors; warnings alone do no harm.")

  @Argument(help: "Rule files.")
  var files: [String]

  @Flag(help: "Reads the files one after the other into one rule set, instead of each on its own.")
  var together = false

  func run() throws {
    let checked = together ? [CompiledRules(files: files)] : try files.map(compile)
    for rules in checked {
      for finding in rules.findings { print(finding, terminator: "") }
    }
    if checked.contains(where: { $0.errorCount > 0 }) { throw ExitCode.failure }
  }

  private func compile(_ file: String) throws -> CompiledRules {
    guard let source = DiskSourceLoader.source(atPath: file) else {
      throw ValidationError("\(file): cannot be read")
    }
    return CompiledRules(source)
  }
}
