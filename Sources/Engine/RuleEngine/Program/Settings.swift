public import BodyParsers
import Bytes
public import LinearRegex

/// What happens to a body larger than its limit.
public enum BodyLimitAction: UInt8, Sendable { case reject, processPartial }

/// SecAuditLogFormat.
public enum AuditFormat: UInt8, Sendable { case json, native }

/// SecParseXmlIntoArgs: whether the texts of XML elements become ARGS, as well or only.
public enum XMLArguments: UInt8, Sendable { case off, on, only }

/// The directives that set a value, with the engine's defaults (docs/seclang.md, section 1).
public struct Settings: Sendable {
  public var engineMode = EngineMode.on
  public var requestBodyAccess = false
  public var requestBodyLimitBytes = 134_217_728
  public var requestBodyLimitAction = BodyLimitAction.reject
  public var responseBodyAccess = false
  public var responseBodyLimitBytes = 524_288
  public var responseBodyLimitAction = BodyLimitAction.processPartial
  /// Lower-case media types whose response bodies are inspected.
  public var responseBodyMimeTypes: [[UInt8]] = [[UInt8]("text/plain"), [UInt8]("text/html"), [UInt8]("text/xml")]
  /// Limits handed to the body parsers: JSON and XML depth, files, body without files.
  public var bodyLimits = BodyLimits()
  /// SecArgumentsLimit: one budget for all of ARGS.
  public var argumentLimit = 1000
  public var argumentSeparator = UInt8(ascii: "&")
  public var auditMode = AuditMode.off
  public var auditParts: AuditParts = AuditParts(rawValue: 0)
  public var auditRelevantStatus: Pattern?
  public var auditFormat = AuditFormat.json
  public var componentSignatures: [[UInt8]] = []
  public var webAppID: [UInt8] = []
  public var sensorID: [UInt8] = []
  /// SecPcreMatchLimit: steps of the backtracking matcher.
  public var matchLimit = 100_000
  public var collectionTimeoutSeconds = 3600
  public var debugLogLevel = 0
  public var xmlArguments = XMLArguments.off

  public init() {
    for letter in [UInt8]("ABCFHZ") { auditParts.insert(AuditParts(letter: letter)) }
  }
}
