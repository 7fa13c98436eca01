/// Every option of `ctl`, sorted by name.
let controlTable: [ControlRow] = [
  .auditEngine, .auditLogParts, .debugLogLevel, .forceRequestBodyVariable, .forceResponseBodyVariable, .hashEnforcement,
  .hashEngine, .parseXmlIntoArgs, .requestBodyAccess, .requestBodyLimit, .requestBodyProcessor, .responseBodyAccess,
  .responseBodyLimit, .responseBodyProcessor, .ruleEngine, .ruleRemoveById, .ruleRemoveByMsg, .ruleRemoveByTag,
  .ruleRemoveTargetById, .ruleRemoveTargetByMsg, .ruleRemoveTargetByTag,
]
