/// A moment: nanoseconds since 1970-01-01 00:00 UTC.
public struct WallClock: Sendable {
  public let unixNanoseconds: Int64
  public init(unixNanoseconds: Int64) { self.unixNanoseconds = unixNanoseconds }

  public var unixSeconds: Int64 { unixNanoseconds / 1_000_000_000 }

  /// The moment as a date and time of day in UTC (proleptic Gregorian calendar).
  public struct Civil: Sendable {
    public var year: Int
    public var month: Int
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int
    /// 0 is Sunday.
    public var weekday: Int
  }

  public var civil: Civil {
    let seconds = unixSeconds
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let ofDay = Int(seconds - days * 86_400)
    // Days are counted from 1 March of year 0, so that the leap day is the last of its year.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return Civil(
      year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: Int(month),
      day: Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1),
      hour: ofDay / 3_600, minute: ofDay / 60 % 60, second: ofDay % 60,
      weekday: Int(((days + 4) % 7 + 7) % 7))
  }
}
