/// What a body may still deliver: XML, JSON and multipart pay here, so that no syntax makes of a small body a large
/// transaction.
struct DeliveryBudget {
  private var values: Int
  private var nameBytes: Int

  /// - Parameter bodyBytes: how long the body is. A number in a nested list of JSON takes two bytes of it and forty of
  ///   names, so short bodies may have more than their share.
  init(_ limits: BodyLimits, bodyBytes: Int) {
    values = limits.values
    nameBytes = min(limits.nameBytes, 32_768 + 8 * min(bodyBytes, limits.readBytes))
  }

  /// Pays for values about to be delivered, and for the bytes of their names.
  ///
  /// - Parameter values: none for an argument: the sink refuses those that are too many.
  mutating func spend(values: Int = 1, nameBytes: Int, at offset: Int) throws(BodyFault) {
    guard values <= self.values else { throw BodyFault(.valuesLimit, at: offset) }
    guard nameBytes <= self.nameBytes else { throw BodyFault(.nameBytesLimit, at: offset) }
    self.values -= values
    self.nameBytes -= nameBytes
  }
}
