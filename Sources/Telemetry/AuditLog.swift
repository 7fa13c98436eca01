public import RuleEngine

/// Appends the audit record of a finished transaction as one line of JSON, without prefix and without newline.
public func appendAuditRecord(of transaction: Transaction, to output: inout [UInt8]) {}

/// Appends the error-log line of one match.
public func appendErrorLine(of match: MatchRecord, in transaction: Transaction, to output: inout [UInt8]) {}
