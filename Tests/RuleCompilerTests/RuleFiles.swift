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
