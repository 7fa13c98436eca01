/// Every action, sorted by name.
let actionTable: [ActionRow] = [
  .accuracy, .allow, .append, .auditLog, .block, .capture, .chain, .ctl, .deny, .deprecateVar, .drop, .exec,
  .expireVar, .id, .initCol, .log, .logData, .maturity, .msg, .multiMatch, .noAuditLog, .noLog, .pass, .pause,
  .phase, .prepend, .proxy, .redirect, .rev, .sanitiseArg, .sanitiseMatched, .sanitiseMatchedBytes,
  .sanitiseRequestHeader, .sanitiseResponseHeader, .sanitizeArg, .sanitizeMatched, .sanitizeMatchedBytes,
  .sanitizeRequestHeader, .sanitizeResponseHeader, .setEnv, .setRsc, .setSid, .setUid, .setVar, .severity, .skip,
  .skipAfter, .status, .transformation, .tag, .ver, .xmlns,
]
