extension Transformation {
  /// `t:normalizePath`: `normalisePath`.
  static let normalizePath = Transformation(name: "normalizePath", aliasOf: .normalisePath)
}
