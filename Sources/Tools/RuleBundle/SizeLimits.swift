/// What Kubernetes bears of one object.
public enum SizeLimits {
  /// A ConfigMap's data, and about what etcd stores of any object.
  public static let objectBytes = 1 << 20
  /// All annotations together; `kubectl apply` keeps the whole object in one, unless it applies on the server's side.
  public static let annotationBytes = 256 << 10

  /// What to tell about an object; nil when it fits anywhere.
  ///
  /// - Parameters:
  ///   - stored: bytes of what the object carries.
  ///   - annotated: bytes of the same as part of the object's JSON.
  public static func warning(stored: Int, annotated: Int) -> String? {
    if stored > objectBytes {
      return "\(stored) bytes are more than the \(objectBytes) Kubernetes stores in one object:"
        + " split the rules into several policies, or take the built-in rules (Include @owasp_crs/*.conf)"
    }
    if annotated > annotationBytes {
      return "\(annotated) bytes are more than kubectl apply keeps in an annotation: use kubectl apply --server-side"
    }
    return nil
  }
}
