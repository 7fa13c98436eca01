import Bytes

// The moment the transaction began, in UTC: a sandbox knows no time zone.
extension VariableRow {
  static let time = VariableRow("TIME") { transaction, values in
    let time = transaction.time.civil
    var text: [UInt8] = []
    text.append(twoDigits: time.hour)
    text.append(UInt8(ascii: ":"))
    text.append(twoDigits: time.minute)
    text.append(UInt8(ascii: ":"))
    text.append(twoDigits: time.second)
    values.append(Value(transaction.arena.copy(text)))
  }
  static let timeEpoch = VariableRow("TIME_EPOCH") { transaction, values in
    var text: [UInt8] = []
    text.append(decimal: transaction.time.unixSeconds)
    values.append(Value(transaction.arena.copy(text)))
  }
  static let timeDay = number("TIME_DAY") { $0.time.civil.day }
  static let timeHour = number("TIME_HOUR") { $0.time.civil.hour }
  static let timeMinute = number("TIME_MIN") { $0.time.civil.minute }
  static let timeMonth = number("TIME_MON") { $0.time.civil.month }
  static let timeSecond = number("TIME_SEC") { $0.time.civil.second }
  /// 0 is Sunday.
  static let timeWeekday = number("TIME_WDAY") { $0.time.civil.weekday }
  static let timeYear = number("TIME_YEAR") { $0.time.civil.year }
  /// A proxy filter asks for the time once, so no time has passed yet.
  static let duration = number("DURATION") { _ in 0 }

  private static func number(_ name: StaticString, _ read: @escaping @Sendable (Transaction) -> Int) -> VariableRow {
    VariableRow(name) { transaction, values in values.append(Value(transaction.decimal(read(transaction)))) }
  }
}

extension [UInt8] {
  /// Appends a number below 100 with a leading zero.
  package mutating func append(twoDigits value: Int) {
    append(0x30 &+ UInt8(truncatingIfNeeded: value / 10 % 10))
    append(0x30 &+ UInt8(truncatingIfNeeded: value % 10))
  }
}
