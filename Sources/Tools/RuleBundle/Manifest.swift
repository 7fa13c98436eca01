/// A Kubernetes object that carries a bundled configuration.
public struct Manifest: Sendable {
  /// What is printed.
  public enum Kind: String, CaseIterable, Sendable {
    /// `EnvoyExtensionPolicy` of Envoy Gateway, at a Gateway.
    case policy
    /// `WasmPlugin` of Istio, at a Gateway.
    case wasmPlugin = "wasm-plugin"
    /// A ConfigMap with the configuration as `plugin.json`, for a proxy that mounts it.
    case configMap = "config-map"
    /// No object: the plugin's JSON alone.
    case configuration
  }

  public let kind: Kind
  public let configuration: BundledConfiguration
  /// The image of the module, as `registry.example.com/portcullis:1.0.0`.
  public let image: String
  /// The Gateway the policy is for.
  public let gateway: String

  public init(_ kind: Kind, _ configuration: BundledConfiguration, image: String, gateway: String) {
    self.kind = kind
    self.configuration = configuration
    self.image = image
    self.gateway = gateway
  }

  /// What to tell about the object's size; nil when Kubernetes takes it as it is.
  public var sizeWarning: String? {
    let json = configuration.json
    return switch kind {
    case .policy, .wasmPlugin: SizeLimits.warning(stored: json.utf8.count, annotated: json.utf8.count)
    // A string there: every quote and line feed in it is escaped once more.
    case .configMap: SizeLimits.warning(stored: json.utf8.count, annotated: jsonString(json).utf8.count)
    case .configuration: nil
    }
  }

  /// Whether Kubernetes takes a text as an object's name (RFC 1123, subdomain) or, without dots, a namespace's.
  public static func isName(_ text: String, dots: Bool = true) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= (dots ? 253 : 63) && (dots || labels.count == 1)
      && labels.allSatisfy { $0.wholeMatch(of: /[a-z0-9]([-a-z0-9]*[a-z0-9])?/) != nil }
  }

  /// The object as YAML, or the JSON for `.configuration`; ends with a line feed.
  public var text: String {
    var output = ""
    switch kind {
    case .policy:
      output =
        head("gateway.envoyproxy.io/v1alpha1", "EnvoyExtensionPolicy") + target + """
            wasm:
              - name: portcullis
                rootID: portcullis
                code:
                  type: Image
                  image:
                    url: \(jsonString(image))
                config:

          """
      configuration.appendYAML(indent: 8, to: &output)
    case .wasmPlugin:
      output =
        head("extensions.istio.io/v1alpha1", "WasmPlugin") + target + """
            url: \(jsonString("oci://" + image))
            phase: AUTHN
            pluginName: portcullis
            pluginConfig:

          """
      configuration.appendYAML(indent: 4, to: &output)
    case .configMap:
      output = head("v1", "ConfigMap") + "data:\n  plugin.json: "
      appendYAMLText(configuration.json + "\n", indent: 4, to: &output)
    case .configuration:
      output = configuration.json + "\n"
    }
    return output
  }

  private func head(_ version: String, _ kind: String) -> String {
    """
    apiVersion: \(version)
    kind: \(kind)
    metadata:
      name: \(jsonString(configuration.identifier))
      namespace: \(jsonString(configuration.owner))

    """
  }

  private var target: String {
    """
    spec:
      targetRefs:
        - group: gateway.networking.k8s.io
          kind: Gateway
          name: \(jsonString(gateway))

    """
  }
}
