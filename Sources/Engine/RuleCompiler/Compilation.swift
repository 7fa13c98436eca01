import Bytes
import RuleEngine
import SecLang

/// What is known while a tree is being compiled.
///
/// What many rows of the tables call is kept out of line: inlined into each of them it is a third of the module's code,
/// and code is start-up time.
final class Compilation {
  /// A rule, with the links of its chain, or a marker: what the order of the text matters to.
  enum Entry {
    case rule(RuleDraft)
    case marker(Word)
  }
  /// Longer chains are refused: links are walked, and freed, one inside the other.
  static let chainLimit = 100
  static let ruleLimit = 100_000

  let tree: SyntaxTree
  let options: CompilerOptions
  let resources: CompilerResources
  var diagnostics: Diagnostics
  var settings = Settings()
  var pipelines = PipelineTree()
  var entries: [Entry] = []
  var updates: [RuleUpdate] = []
  /// What `SecDefaultAction` says for each phase.
  var defaults = [RuleDraft?](repeating: nil, count: 5)
  /// The rule whose chain the next rule goes on with.
  var openChain: RuleDraft?
  /// The rule being read, to which errors are counted.
  var current: RuleDraft?
  /// SecIgnoreRuleCompilationErrors: a rule with errors is left out instead.
  var leavesOutBrokenRules = false
  /// Whether some rule switches audit part K on, so that raw texts are wanted.
  var mayAuditRules = false

  var ruleIDs = ByteStringTable()
  var shared = SharedParts()
  /// Errors found so far, those of rules that are left out included.
  private(set) var errorCount = 0
  /// What has no effect here, with the rule it stands in, until it is known which rules always run.
  var withoutEffect: [(finding: Diagnostic, rule: RuleDraft)] = []
  private var warned = ByteStringTable()

  init(_ tree: SyntaxTree, _ files: SourceLoader, _ options: CompilerOptions, _ diagnostics: Diagnostics) {
    self.tree = tree
    self.options = options
    self.diagnostics = diagnostics
    resources = CompilerResources(files, options)
  }

  func readDirectives() {
    for directive in tree.directives { apply(directive) }
    closeChain()
  }

  /// Reports what is wrong with the rule at hand, or with the configuration when none is.
  @inline(never)
  func report(_ id: DiagnosticID, at range: SourceRange, _ found: [UInt8] = [], suggestion: [UInt8]? = nil) {
    report(Diagnostic(id, at: range, found: found, suggestion: suggestion))
  }

  @inline(never)
  func report(_ id: DiagnosticID, at range: SourceRange, _ found: StaticString) {
    report(id, at: range, [UInt8](found))
  }

  @inline(never)
  func report(_ diagnostic: Diagnostic) {
    let isError = diagnostic.severity == .error
    if isError { errorCount += 1 }
    guard isError, let current else { return diagnostics.report(diagnostic) }
    current.isBroken = true
    if leavesOutBrokenRules {
      let found = diagnostic.found.isEmpty ? [UInt8](diagnostic.id.row.slug) : diagnostic.found
      diagnostics.report(Diagnostic(.ruleLeftOut, at: diagnostic.range, found: found))
    } else {
      diagnostics.report(diagnostic)
    }
  }

  /// Reports a name no table has, with the one that was probably meant.
  ///
  /// - Parameter prefix: what stands before the name in the text and must stand in the suggestion as well.
  @inline(never)
  func reportUnknown(_ id: DiagnosticID, _ name: Word, among names: [[UInt8]], prefix: StaticString = "") {
    let bytes = name.bytes
    var suggestion: [UInt8]?
    if let nearest = bytes.span.nearestName(among: names) { suggestion = [UInt8](prefix) + names[nearest] }
    report(id, at: name.range, bytes, suggestion: suggestion)
  }

  /// Warns of something that is accepted without effect, once for each name; of what stands in a rule, see
  /// `reportRulesWithoutEffect`.
  @inline(never)
  func warnOnce(_ id: DiagnosticID, _ name: [UInt8], at range: SourceRange) {
    let finding = Diagnostic(id, at: range, found: name)
    if let current { withoutEffect.append((finding, current)) } else { reportOnce(finding) }
  }

  @inline(never)
  func reportOnce(_ finding: Diagnostic) {
    var key = [finding.id.rawValue]
    for byte in finding.found { key.append(byte.lowercasedASCII) }
    if warned.insert(key).isNew { report(finding) }
  }

  /// Passes on what the parser found in a part it was asked to read.
  @inline(never)
  func forward(_ findings: Diagnostics) {
    for finding in findings.all { report(finding) }
  }
}
