extension Transformation {
  /// `t:normalizePathWin`: `normalisePathWin`.
  static let normalizePathWin = Transformation(name: "normalizePathWin", aliasOf: .normalisePathWin)
}
