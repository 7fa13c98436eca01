import Foundation
import ReferenceSupport
import RuleCompiler
import RuleEngine
import SecLang
import TestSupport
import XCTest

@testable import RuleEngineTests

/// Coraza's test profiles: rule sets with requests and the ids that must and must not match.
final class ProfileTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/coraza-profiles"] }
  override class var cases: Cases { Cases(44, "profiles") }

  func testEveryProfileMatchesTheRulesItNames() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: SharedData.root.appendingPathComponent("vectors/coraza-profiles").path
    ).filter { $0.hasSuffix(".json") }.sorted()
    XCTAssertEqual(names.count, Self.cases.count)
    let exceptions = try Exceptions(in: "rule-engine/profile-exceptions.txt")
    for name in names {
      let profile = try JSONDecoder().decode(Profile.self, from: SharedData.data("vectors/coraza-profiles/\(name)"))
      for options in OptionSet.all {
        try check(profile, name, options, exceptions)
      }
    }
    exceptions.assertAllUsed()
  }

  private func check(_ profile: Profile, _ name: String, _ options: OptionSet, _ exceptions: Exceptions) throws {
    let runner: RuleRunner
    do {
      runner = try RuleRunner(profile.Rules, options: options.compiler, files: profileFiles())
    } catch {
      if !exceptions.covers("\(name) rules") { XCTFail("\(name): \(error)") }
      return
    }
    for test in profile.Tests {
      for stage in test.Stages {
        let output = stage.Stage.Output
        let transaction = runner.run(stage.Stage.Input.exchange(output, chunkBytes: options.chunkBytes))
        let ids = Set(transaction.matchedIDs)
        let place = "\(name) \(test.Title ?? "") \(options.name)"
        for id in output.TriggeredRules ?? [] where !ids.contains(id) {
          if !exceptions.covers("\(name) \(id)") {
            XCTFail("\(place): rule \(id) did not match; matched \(ids.sorted())")
          }
        }
        for id in output.NonTriggeredRules ?? [] where ids.contains(id) {
          if !exceptions.covers("\(name) \(id)") { XCTFail("\(place): rule \(id) matched") }
        }
        if let interruption = output.Interruption, !exceptions.covers("\(name) interruption") {
          let found = transaction.interruption
          if interruption.RuleID != 0 || found != nil {
            XCTAssertEqual(found?.ruleID, interruption.RuleID, place)
          }
          if interruption.Status != 0 && interruption.Action != "allow" {
            XCTAssertEqual(found?.status, interruption.Status, place)
          }
        }
      }
    }
  }
}

// The members have the names the profiles' JSON gives them.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct Profile: Decodable {
  struct Test: Decodable {
    var Title: String?
    var Stages: [StageBox]
  }
  struct StageBox: Decodable { var Stage: Stage }
  struct Stage: Decodable {
    var Input: Input
    var Output: Output
  }
  struct Input: Decodable {
    var Method: String
    var URI: String
    var Version: String
    var Data: String
    var Headers: [String: String]?

    func exchange(_ output: Output, chunkBytes: Int?) -> TestExchange {
      var exchange = TestExchange()
      exchange.method = Method.isEmpty ? "GET" : Method
      exchange.uri = URI.isEmpty ? "/" : URI
      if !Version.isEmpty { exchange.version = Version }
      exchange.headers = (Headers ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      let isMultipart = exchange.headers.contains { $0.1.hasPrefix("multipart/") }
      let data = isMultipart ? Data.trimmingCharacters(in: .newlines).replacing("\n", with: "\r\n") + "\r\n" : Data
      exchange.body = Array(data.utf8)
      if !exchange.body.isEmpty && !exchange.headers.contains(where: { $0.0.lowercased() == "content-type" }) {
        exchange.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
      }
      exchange.responseHeaders = (output.Headers ?? [:]).map { ($0.key, $0.value) }
      exchange.responseBody = Array((output.Data ?? "").utf8)
      exchange.chunkBytes = chunkBytes
      return exchange
    }
  }
  struct Output: Decodable {
    struct Interruption: Decodable {
      var RuleID: Int64
      var Action: String
      var Status: Int
    }
    var Headers: [String: String]?
    var Data: String?
    var TriggeredRules: [Int64]?
    var NonTriggeredRules: [Int64]?
    var Interruption: Interruption?
  }
  var Rules: String
  var Tests: [Test]
}

/// The data files the profiles name, with what their expectations say is in them.
private func profileFiles() -> MemorySourceLoader {
  let files = MemorySourceLoader()
  for (name, text) in [
    ("pmFromFile-01.dat", "abc\ndef\nghi\n"), ("netranges-01.dat", "127.0.0.0/8\n"),
    ("netranges-02.dat", "192.168.0.0/16\n"),
  ] { files.add(Source(name: Array(name.utf8), text: Array(text.utf8))) }
  return files
}
