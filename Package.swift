// swift-tools-version: 6.2
import Foundation
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

/// What decides: a module of Sources/Engine.
func engineTarget(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/Engine/\(name)", swiftSettings: engine)
}

/// What asks: a module of Sources/Hosts, compiled for wasm as well unless other settings are given.
func hostTarget(_ name: String, _ dependencies: [Target.Dependency], _ settings: [SwiftSetting] = engine) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/Hosts/\(name)", swiftSettings: settings)
}

/// What people run: a module of Sources/Tools.
func toolTarget(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/Tools/\(name)", swiftSettings: native)
}

/// The tests of a module.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies, swiftSettings: native)
}

/// What compares a module with recorded behaviour, other engines' suites and other libraries: see
/// Tests/Reference/ReferenceSupport. It speaks with the helpers of the module's own tests.
func referenceTests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)ReferenceTests", dependencies: ["ReferenceSupport"] + dependencies,
    path: "Tests/Reference/\(name)ReferenceTests", swiftSettings: native)
}

// Debian's libpcre2-dev and libre2-dev serve comparisons only: without them the package still builds, and the tests say
// what they leave out.
let hasPCRE2 = FileManager.default.fileExists(atPath: "/usr/include/pcre2.h")
let hasRE2 = FileManager.default.fileExists(atPath: "/usr/include/re2/re2.h")

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
        "Bytes", "SecLang", "LinearRegex", "Operators", "Transformations", "BodyParsers", "RuleEngine",
      ]),
    engineTarget("Telemetry", ["Bytes", "RuleEngine"]),
    .target(name: "CRuleData", path: "Sources/Engine/CRuleData"),
    engineTarget("RuleLibrary", ["Bytes", "SecLang", "CRuleData"]),
    // policy
    engineTarget(
      "Inspection", ["Bytes", "SecLang", "Operators", "RuleCompiler", "RuleEngine", "RuleLibrary", "Telemetry"]),
    // host
    .target(name: "CProxyWasm", path: "Sources/Hosts/CProxyWasm"),
    hostTarget("ProxyWasm", ["CProxyWasm", "Bytes"]),
    hostTarget("WAFFilter", ["Bytes", "ProxyWasm", "Inspection", "RuleEngine", "Telemetry"]),
    .target(name: "WasmRuntime", path: "wasm/runtime"),
    .executableTarget(
      name: "Plugin", dependencies: ["WAFFilter", "WasmRuntime"], path: "Sources/Hosts/Plugin", swiftSettings: engine),
    // native
    hostTarget("HostShim", ["CProxyWasm", "WAFFilter"], native),
    toolTarget(
      "Conformance",
      ["Bytes", "SecLang", "RuleCompiler", "RuleEngine", "RuleLibrary", "Telemetry", "Yams"]),
    toolTarget("RuleBundle", []),
    .executableTarget(
      name: "portcullis",
      dependencies: [
        "SecLang", "RuleLibrary", "Conformance", "RuleBundle",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/Tools/portcullis", swiftSettings: native),
    // The server behind the proxy, for tests and measurements.
    .executableTarget(
      name: "test-upstream",
      dependencies: [
        "Conformance", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
      ], path: "Sources/Tools/TestUpstream", swiftSettings: native),
    // tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: native),
    .target(
      name: "ReferenceSupport", dependencies: ["TestSupport"], path: "Tests/Reference/ReferenceSupport",
      swiftSettings: native),
    .executableTarget(
      name: "engine-bench", dependencies: ["Bytes", "SecLang", "RuleEngine", "Conformance"],
      path: "Tests/Bench/Engine", swiftSettings: native),
    // Our reader of multipart bodies for scripts/multipart-differential.
    .executableTarget(
      name: "multipart-reader", dependencies: ["Bytes", "BodyParsers"], path: "Tests/Differential/MultipartReader",
      swiftSettings: native),
    tests("Bytes", []),
    tests("SecLang", ["Bytes", "TestSupport"]),
    tests("LiteralSearch", ["Bytes", "TestSupport"]),
    tests("LinearRegex", ["Bytes", "TestSupport", "LiteralSearch"]),
    tests("Injection", ["TestSupport"]),
    tests("Operators", ["Bytes", "TestSupport", "LiteralSearch"]),
    tests("Transformations", ["TestSupport"]),
    tests("BodyParsers", ["Bytes", "TestSupport"]),
    tests("RuleEngine", ["Bytes", "TestSupport", "RuleCompiler", "RuleLibrary", "SecLang"]),
    tests("RuleCompiler", ["Bytes", "TestSupport", "SecLang", "RuleEngine"]),
    tests("Telemetry", ["Bytes", "RuleEngine", "RuleCompiler", "SecLang"]),
    tests("Inspection", ["Bytes"]),
    tests("ProxyWasm", ["Bytes", "HostShim"]),
    tests("WAFFilter", ["HostShim"]),
    tests("RuleBundle", []),
    tests("Conformance", ["TestSupport", "SecLang"]),
    // What needs more than the repository
    referenceTests("SecLang", ["Bytes", "SecLang", "SecLangTests", "TestSupport"]),
    referenceTests("LiteralSearch", ["Bytes", "LiteralSearch"]),
    referenceTests(
      "LinearRegex", ["LinearRegex", "LinearRegexTests", "LiteralSearch", "TestSupport"] + (hasPCRE2 ? ["CPCRE2"] : [])),
    referenceTests("Injection", ["Injection", "InjectionTests", "TestSupport"]),
    referenceTests("Operators", ["Bytes", "Operators", "OperatorsTests", "TestSupport"]),
    referenceTests("Transformations", ["TestSupport", "TransformationsTests"]),
    referenceTests("BodyParsers", ["BodyParsers", "BodyParsersTests", "Bytes", "TestSupport"]),
    referenceTests(
      "RuleEngine", ["Bytes", "RuleCompiler", "RuleEngine", "RuleEngineTests", "RuleLibrary", "SecLang", "TestSupport"]),
    referenceTests("RuleCompiler", ["RuleCompiler", "RuleCompilerTests", "RuleEngine", "SecLang", "TestSupport"]),
    referenceTests("Telemetry", ["RuleEngine", "Telemetry", "TelemetryTests", "TestSupport"]),
    referenceTests("Conformance", ["Conformance", "RuleCompiler", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// What the tests and the benchmark compare with; never part of a product.
if hasPCRE2 {
  package.targets.append(.systemLibrary(name: "CPCRE2", path: "Tests/CPCRE2", pkgConfig: "libpcre2-8"))
}
if hasPCRE2 && hasRE2 {
  package.targets += [
    .target(name: "CRE2", path: "Tests/CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .executableTarget(
      name: "matching-bench",
      dependencies: [
        "Bytes", "LiteralSearch", "LinearRegex", "Injection", "Transformations", "CPCRE2", "CRE2", "ReferenceSupport",
      ], path: "Tests/Bench/Matching", swiftSettings: native),
  ]
}

// A change to one module is tried in seconds if nothing else is built: PORTCULLIS_ONLY=BodyParsersTests swift test
// leaves out every target that the named ones do not need.
if let only = Context.environment["PORTCULLIS_ONLY"] {
  var needed = Set<String>()
  var left = only.split(separator: ",").map(String.init)
  while let name = left.popLast() {
    guard let target = package.targets.first(where: { $0.name == name }), needed.insert(name).inserted else { continue }
    for case .byNameItem(let dependency, _) in target.dependencies { left.append(dependency) }
  }
  package.targets.removeAll { !needed.contains($0.name) }
  package.products.removeAll()
}
