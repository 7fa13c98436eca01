import Bytes
import RuleEngine
import SecLang

extension ActionRow {
  /// `deny`: answers with the status of `status`, 403 without one.
  static let deny = ActionRow("deny", .disruptive) { _, rule, _ in rule.disruption = .deny }

  /// `drop`: a proxy's filter cannot close the connection, so it denies.
  static let drop = ActionRow("drop", .disruptive) { _, rule, _ in rule.disruption = .drop }

  /// `pass`: goes on.
  static let pass = ActionRow("pass", .disruptive) { _, rule, _ in rule.disruption = .pass }

  /// `block`: what `SecDefaultAction` says. In a default action itself (`deny,block`) it says nothing.
  static let block = ActionRow("block", .disruptive) { _, rule, _ in
    if rule.isDefaultAction { return }
    rule.disruption = nil
  }

  /// `redirect:url`, with macros.
  static let redirect = ActionRow("redirect", .disruptive, .required) { url, rule, compilation in
    rule.disruption = .redirect(compilation.macro(url))
  }

  /// `allow`, `allow:phase`, `allow:request`.
  static let allow = ActionRow("allow", .disruptive, .optional) { scope, rule, compilation in
    if scope.bytes.isEmpty {
      rule.disruption = .allow(.transaction)
    } else if let choice = compilation.choice(scope, ["phase", "request"], orReport: .badActionArgument) {
      rule.disruption = .allow(choice == 0 ? .phase : .request)
    }
  }

  /// `status:403`: of a denial or redirect.
  static let status = ActionRow("status", .status, .required) { status, rule, compilation in
    let bytes = status.bytes
    guard let number = bytes.span.decimalNumber, (100...599).contains(number) else {
      return compilation.report(.invalidStatus, at: status.range, bytes)
    }
    rule.status = Int(number)
  }

  static let proxy = ActionRow("proxy", .disruptive, .optional, .rejected)
  static let pause = ActionRow("pause", .effect, .optional, .rejected)
}
