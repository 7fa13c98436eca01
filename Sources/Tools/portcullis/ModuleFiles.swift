import Conformance
import Foundation
import RuleBundle
import RuleLibrary
import SecLang

/// What rules in the module can include: the files packed with them, the built-in configurations, the Core Rule Set.
final class ModuleFiles: SourceLoader {
  private let builtins: BuiltinLoader
  /// The names of the Core Rule Set that were asked for and taken for empty, as no rule set was at hand.
  private(set) var unchecked: [String] = []

  /// - Parameter coreRuleSet: a directory with `crs-setup.conf.example` and `rules`.
  init(_ rules: RuleDirectory, coreRuleSet: String?) {
    let files = MemorySourceLoader()
    for file in rules.files { files.add(Self.source(file.name, [UInt8](file.text.utf8))) }
    builtins = BuiltinLoader(files)
    super.init()
    guard let coreRuleSet else { return }
    if let setup = FileManager.default.contents(atPath: "\(coreRuleSet)/crs-setup.conf.example") {
      builtins.add(Self.source("@crs-setup-conf", [UInt8](setup)))
      builtins.add(Self.source("@crs-setup-demo-conf", [UInt8](setup)))
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(coreRuleSet)/rules")) ?? [] {
      guard let text = FileManager.default.contents(atPath: "\(coreRuleSet)/rules/\(name)") else { continue }
      builtins.add(Self.source("@owasp_crs/\(name)", [UInt8](text)))
    }
  }

  private static func source(_ name: String, _ text: [UInt8]) -> Source {
    Source(name: [UInt8](name.utf8), text: text)
  }

  override func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? {
    let found = builtins.sources(matching: pattern, from: includer)
    if let found, !found.isEmpty { return found }
    let name = String(decoding: [UInt8](pattern), as: UTF8.self)
    guard name.hasPrefix("@owasp_crs/") || name.hasPrefix("@crs-setup") else { return found }
    unchecked.append(name)
    return [Self.source(name, [])]
  }
}
