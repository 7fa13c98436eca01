import Bytes
import Conformance
import Foundation
import RuleEngine
import SecLang

// engine-bench REQUESTS CRS [MILLISECONDS]: what one request costs in the engine alone, natively, with the Core Rule
// Set at paranoia level 1, blocking; a line for each `*.http` in REQUESTS (a raw HTTP/1.1 request).

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
  print("usage: engine-bench REQUESTS CRS [MILLISECONDS]")
  exit(2)
}
let requests = arguments[1]
let crs = arguments[2]
let budget = Duration.milliseconds(arguments.count > 3 ? Int(arguments[3]) ?? 1000 : 1000)

let rules = CompiledRules(
  Source(
    name: [UInt8]("bench".utf8),
    text: [UInt8](
      """
      Include @recommended-conf
      SecRuleEngine On
      Include \(crs)/crs-setup.conf.example
      Include \(crs)/rules/*.conf
      """.utf8)))
for finding in rules.findings { print(finding, terminator: "") }
guard let program = rules.program else { exit(1) }
print("rules compiled in \(rules.duration / .milliseconds(1)) ms")

let server = InProcessServer(program)
let names = try FileManager.default.contentsOfDirectory(atPath: requests).filter { $0.hasSuffix(".http") }.sorted()
for name in names {
  let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(requests)/\(name)")))
  let first = server.exchange(bytes)
  _ = server.exchange(bytes)
  var times: [Duration] = []
  var total = Duration.zero
  while total < budget && times.count < 100_000 {
    let time = server.exchange(bytes).duration
    times.append(time)
    total += time
  }
  times.sort()
  func microseconds(_ duration: Duration) -> String { String(format: "%9.1f µs", duration / .microseconds(1)) }
  print(
    name, first.status ?? 0, "first", microseconds(first.duration), "min", microseconds(times[0]), "median",
    microseconds(times[times.count / 2]), "mean", microseconds(total / times.count))
}
