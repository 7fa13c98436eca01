// Directives that need files, a network, processes, or the insides of another server.
extension DirectiveRow {
  // Files of logs: records go to the host's log.
  static let auditLog = DirectiveRow("SecAuditLog", .ignored)
  static let auditLog2 = DirectiveRow("SecAuditLog2", .ignored)
  static let auditLogDirMode = DirectiveRow("SecAuditLogDirMode", .ignored)
  static let auditLogFileMode = DirectiveRow("SecAuditLogFileMode", .ignored)
  static let auditLogStorageDir = DirectiveRow("SecAuditLogStorageDir", .ignored)
  static let auditLogType = DirectiveRow("SecAuditLogType", .ignored)
  static let debugLog = DirectiveRow("SecDebugLog", .ignored)
  static let guardianLog = DirectiveRow("SecGuardianLog", .ignored)

  // Files of bodies: these stay in memory.
  static let requestBodyInMemoryLimit = DirectiveRow("SecRequestBodyInMemoryLimit", .ignored)
  static let dataDir = DirectiveRow("SecDataDir", .ignored)
  static let tmpDir = DirectiveRow("SecTmpDir", .ignored)
  static let tmpSaveUploadedFiles = DirectiveRow("SecTmpSaveUploadedFiles", .ignored)
  static let uploadDir = DirectiveRow("SecUploadDir", .ignored)
  static let uploadFileMode = DirectiveRow("SecUploadFileMode", .ignored)
  static let uploadKeepFiles = DirectiveRow("SecUploadKeepFiles", .ignored)

  // Look-ups of addresses.
  static let geoLookupDb = DirectiveRow("SecGeoLookupDb", .ignored)
  static let gsbLookupDb = DirectiveRow("SecGsbLookupDb", .ignored)
  static let httpBlKey = DirectiveRow("SecHttpBlKey", .ignored)

  // Insides of Apache and of ModSecurity 2.
  static let cacheTransformations = DirectiveRow("SecCacheTransformations", .ignored)
  static let chrootDir = DirectiveRow("SecChrootDir", .ignored)
  static let connEngine = DirectiveRow("SecConnEngine", .ignored)
  static let connReadStateLimit = DirectiveRow("SecConnReadStateLimit", .ignored)
  static let connWriteStateLimit = DirectiveRow("SecConnWriteStateLimit", .ignored)
  static let contentInjection = DirectiveRow("SecContentInjection", .ignored)
  static let cookieV0Separator = DirectiveRow("SecCookieV0Separator", .ignored)
  static let disableBackendCompression = DirectiveRow("SecDisableBackendCompression", .ignored)
  static let hashEngine = DirectiveRow("SecHashEngine", .ignored)
  static let hashKey = DirectiveRow("SecHashKey", .ignored)
  static let hashMethodPm = DirectiveRow("SecHashMethodPm", .ignored)
  static let hashMethodRx = DirectiveRow("SecHashMethodRx", .ignored)
  static let hashParam = DirectiveRow("SecHashParam", .ignored)
  static let interceptOnError = DirectiveRow("SecInterceptOnError", .ignored)
  static let pcreMatchLimitRecursion = DirectiveRow("SecPcreMatchLimitRecursion", .ignored)
  static let ruleInheritance = DirectiveRow("SecRuleInheritance", .ignored)
  static let rulePerfTime = DirectiveRow("SecRulePerfTime", .ignored)
  static let rxPreFilter = DirectiveRow("SecRxPreFilter", .ignored)
  static let serverSignature = DirectiveRow("SecServerSignature", .ignored)
  static let statusEngine = DirectiveRow("SecStatusEngine", .ignored)
  static let streamInBodyInspection = DirectiveRow("SecStreamInBodyInspection", .ignored)
  static let streamOutBodyInspection = DirectiveRow("SecStreamOutBodyInspection", .ignored)

  // Rules that would be missing without a word.
  static let remoteRules = DirectiveRow("SecRemoteRules", .rejected)
  static let remoteRulesFailAction = DirectiveRow("SecRemoteRulesFailAction", .rejected)
  static let ruleScript = DirectiveRow("SecRuleScript", .rejected)
}
