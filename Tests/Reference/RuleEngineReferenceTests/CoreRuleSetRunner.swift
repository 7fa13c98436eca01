import Foundation
import ReferenceSupport
import RuleCompiler
import RuleLibrary
import SecLang
import TestSupport

@testable import RuleEngineTests

extension RuleRunner {
  /// The recommended configuration and the Core Rule Set, all paranoia levels on, enforced.
  ///
  /// - Parameters:
  ///   - before: rules that stand in front of the rule set's own.
  ///   - after: rules that stand behind them.
  static func coreRuleSet(
    _ options: CompilerOptions = CompilerOptions(), before: String = "", after: String = ""
  ) throws -> RuleRunner {
    let files = BuiltinLoader(MemorySourceLoader())
    let folder = "crs/4.28.0/rules"
    let names = try FileManager.default.contentsOfDirectory(
      atPath: SharedData.root.appendingPathComponent(folder).path)
    for name in names {
      files.add(
        Source(name: Array("@owasp_crs/\(name)".utf8), text: Array(try SharedData.data("\(folder)/\(name)"))))
    }
    let setup = try SharedData.data("crs/4.28.0/crs-setup.conf.example")
    files.add(Source(name: Array("@crs-setup-conf".utf8), text: Array(setup)))
    return try RuleRunner(
      """
      Include @recommended-conf
      Include @crs-setup-conf
      SecRuleEngine On
      SecAction "id:1,phase:1,pass,nolog,setvar:tx.blocking_paranoia_level=4"
      \(before)
      Include @owasp_crs/*.conf
      \(after)
      """, options: options, files: files)
  }
}
