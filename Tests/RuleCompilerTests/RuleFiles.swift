import Bytes
import Foundation
import RuleCompiler
import RuleEngine
import SecLang
import TestSupport

/// What came of compiling rule text.
struct Compiled {
  let program: Program?
  let sources: [Source]
  let diagnostics: [Diagnostic]

  /// The findings, each on a line.
  var findings: [String] {
    diagnostics.map { finding in
      var line: [UInt8] = []
      renderLine(finding, in: sources, into: &line)
      return String(decoding: line, as: UTF8.self)
    }
  }

  var errors: [String] { zip(diagnostics, findings).filter { $0.0.id.row.severity == .error }.map(\.1) }
}

func compiled(_ text: String, _ loader: SourceLoader = MemorySourceLoader()) -> Compiled {
  compiled(bytes: Array(text.utf8), loader)
}

func compiled(bytes: [UInt8], _ loader: SourceLoader = MemorySourceLoader()) -> Compiled {
  var diagnostics = Diagnostics()
  let tree = parse(Source(name: Array("rules.conf".utf8), text: bytes), loader, &diagnostics)
  let program = compile(tree, loader, CompilerOptions(), &diagnostics)
  return Compiled(program: program, sources: tree.sources, diagnostics: diagnostics.all + diagnostics.notes)
}

/// The reference rule set, kept in memory.
enum CoreRuleSet {
  static func loader() throws -> MemorySourceLoader {
    let loader = MemorySourceLoader()
    let folder = "crs/4.28.0"
    let names = try FileManager.default.contentsOfDirectory(
      atPath: SharedData.root.appendingPathComponent(folder + "/rules").path)
    for path in names.map({ "rules/" + $0 }) + ["crs-setup.conf.example"] {
      let text = try Array(SharedData.data(folder + "/" + path))
      loader.add(Source(name: Array("crs/\(path)".utf8), text: text))
    }
    let recommended = try Array(SharedData.data("bench/modsecurity.conf-recommended"))
    loader.add(Source(name: Array("modsecurity.conf".utf8), text: recommended))
    return loader
  }

  static let text = "Include modsecurity.conf\nInclude crs/crs-setup.conf.example\nInclude crs/rules/*.conf\n"
}
