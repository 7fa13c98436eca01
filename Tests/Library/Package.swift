// swift-tools-version: 6.2
import PackageDescription

// A package that knows Portcullis only by its product ProxyWasm, as one outside this repository would.
let package = Package(
  name: "header-adder",
  dependencies: [.package(name: "portcullis", path: "../..")],
  targets: [
    .target(name: "HeaderAdder", dependencies: [.product(name: "ProxyWasm", package: "portcullis")]),
    .testTarget(name: "HeaderAdderTests", dependencies: ["HeaderAdder"]),
  ]
)
