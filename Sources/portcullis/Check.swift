import ArgumentParser
import Conformance

/// `portcullis check FILE…`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads rule files and prints everything there is to say about them.",
    discussion: "Each file is read on its own, with what it includes. Exits with 1 when there are errors.")

  @Argument(help: "Rule files.")
  var files: [String]

  func run() throws {
    var hasErrors = false
    for file in files {
      guard let source = DiskSourceLoader.source(atPath: file) else {
        throw ValidationError("\(file): cannot be read")
      }
      let rules = CompiledRules(source)
      for finding in rules.findings { print(finding, terminator: "") }
      hasErrors = hasErrors || rules.errorCount > 0
    }
    if hasErrors { throw ExitCode.failure }
  }
}
