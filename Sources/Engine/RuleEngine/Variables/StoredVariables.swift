import Bytes

// Collections that outlive the transaction, and the environment `setenv` writes.
extension VariableRow {
  static func persistent(_ name: StaticString, _ collection: WritableCollection) -> VariableRow {
    VariableRow(
      name, isCollection: true,
      find: { transaction, key, values in transaction.stored[Int(collection.rawValue)].members?.find(key, &values) },
      fill: { transaction, values in transaction.stored[Int(collection.rawValue)].members?.fill(&values) })
  }

  /// The key a persistent collection was opened under.
  static func collectionKey(_ name: StaticString, _ collection: WritableCollection) -> VariableRow {
    VariableRow(name) { transaction, values in
      if let key = transaction.stored[Int(collection.rawValue)].key { values.append(Value(key)) }
    }
  }

  static let environment = VariableRow("ENV", isCollection: true) { transaction, values in
    transaction.environment?.fill(&values)
  }

  static let webAppID = VariableRow("WEBAPPID") { transaction, values in
    values.append(Value(transaction.arena.copy(transaction.settings.webAppID)))
  }
}
