import Bytes

extension Transaction {
  /// Carries out a `ctl` action.
  func apply(_ control: Control) {
    switch control {
    case .engine(let mode):
      // Off counts from the next phase on, as in both reference engines; the other two at once.
      nextEngineMode = mode
      if mode != .off { settings.engineMode = mode }
    case .auditEngine(let mode): settings.auditMode = mode
    case .auditParts(let on, let off, let absolute):
      settings.auditParts = (absolute ? [] : settings.auditParts).union(on).subtracting(off)
    case .requestBodyAccess(let access): settings.requestBodyAccess = access
    case .requestBodyLimit(let bytes): settings.requestBodyLimitBytes = bytes
    case .requestBodyProcessor(let processor): setBodyProcessor(processor)
    case .unknownBodyProcessor(let name):
      setBodyProcessor(.none)
      unknownBodyProcessor = name
      data[.bodyProcessor] = arena.copy(name)
    case .forceRequestBodyVariable(let isForced): isRequestBodyVariableForced = isForced
    case .responseBodyAccess(let access): settings.responseBodyAccess = access
    case .responseBodyLimit(let bytes): settings.responseBodyLimitBytes = bytes
    case .responseBodyProcessor(let processor):
      responseBodyProcessor = processor
      data[.responseBodyProcessor] = processor.name
    // RESPONSE_BODY is filled whenever the body is kept.
    case .forceResponseBodyVariable: break
    case .removeRule(let matcher): removals.remove(matcher)
    case .removeTarget(let matcher, let target): removals.remove(target, of: matcher)
    case .xmlArguments(let choice): settings.xmlArguments = choice
    case .debugLogLevel(let level): settings.debugLogLevel = level
    }
  }
}
