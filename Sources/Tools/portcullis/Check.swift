import ArgumentParser
import Conformance
import Foundation
import SecLang

/// `portcullis check FILE…`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads rule files and prints everything there is to say about them.",
    discussion: """
      The files are read one after the other as one rule set, as a proxy reads them; '-' is standard input.
      Exits with 1 when there are errors; warnings alone do no harm.
      """)

  @Argument(help: "Rule files.")
  var files: [String]

  @Flag(help: "Reads each file on its own, as a rule set of itself.")
  var each = false

  @Flag(help: "Prints also what has no effect here in rules that only run when other rules let them.")
  var notes = false

  func run() throws {
    var sources: [Source] = []
    for file in files {
      do {
        sources.append(try source(file))
      } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
      }
    }
    let checked = each ? sources.map { CompiledRules($0) } : [CompiledRules(sources)]
    for rules in checked {
      for finding in rules.findings + (notes ? rules.notes : []) { print(finding, terminator: "") }
    }
    if sources.count < files.count || checked.contains(where: { $0.errorCount > 0 }) { throw ExitCode.failure }
  }

  private func source(_ file: String) throws(DiskSourceLoader.FileProblem) -> Source {
    if file != "-" { return try DiskSourceLoader.source(atPath: file) }
    let text = FileHandle.standardInput.readDataToEndOfFile()
    return Source(name: [UInt8]("standard input".utf8), text: [UInt8](text))
  }
}
