/// What Kubernetes bears of one object.
public enum SizeLimits {
  /// A ConfigMap's data, and about what etcd stores of any object.
  public static let objectBytes = 1 << 20
  /// All annotations together; `kubectl apply` keeps the whole object in one unless it applies on the server's side.
  public static let annotationBytes = 256 << 10

  /// What to tell about an object whose configuration is as large as `bytes`, as JSON; nil when it fits anywhere.
  public static func warning(forBytes bytes: Int) -> String? {
    if bytes > objectBytes {
      return "\(bytes) bytes are more than the \(objectBytes) Kubernetes stores in one object:"
        + " split the rules into several policies, or take the built-in rules (Include @owasp_crs/*.conf)"
    }
    if bytes > annotationBytes {
      return "\(bytes) bytes are more than kubectl apply keeps in an annotation: use kubectl apply --server-side"
    }
    return nil
  }
}
