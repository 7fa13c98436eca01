import Foundation
import XCTest

/// Every value that is not an object or array, by its path.
func leaves(_ json: Any) -> [String: String] {
  var found: [String: String] = [:]
  func walk(_ value: Any, _ path: String) {
    if let object = value as? [String: Any], !object.isEmpty {
      for (key, member) in object { walk(member, path.isEmpty ? key : "\(path).\(key)") }
    } else if let array = value as? [Any], !array.isEmpty {
      for (index, element) in array.enumerated() { walk(element, "\(path).\(index)") }
    } else if value is [Any] {
      found[path] = "[]"
    } else {
      found[path] = "\(value)"
    }
  }
  walk(json, "")
  return found
}

func sections(_ record: String) throws -> [(part: String, lines: [String])] {
  var found: [(part: String, lines: [String])] = []
  let boundary = try XCTUnwrap(record.firstMatch(of: #/^--([A-Za-z]{10})-A--/#)).output.1
  for line in record.components(separatedBy: "\n") {
    if let mark = line.wholeMatch(of: #/--([A-Za-z]{10})-([A-Z])--/#), mark.output.1 == boundary {
      found.append((String(mark.output.2), []))
    } else if !found.isEmpty && found[found.count - 1].part != "Z" {
      found[found.count - 1].lines.append(line)
    }
  }
  return found
}
