import Bytes
import RuleEngine

extension [UInt8] {
  mutating func append(control: Control) {
    switch control {
    case .engine(let mode): append("engine ", mode)
    case .auditEngine(let mode): append("auditEngine ", mode)
    case .auditParts(let on, let off, let absolute):
      append(absolute ? "auditParts =" : "auditParts +")
      append(parts: on)
      append(" -")
      append(parts: off)
    case .requestBodyAccess(let flag): append("requestBodyAccess ", flag)
    case .requestBodyLimit(let bytes): append("requestBodyLimit ", bytes)
    case .requestBodyProcessor(let processor): append("requestBodyProcessor ", processor)
    case .responseBodyProcessor(let processor): append("responseBodyProcessor ", processor)
    case .unknownBodyProcessor(let name):
      append("unknownBodyProcessor ")
      append(jsonString: name.span)
    case .forceRequestBodyVariable(let flag): append("forceRequestBodyVariable ", flag)
    case .responseBodyAccess(let flag): append("responseBodyAccess ", flag)
    case .responseBodyLimit(let bytes): append("responseBodyLimit ", bytes)
    case .forceResponseBodyVariable(let flag): append("forceResponseBodyVariable ", flag)
    case .removeRule(let matcher):
      append("removeRule ")
      append(matcher: matcher)
    case .removeTarget(let matcher, let target):
      append("removeTarget ")
      append(matcher: matcher)
      append(" ")
      append(target: target)
    case .xmlArguments(let choice): append("xmlArguments ", choice)
    case .debugLogLevel(let level): append("debugLogLevel ", level)
    }
  }

  mutating func append(_ name: StaticString, _ flag: Bool) {
    append(name)
    append(flag ? "On" : "Off")
  }

  mutating func append(_ name: StaticString, _ number: Int) {
    append(name)
    append(decimal: number)
  }

  mutating func append(_ name: StaticString, _ mode: EngineMode) {
    append(name)
    switch mode {
    case .off: append("Off")
    case .detectionOnly: append("DetectionOnly")
    case .on: append("On")
    }
  }

  mutating func append(_ name: StaticString, _ mode: AuditMode) {
    append(name)
    switch mode {
    case .off: append("Off")
    case .relevantOnly: append("RelevantOnly")
    case .on: append("On")
    }
  }

  mutating func append(_ name: StaticString, _ choice: XMLArguments) {
    append(name)
    switch choice {
    case .off: append("Off")
    case .on: append("On")
    case .only: append("OnlyArgs")
    }
  }

  private mutating func append(_ name: StaticString, _ processor: BodyProcessor) {
    append(name)
    switch processor {
    case .none: append("none")
    case .urlEncoded: append("URLENCODED")
    case .multipart: append("MULTIPART")
    case .json: append("JSON")
    case .xml: append("XML")
    case .raw: append("RAW")
    }
  }

  /// Parts as their letters.
  mutating func append(parts: AuditParts) {
    for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") where parts.contains(AuditParts(letter: letter)) {
      append(letter)
    }
  }
}
