import Bytes

/// The directives whose arguments are more than words; every other name is the rule compiler's to judge.
private enum DirectiveShape {
  case rule, actions, include, dataset, words

  init(_ name: Span<UInt8>) {
    if name.isEqualIgnoringCase(to: "SecRule") {
      self = .rule
    } else if name.isEqualIgnoringCase(to: "SecAction") || name.isEqualIgnoringCase(to: "SecDefaultAction") {
      self = .actions
    } else if name.isEqualIgnoringCase(to: "Include") {
      self = .include
    } else if name.isEqualIgnoringCase(to: "SecDataset") {
      self = .dataset
    } else {
      self = .words
    }
  }
}

/// Reads the directive on a logical line and appends it to the tree.
///
/// - Parameter lines: where the line came from; moved on over a data block, or over what a broken quote spoiled.
/// - Returns: what an `Include` names; such a directive is not in the tree.
func parseDirective(
  _ line: Word, _ lines: inout LogicalLines, into tree: inout SyntaxTree, _ diagnostics: inout Diagnostics
) -> Word? {
  var reader = DirectiveReader(line, endsHere: lines.isAtDirectiveEnd)
  let name = reader.takeName()
  if name.bytes.isEmpty { return nil }
  let before = diagnostics.errorCount
  var body: Directive.Body?
  var included: Word?
  switch DirectiveShape(name.bytes.span) {
  case .rule: body = reader.parseRule(&diagnostics)
  case .actions: body = reader.parseActionDirective(name, &diagnostics)
  case .include:
    let words = reader.parseWords(&diagnostics)
    included = words.first
    reader.check(words, of: name, &diagnostics)
  case .dataset: body = reader.parseDataset(name, &lines, &diagnostics)
  case .words: body = .arguments(reader.parseWords(&diagnostics))
  }
  if reader.isBroken { lines.skipToDirective() }
  guard let body else { return included }
  let range = SourceRange(source: line.range.source, start: name.range.start, end: reader.end)
  tree.directives.append(
    Directive(name: name, body: body, range: range, isDamaged: diagnostics.errorCount > before))
  return nil
}

/// Reads the arguments of one directive in the shape its name asks for.
private struct DirectiveReader {
  private let line: Word
  private var arguments: ArgumentReader
  /// Where the last argument ends, its quote included.
  private(set) var end: Int32
  private var lostItsWay = false
  /// Whether the next line is not a part of this directive whose continuation was forgotten.
  private let endsHere: Bool

  init(_ line: Word, endsHere: Bool) {
    self.line = line
    self.endsHere = endsHere
    end = line.range.start
    arguments = ArgumentReader(line)
  }

  /// Whether the lines that follow may still belong to this directive.
  var isBroken: Bool { arguments.isBroken || lostItsWay }

  mutating func takeName() -> Word {
    var length = 0
    while length < line.bytes.count && !line.bytes[length].isASCIISpace { length += 1 }
    let name = line.part(0..<length)
    end = name.range.end
    arguments = ArgumentReader(line, from: length)
    return name
  }

  mutating func parseRule(_ diagnostics: inout Diagnostics) -> Directive.Body {
    let nowhere = SourceRange(source: line.range.source, start: end, end: end)
    var variables: [VariableSyntax] = []
    var operation = OperatorSyntax(isNegated: false, name: nil, argument: Word([], nowhere))
    var actions: [ActionSyntax] = []
    if let list = next(&diagnostics, keepsQuotedKeys: true) {
      refuseSingleQuotes(list, &diagnostics)
      variables = parseVariables(list.word, &diagnostics)
    } else if !isBroken {
      diagnostics.report(Diagnostic(.emptyVariableList, at: line.range))
      return .rule(variables, operation, actions)
    }
    if let text = next(&diagnostics) {
      refuseSingleQuotes(text, &diagnostics)
      let whole = withUnquotedArgument(text, &diagnostics)
      operation = parseOperator(whole, &diagnostics)
    } else if !isBroken {
      diagnostics.report(Diagnostic(.missingOperator, at: line.range))
    }
    if let list = next(&diagnostics, mayEndOpen: endsHere) { actions = parseActionArgument(list, &diagnostics) }
    refuseMore(&diagnostics)
    return .rule(variables, operation, actions)
  }

  mutating func parseActionDirective(_ name: Word, _ diagnostics: inout Diagnostics) -> Directive.Body {
    guard let list = next(&diagnostics, mayEndOpen: endsHere) else {
      if !isBroken { diagnostics.report(Diagnostic(.missingArgument, at: name.range, found: name.bytes)) }
      return .actions([])
    }
    let actions = parseActionArgument(list, &diagnostics)
    refuseMore(&diagnostics)
    return .actions(actions)
  }

