/// Every directive but Include, which the parser follows itself; sorted by name without regard to case.
let directiveTable: [DirectiveRow] = [
  .action, .argumentSeparator, .argumentsLimit, .auditEngine, .auditLog, .auditLog2, .auditLogDirMode,
  .auditLogFileMode, .auditLogFormat, .auditLogParts, .auditLogRelevantStatus, .auditLogStorageDir, .auditLogType,
  .cacheTransformations, .chrootDir, .collectionTimeout, .componentSignature, .connEngine, .connReadStateLimit,
  .connWriteStateLimit, .contentInjection, .cookieFormat, .cookieV0Separator, .dataDir, .dataset, .debugLog,
  .debugLogLevel, .defaultAction, .disableBackendCompression, .geoLookupDb, .gsbLookupDb, .guardianLog, .hashEngine,
  .hashKey, .hashMethodPm, .hashMethodRx, .hashParam, .httpBlKey, .ignoreRuleCompilationErrors, .interceptOnError,
  .marker, .parseXmlIntoArgs, .pcreMatchLimit, .pcreMatchLimitRecursion, .remoteRules, .remoteRulesFailAction,
  .requestBodyAccess, .requestBodyInMemoryLimit, .requestBodyJsonDepthLimit, .requestBodyLimit,
  .requestBodyLimitAction, .requestBodyNoFilesLimit, .responseBodyAccess, .responseBodyLimit,
  .responseBodyLimitAction, .responseBodyMimeType, .responseBodyMimeTypeClear, .responseBodyMimeTypesClear, .rule,
  .ruleEngine, .ruleInheritance, .rulePerfTime, .ruleRemoveById, .ruleRemoveByMsg, .ruleRemoveByTag, .ruleScript,
  .ruleUpdateActionById, .ruleUpdateTargetById, .ruleUpdateTargetByMsg, .ruleUpdateTargetByTag, .rxPreFilter,
  .sensorId, .serverSignature, .statusEngine, .streamInBodyInspection, .streamOutBodyInspection, .tmpDir,
  .tmpSaveUploadedFiles, .unicodeMap, .unicodeMapFile, .uploadDir, .uploadFileLimit, .uploadFileMode,
  .uploadKeepFiles, .webAppId, .xmlExternalEntity,
]
