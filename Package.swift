// swift-tools-version: 6.2
import PackageDescription

// The module graph: a module imports only what is named for it here (scripts/check-layers holds that).
// Nothing below mentions Embedded Swift: wasm/toolset.json switches it on for the wasm build.

/// What every module of the engine is compiled with, natively and for wasm.
let engine: [SwiftSetting] = [
  .treatWarning("EmbeddedRestrictions", as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]
/// What native libraries and tests are compiled with.
let native: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

func engineTarget(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: engine)
}

/// The tests of a module; all of them speak in bytes.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  let common: [Target.Dependency] = name == "Bytes" ? ["TestSupport"] : ["TestSupport", "Bytes"]
  return .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + common + dependencies, swiftSettings: native)
}

let package = Package(
  name: "portcullis",
  products: [
    .library(name: "ProxyWasm", targets: ["ProxyWasm"]),
    .executable(name: "portcullis", targets: ["portcullis"]),
    .executable(name: "plugin", targets: ["Plugin"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    // text
    engineTarget("Bytes", []),
    engineTarget("SecLang", ["Bytes"]),
    // match
    engineTarget("LiteralSearch", ["Bytes"]),
    engineTarget("LinearRegex", ["Bytes", "LiteralSearch"]),
    engineTarget("Injection", ["Bytes"]),
    engineTarget("Operators", ["Bytes", "LiteralSearch", "LinearRegex", "Injection"]),
    // values
    engineTarget("Transformations", ["Bytes"]),
    engineTarget("BodyParsers", ["Bytes"]),
    // rules
    engineTarget(
      "RuleEngine", ["Bytes", "LiteralSearch", "LinearRegex", "Operators", "Transformations", "BodyParsers"]),
    engineTarget(
      "RuleCompiler",
      [
        "Bytes", "SecLang", "LiteralSearch", "LinearRegex", "Operators", "Transformations", "BodyParsers", "RuleEngine",
      ]),
    engineTarget("Telemetry", ["Bytes", "RuleEngine"]),
    .target(name: "CRuleData"),
    engineTarget("RuleLibrary", ["Bytes", "SecLang", "CRuleData"]),
    // host
    .target(name: "CProxyWasm"),
    engineTarget("ProxyWasm", ["CProxyWasm", "Bytes"]),
    engineTarget(
      "WAFFilter",
      ["Bytes", "ProxyWasm", "SecLang", "Operators", "RuleCompiler", "RuleEngine", "RuleLibrary", "Telemetry"]),
    .target(name: "WasmRuntime", path: "wasm/runtime"),
    .executableTarget(name: "Plugin", dependencies: ["WAFFilter", "WasmRuntime"], swiftSettings: engine),
    // native
    .target(name: "HostShim", dependencies: ["CProxyWasm", "WAFFilter"], swiftSettings: native),
    .target(
      name: "Conformance",
      dependencies: ["Bytes", "SecLang", "RuleCompiler", "RuleEngine", "RuleLibrary", "Telemetry", "HostShim", "Yams"],
      swiftSettings: native),
    .target(name: "RuleBundle", swiftSettings: native),
    .executableTarget(
      name: "portcullis",
      dependencies: [
        "Bytes", "SecLang", "RuleCompiler", "RuleEngine", "RuleLibrary", "Conformance", "RuleBundle",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: native),
    // The server behind the proxy, for tests and measurements.
    .executableTarget(
      name: "test-upstream",
      dependencies: [
        "Conformance", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
      ], path: "Sources/TestUpstream", swiftSettings: native),
    // tests
    .target(name: "TestSupport", dependencies: ["Bytes"], path: "Tests/TestSupport", swiftSettings: native),
    // What the tests and the benchmark compare with; never part of a product.
    .systemLibrary(name: "CPCRE2", path: "Tests/CPCRE2", pkgConfig: "libpcre2-8"),
    .target(name: "CRE2", path: "Tests/CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .executableTarget(
      name: "matching-bench",
      dependencies: [
        "Bytes", "LiteralSearch", "LinearRegex", "Injection", "Transformations", "CPCRE2", "CRE2", "TestSupport",
      ], path: "Tests/Bench/Matching", swiftSettings: native),
    .executableTarget(
      name: "engine-bench", dependencies: ["Bytes", "SecLang", "RuleEngine", "Conformance"],
      path: "Tests/Bench/Engine", swiftSettings: native),
    tests("Bytes", []),
    tests("SecLang", []),
    tests("LiteralSearch", []),
    tests("LinearRegex", ["LiteralSearch", "CPCRE2"]),
    tests("Injection", []),
    tests("Operators", ["LiteralSearch"]),
    tests("Transformations", []),
    tests("BodyParsers", []),
    tests("RuleEngine", ["RuleCompiler", "RuleLibrary", "SecLang"]),
    tests("RuleCompiler", ["SecLang", "RuleEngine"]),
    tests("Telemetry", ["RuleEngine", "RuleCompiler", "SecLang"]),
    tests("ProxyWasm", ["HostShim"]),
    tests("WAFFilter", ["HostShim"]),
    tests("RuleBundle", []),
    tests("Conformance", ["RuleCompiler", "RuleEngine", "SecLang"]),
  ],
  swiftLanguageModes: [.v6]
)
