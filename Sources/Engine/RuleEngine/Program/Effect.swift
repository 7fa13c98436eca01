import Bytes

/// A collection that `setvar` can write: TX, or one that outlives the transaction.
public enum WritableCollection: UInt8, Sendable, CaseIterable {
  case tx, ip, global, resource, session, user
}

/// SecRuleEngine and ctl:ruleEngine.
public enum EngineMode: UInt8, Sendable { case off, detectionOnly, on }

/// SecAuditEngine and ctl:auditEngine.
public enum AuditMode: UInt8, Sendable { case off, relevantOnly, on }

/// REQBODY_PROCESSOR and ctl:requestBodyProcessor.
public enum BodyProcessor: UInt8, Sendable { case none, urlEncoded, multipart, json, xml, raw }

/// Which rules a removal or an exception speaks of.
public enum RuleMatcher: Equatable, Sendable {
  case ids(ClosedRange<Int64>)
  case tag([UInt8])
  case message([UInt8])
}

/// The name of a collection's member as a rule writes it, in lower case but for what macros bring.
public struct MemberName: Sendable {
  public let text: Macro
  /// The number of a constant name in TX; −1 otherwise.
  let number: Int32

  public init(_ collection: WritableCollection, _ text: Macro, _ names: inout MemberNames) {
    self.text = text
    number = collection == .tx ? text.constant.map { names.key($0).number } ?? -1 : -1
  }
}

/// What a rule does each time one of its values matches, in the order written.
public indirect enum Effect: Sendable {
  public enum SetOperation: UInt8, Sendable { case assign, add, subtract, unset }

  case setVariable(WritableCollection, key: MemberName, SetOperation, value: Macro)
  case expireVariable(WritableCollection, key: Macro, seconds: Macro)
  /// deprecatevar: lowers a number by `amount` for each whole `seconds` since the collection was saved.
  case deprecateVariable(WritableCollection, key: Macro, amount: Int64, seconds: Int64)
  /// initcol, setsid, setuid, setrsc: opens a persistent collection under a key.
  case openCollection(WritableCollection, key: Macro)
  case setEnvironment(name: Macro, value: Macro)
  /// sanitiseArg and its kin: the value of this name is shown in no record; `nil` for what the rule matched.
  case mask(Macro?)
  case control(Control)
}

/// ctl: changes of the configuration for this transaction only.
public enum Control: Sendable {
  case engine(EngineMode)
  case auditEngine(AuditMode)
  /// Parts switched on and off, as bits of `AuditParts`; `absolute` replaces the whole set.
  case auditParts(on: AuditParts, off: AuditParts, absolute: Bool)
  case requestBodyAccess(Bool)
  case requestBodyLimit(Int)
  case requestBodyProcessor(BodyProcessor)
  /// A processor name nobody knows: sets REQBODY_ERROR.
  case unknownBodyProcessor([UInt8])
  case forceRequestBodyVariable(Bool)
  case responseBodyAccess(Bool)
  case responseBodyLimit(Int)
  case responseBodyProcessor(BodyProcessor)
  case forceResponseBodyVariable(Bool)
  case removeRule(RuleMatcher)
  case removeTarget(RuleMatcher, Target)
  case xmlArguments(XMLArguments)
  case debugLogLevel(Int)
}

/// SecAuditLogParts: one bit per letter.
public struct AuditParts: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  /// The part of an upper-case letter A–Z; nothing for other bytes.
  public init(letter: UInt8) {
    self.init(rawValue: letter.isASCIIUppercase ? 1 &<< UInt32(letter &- 0x41) : 0)
  }
  public static let requestHeaders = AuditParts(letter: UInt8(ascii: "B"))
  public static let requestBody = AuditParts(letter: UInt8(ascii: "C"))
  public static let responseBody = AuditParts(letter: UInt8(ascii: "E"))
  public static let responseHeaders = AuditParts(letter: UInt8(ascii: "F"))
  public static let trailer = AuditParts(letter: UInt8(ascii: "H"))
  public static let requestBodyWithoutFiles = AuditParts(letter: UInt8(ascii: "I"))
  public static let files = AuditParts(letter: UInt8(ascii: "J"))
  public static let matchedRules = AuditParts(letter: UInt8(ascii: "K"))
}
