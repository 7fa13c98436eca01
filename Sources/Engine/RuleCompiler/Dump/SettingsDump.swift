import BodyParsers
import Bytes
import RuleEngine

/// Appends the settings that are not the defaults.
func appendSettings(_ settings: Settings, _ output: inout [UInt8]) {
  let actual = lines(of: settings)
  let defaults = lines(of: Settings())
  for index in actual.indices where actual[index] != defaults[index] {
    output.append(contentsOf: actual[index])
    output.append("\n")
  }
}

/// One line for each setting, always the same number of them.
private func lines(of settings: Settings) -> [[UInt8]] {
  var dump = SettingsDump()
  dump.add { $0.append("engine ", settings.engineMode) }
  dump.add { $0.append("requestBodyAccess ", settings.requestBodyAccess) }
  dump.add { $0.append("requestBodyLimitBytes ", settings.requestBodyLimitBytes) }
  dump.add { $0.append("requestBodyLimitRejects ", settings.requestBodyLimitAction == .reject) }
  dump.add { $0.append("responseBodyAccess ", settings.responseBodyAccess) }
  dump.add { $0.append("responseBodyLimitBytes ", settings.responseBodyLimitBytes) }
  dump.add { $0.append("responseBodyLimitRejects ", settings.responseBodyLimitAction == .reject) }
  dump.add { $0.append("responseBodyMimeTypes", settings.responseBodyMimeTypes) }
  dump.add { $0.append("jsonDepth ", settings.bodyLimits.jsonDepth) }
  dump.add { $0.append("noFilesBytes ", settings.bodyLimits.noFilesBytes) }
  dump.add { $0.append("uploadFiles ", settings.bodyLimits.uploadFiles) }
  dump.add { $0.append("argumentLimit ", settings.argumentLimit) }
  dump.add { $0.append("argumentSeparator", [[settings.argumentSeparator]]) }
  dump.add { $0.append("auditEngine ", settings.auditMode) }
  dump.add {
    $0.append("auditParts ")
    $0.append(parts: settings.auditParts)
  }
  dump.add { $0.append("auditsByStatus ", settings.auditRelevantStatus != nil) }
  dump.add { $0.append("auditsAsJSON ", settings.auditFormat == .json) }
  dump.add { $0.append("componentSignatures", settings.componentSignatures) }
  dump.add { $0.append("webAppID", [settings.webAppID]) }
  dump.add { $0.append("sensorID", [settings.sensorID]) }
  dump.add { $0.append("matchLimit ", settings.matchLimit) }
  dump.add { $0.append("collectionTimeoutSeconds ", settings.collectionTimeoutSeconds) }
  dump.add { $0.append("debugLogLevel ", settings.debugLogLevel) }
  dump.add { $0.append("xmlArguments ", settings.xmlArguments) }
  return dump.lines
}

private struct SettingsDump {
  var lines: [[UInt8]] = []

  mutating func add(_ write: (inout [UInt8]) -> Void) {
    var line: [UInt8] = []
    write(&line)
    lines.append(line)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ name: StaticString, _ values: [[UInt8]]) {
    append(name)
    for value in values {
      append(" ")
      append(jsonString: value.span)
    }
  }
}
