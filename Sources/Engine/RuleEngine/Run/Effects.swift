import Bytes

// What a rule does each time one of its values matches.
extension Transaction {
  func perform(_ effect: Effect) {
    switch effect {
    case .setVariable(let collection, let key, let operation, let value):
      if key.number >= 0 {
        tx.set(number: key.number, result(of: operation, tx.value(number: key.number), value))
      } else {
        set(collection, expand(key.text).lowercased(arena), operation, value)
      }
    case .expireVariable(let collection, let key, let seconds):
      let name = expand(key).lowercased(arena)
      // A number that is out of range means for ever, not the past.
      let (sum, isTooLarge) = time.unixSeconds.addingReportingOverflow(expand(seconds).span.leadingInteger)
      let end = isTooLarge ? .max : sum
      let hash = Selector.Key.hash(name.span)
      stored[Int(collection.rawValue)].change().expire(name.span, hash: hash, at: end, now: time.unixSeconds)
    case .deprecateVariable(let collection, let key, let amount, let seconds):
      let name = expand(key).lowercased(arena)
      let hash = Selector.Key.hash(name.span)
      let saved = stored[Int(collection.rawValue)].savedAt
      guard let saved, let value = stored[Int(collection.rawValue)].members?.value(name.span, hash: hash) else {
        return
      }
      let (loss, isTooLarge) = (max(0, time.unixSeconds &- saved) / seconds).multipliedReportingOverflow(by: amount)
      let number = value.span.leadingInteger
      if loss == 0 || number <= 0 { return }
      let rest = isTooLarge ? 0 : max(0, number - loss)
      stored[Int(collection.rawValue)].change().set(name, hash: hash, decimal(wide: rest))
    case .openCollection(let collection, let key): open(collection, expand(key))
    case .setEnvironment(let name, let value):
      let name = arena.copy(expand(name).span)
      let environment = environment ?? KeyedStore()
      self.environment = environment
      environment.set(name, hash: Selector.Key.hash(name.span), expand(value))
    case .mask(let name):
      var masked = name.map { expand($0) } ?? matched.last?.key ?? .empty
      // The whole of a form, of a URI or of a body: there is no name to go by, so everything is masked.
      if name == nil && masked.isEmpty { masked = ByteSlice("*") }
      let isKnown = maskedNames.contains { $0.span.isEqual(to: masked.span) }
      if !isKnown && maskedNames.count < Self.maskedNameLimit { maskedNames.append([UInt8](masked)) }
    case .control(let control): apply(control)
    }
  }

  private func set(
    _ collection: WritableCollection, _ key: ByteSlice, _ operation: Effect.SetOperation, _ value: Macro
  ) {
    let hash = Selector.Key.hash(key.span)
    let members = collection == .tx ? tx : stored[Int(collection.rawValue)].change()
    members.set(key, hash: hash, result(of: operation, members.value(key.span, hash: hash), value))
  }

  private func result(of operation: Effect.SetOperation, _ old: ByteSlice?, _ value: Macro) -> ByteSlice? {
    switch operation {
    case .unset: return nil
    case .assign: return expand(value)
    case .add, .subtract:
      let left = (old ?? .empty).span.leadingInteger
      let right = expand(value).span.leadingInteger
      let (sum, overflow) =
        operation == .add ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right)
      if overflow { return decimal(wide: left < 0 ? .min : .max) }
      return decimal(wide: sum)
    }
  }

  /// What was set before a collection has a key belongs to the first it gets; another key opens another collection,
  /// as in ModSecurity 3 (version 2.9 goes on with the first, though SESSIONID says otherwise).
  private func open(_ collection: WritableCollection, _ key: ByteSlice) {
    let index = Int(collection.rawValue)
    guard collection != .tx, stored[index].key != key else { return }
    if stored[index].key != nil {
      save(collection)
      stored[index] = StoredCollection()
    }
    stored[index].key = key
    let members = stored[index].members ?? KeyedStore()
    stored[index].members = members
    stored[index].savedAt = engine.store.savedAt(collection, storeKey(collection, key))
    for member in engine.store.load(collection, storeKey(collection, key), now: time.unixSeconds) ?? [] {
      let name = arena.copy(member.key)
      let hash = Selector.Key.hash(name.span)
      members.set(name, hash: hash, arena.copy(member.value))
      if let end = member.expiresAt { members.expire(name.span, hash: hash, at: end, now: time.unixSeconds) }
    }
  }

  /// What a collection is kept under: those of an application have its SecWebAppId in front.
  private func storeKey(_ collection: WritableCollection, _ key: ByteSlice) -> [UInt8] {
    switch collection {
    case .session, .user, .resource: return settings.webAppID + [0] + [UInt8](key)
    case .tx, .ip, .global: return [UInt8](key)
    }
  }

  /// Writes the persistent collections back that this transaction changed.
  func saveCollections() {
    for collection in WritableCollection.allCases { save(collection) }
  }

  private func save(_ collection: WritableCollection) {
    let open = stored[Int(collection.rawValue)]
    guard let key = open.key, open.isChanged else { return }
    var members: [StoredMember] = []
    open.members?.forEach { key, _, value, end in
      members.append(StoredMember(key: [UInt8](key), value: [UInt8](value), expiresAt: end))
    }
    engine.store.save(
      collection, storeKey(collection, key), members, now: time.unixSeconds,
      timeoutSeconds: settings.collectionTimeoutSeconds)
  }
}

extension ByteSlice {
  /// The slice in lower case, itself when nothing changes.
  fileprivate func lowercased(_ arena: Arena) -> ByteSlice {
    let span = span
    var isLower = true
    for index in 0..<span.count where span[index].isASCIIUppercase { isLower = false }
    if isLower { return self }
    let room = arena.allocate(span.count)
    for index in 0..<span.count { room[index] = span[index].lowercasedASCII }
    return ByteSlice(start: UnsafePointer(room.baseAddress), count: room.count)
  }
}
