import ArgumentParser
import Conformance
import Foundation
import RuleBundle
import SecLang

/// `portcullis bundle DIRECTORY`
struct Bundle: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Packs a rule directory into a manifest that is ready to apply.",
    discussion: """
      modsecdefault.conf and crs-setup.conf come first, then every other *.conf by name; data files come along. The \
      rules are checked as the plugin will read them, and nothing is printed when they have errors.
      """)

  @Argument(help: "The directory, for instance where a ConfigMap is mounted.")
  var directory: String

  @Option(
    help: "policy (Envoy Gateway), wasm-plugin (Istio), config-map, or configuration (the JSON alone).",
    transform: Bundle.kind)
  var kind = Manifest.Kind.policy

  @Option(help: "A directory with crs-setup.conf.example and rules/, to check what the rules do with it.")
  var crs: String?

  @Option(help: "The object's name, and the policy label of its metrics.")
  var name = "portcullis"

  @Option(help: "The object's namespace, and the namespace label of its metrics.")
  var namespace = "default"

  @Option(help: "The Gateway the rules are for.")
  var gateway = "public"

  @Option(help: "The image of the module.")
  var image = "registry.example.com/portcullis:1.0.0"

  func validate() throws {
    if let crs, !FileManager.default.fileExists(atPath: "\(crs)/rules") {
      throw ValidationError("there is no Core Rule Set in '\(crs)', for it has no rules/")
    }
    if kind == .configuration { return }
    for (option, value, dots) in [("name", name, true), ("namespace", namespace, false), ("gateway", gateway, true)]
    where !Manifest.isName(value, dots: dots) {
      let marks = dots ? "'-' and '.'" : "and '-'"
      throw ValidationError("Kubernetes takes no --\(option) '\(value)': lower-case letters, digits, \(marks)")
    }
  }

  func run() throws {
    let rules: RuleDirectory
    do {
      rules = try RuleDirectory(atPath: directory)
    } catch {
      printError("error: \(error)\n")
      throw ExitCode.failure
    }
    for folder in rules.folders {
      printError("warning: \(directory)/\(folder) is a folder and not packed; files must stand in \(directory)\n")
    }
    let configuration = BundledConfiguration(rules, identifier: name, owner: namespace)
    try check(configuration)
    let manifest = Manifest(kind, configuration, image: image, gateway: gateway)
    if let warning = manifest.sizeWarning { printError("warning: \(warning)\n") }
    print(manifest.text, terminator: "")
  }

  private static func kind(_ name: String) throws -> Manifest.Kind {
    guard let kind = Manifest.Kind(rawValue: name) else {
      let known = Manifest.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no kind '\(name)'; there are \(known)")
    }
    return kind
  }

  /// Compiles the rules from what is packed, as the plugin will: it has no other files.
  private func check(_ configuration: BundledConfiguration) throws {
    let files = ModuleFiles(configuration.rules, coreRuleSet: crs)
    let text = configuration.directives.joined(separator: "\n")
    let rules = CompiledRules(Source(name: [UInt8]("default".utf8), text: [UInt8](text.utf8)), from: files)
    for finding in rules.findings { printError(finding) }
    for name in files.unchecked { printError("note: \(name) is in the module and was not checked; --crs would\n") }
    if rules.errorCount > 0 { throw ExitCode.failure }
  }

  private func printError(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