  mutating func parseWords(_ diagnostics: inout Diagnostics) -> [Word] {
    var words: [Word] = []
    while let argument = next(&diagnostics, keepsQuotedKeys: true) {
      if !words.isEmpty && refuseComment(argument, &diagnostics) { break }
      words.append(argument.word)
    }
    return words
  }

  /// ``SecDataset name `…` ``, the block as it stands between the backticks; bare or quoted words without a block.
  mutating func parseDataset(
    _ name: Word, _ lines: inout LogicalLines, _ diagnostics: inout Diagnostics
  ) -> Directive.Body {
    var words: [Word] = []
    while arguments.skipBlanks() {
      if let tick = arguments.begins(with: UInt8(ascii: "`")) {
        parseBlock(at: tick, &words, &lines, &diagnostics)
        return .arguments(words)
      }
      guard let argument = next(&diagnostics) else { break }
      words.append(argument.word)
    }
    if words.isEmpty && !isBroken {
      diagnostics.report(Diagnostic(.missingArgument, at: name.range, found: name.bytes))
    }
    return .arguments(words)
  }

  private mutating func parseBlock(
    at tick: Int, _ words: inout [Word], _ lines: inout LogicalLines, _ diagnostics: inout Diagnostics
  ) {
    guard let (block, rest) = lines.takeBlock(from: tick) else {
      let place = Int32(truncatingIfNeeded: tick)
      diagnostics.report(
        Diagnostic(.unterminatedBlock, at: SourceRange(source: line.range.source, start: place, end: place &+ 1)))
      lines.resume(afterLineOf: tick)
      lostItsWay = true
      return
    }
    words.append(block)
    end = block.range.end &+ 1
    if !rest.bytes.isEmpty {
      diagnostics.report(Diagnostic(.unexpectedArgument, at: rest.range, found: rest.bytes))
    }
  }

  /// Reports an `Include` without a path or with more than one.
  func check(_ words: [Word], of name: Word, _ diagnostics: inout Diagnostics) {
    if words.isEmpty && !isBroken {
      diagnostics.report(Diagnostic(.missingArgument, at: name.range, found: name.bytes))
    }
    for word in words.dropFirst() {
      diagnostics.report(Diagnostic(.unexpectedArgument, at: word.range, found: word.bytes))
    }
  }

  private mutating func next(
    _ diagnostics: inout Diagnostics, keepsQuotedKeys: Bool = false, mayEndOpen: Bool = false
  ) -> Argument? {
    let argument = arguments.next(&diagnostics, keepsQuotedKeys: keepsQuotedKeys, mayEndOpen: mayEndOpen)
    if let argument { end = argument.range.end }
    return argument
  }

  private func parseActionArgument(_ list: Argument, _ diagnostics: inout Diagnostics) -> [ActionSyntax] {
    refuseSingleQuotes(list, &diagnostics)
    return parseActions(list.word, &diagnostics)
  }

  /// Neither reference engine reads them round a rule's arguments.
  private func refuseSingleQuotes(_ argument: Argument, _ diagnostics: inout Diagnostics) {
    if argument.quote != UInt8(ascii: "'") { return }
    reportWrongQuotes(argument, written: [argument.quote], &diagnostics)
  }

  /// Reports a comment behind a directive, which neither reference engine reads.
  ///
  /// - Returns: whether it is one; the rest of the line is nothing else then.
  @inline(never)
  private mutating func refuseComment(_ argument: Argument, _ diagnostics: inout Diagnostics) -> Bool {
    guard argument.quote == 0, argument.word.bytes.first == UInt8(ascii: "#") else { return false }
    let range = SourceRange(source: line.range.source, start: argument.range.start, end: line.range.end)
    diagnostics.report(Diagnostic(.commentAfterDirective, at: range))
    return true
  }

  /// An operator without quotes, with what of the line must be its argument: `@rx a` of `SecRule ARGS @rx a "id:1"`.
  @inline(never)
  private mutating func withUnquotedArgument(_ text: Argument, _ diagnostics: inout Diagnostics) -> Word {
    let bytes = text.word.bytes
    let mark = bytes.first == UInt8(ascii: "!") ? 1 : 0
    guard text.quote == 0, bytes.count > mark, bytes[mark] == UInt8(ascii: "@") else { return text.word }
    guard let whole = arguments.takeBareRest(after: text) else { return text.word }
    end = whole.range.end
    let quote = UInt8(ascii: "\"")
    diagnostics.report(
      Diagnostic(.unquotedOperator, at: whole.range, suggestion: [quote] + whole.word.bytes + [quote]))
    return whole.word
  }

  /// Reports what stands beyond the arguments a rule has.
  private mutating func refuseMore(_ diagnostics: inout Diagnostics) {
    while let argument = next(&diagnostics) {
      if refuseComment(argument, &diagnostics) { return }
      diagnostics.report(Diagnostic(.unexpectedArgument, at: argument.range, found: argument.word.bytes))
    }
  }
}
