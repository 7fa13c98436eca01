import Bytes
import SecLang

/// One directive of the rule language.
struct DirectiveRow: Sendable {
  enum Standing {
    case supported
    /// Accepted without effect, one warning: it needs files, processes or a peer's internals.
    case ignored
    /// A clear error.
    case rejected
  }
  typealias Apply = @Sendable (_ directive: Directive, _ arguments: [Word], _ compilation: Compilation) -> Void

  let name: StaticString
  let standing: Standing
  /// How many arguments it takes.
  let arguments: ClosedRange<Int>
  let apply: Apply

  init(_ name: StaticString, arguments: ClosedRange<Int> = 1...1, _ apply: @escaping Apply) {
    self.init(name, .supported, arguments, apply)
  }

  /// A directive without effect.
  init(_ name: StaticString, _ standing: Standing) {
    self.init(name, standing, 0...Int.max) { _, _, _ in }
  }

  private init(_ name: StaticString, _ standing: Standing, _ arguments: ClosedRange<Int>, _ apply: @escaping Apply) {
    self.name = name
    self.standing = standing
    self.arguments = arguments
    self.apply = apply
  }
}

private let directiveNames = NameIndex(count: directiveTable.count) { directiveTable[$0].name }

extension Compilation {
  func apply(_ directive: Directive) {
    let name = directive.name.bytes
    guard let index = directiveNames.find(name.span) else {
      return reportUnknown(.unknownDirective, directive.name, among: directiveNames.names)
    }
    let row = directiveTable[index]
    switch row.standing {
    case .supported: break
    case .ignored: return warnOnce(.directiveIgnored, name, at: directive.name.range)
    case .rejected: return report(.directiveNotSupported, at: directive.name.range, name)
    }
    guard case .arguments(let arguments) = directive.body else { return row.apply(directive, [], self) }
    if arguments.count < row.arguments.lowerBound {
      if !directive.isDamaged { report(.missingArgument, at: directive.name.range, name) }
    } else if arguments.count > row.arguments.upperBound {
      let extra = arguments[row.arguments.upperBound]
      report(.unexpectedArgument, at: extra.range, extra.bytes)
    } else {
      row.apply(directive, arguments, self)
    }
  }
}
