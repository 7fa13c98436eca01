import Foundation
import ReferenceSupport
import TestSupport

/// Text to compare verdicts on: attacks and harmless text, collected by others.
enum Corpus {
  /// The lines of libinjection's own collections, as they are and percent-decoded.
  static func library() throws -> [[UInt8]] {
    let folder = checkout.appendingPathComponent(".build/libinjection/data")
    var inputs: [[UInt8]] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      for line in try Data(contentsOf: folder.appendingPathComponent(file)).split(separator: 0x0a) {
        let line = [UInt8](line)
        inputs.append(line)
        let decoded = percentDecoded(line[...])
        if decoded != line { inputs.append(decoded) }
      }
    }
    return inputs
  }

  /// The inputs of the shared vectors.
  static func vectors() throws -> [[UInt8]] {
    var inputs = try ["tokens", "folding", "sqli", "html5"].flatMap { try LibraryVector.all(ofKind: $0) }.map(\.input)
    inputs += try SharedData.data("vectors/false_positives.txt").split(separator: 0x0a).map { [UInt8]($0) }
    for file in ["operators", "transformations"] {
      inputs += try SharedData.jsonLines("vectors/language/\(file).jsonl")
        .compactMap { ($0["input_hex"] as? String).flatMap { bytes(hex: $0) } }
    }
    return inputs
  }

  /// The values of the requests of the CRS regression tests: query, header and body values, decoded.
  static func coreRuleSetRequests() throws -> [[UInt8]] {
    try SharedData.jsonLines("crs/recorded/wire-dev.jsonl").flatMap { row -> [[UInt8]] in
      guard let text = row["wire"] as? String, let wire = Data(base64Encoded: text) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return values(inRequest: [UInt8](wire))
    }
  }

  private static func values(inRequest wire: [UInt8]) -> [[UInt8]] {
    let split = Data(wire).firstRange(of: Data("\r\n\r\n".utf8))
    let head = wire[..<(split?.lowerBound ?? wire.count)]
    let body = wire[(split?.upperBound ?? wire.count)...]
    let lines = head.split(separator: 0x0a)
    var inputs: [[UInt8]] = [[UInt8](body)] + formValues(body)
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      inputs.append([UInt8](line[line.index(after: colon)...]))
    }
    if let target = lines.first?.split(separator: 0x20).dropFirst().first {
      inputs.append(percentDecoded(target))
      if let mark = target.firstIndex(of: UInt8(ascii: "?")) { inputs += formValues(target[(mark + 1)...]) }
    }
    return inputs.filter { !$0.isEmpty }
  }

  private static func formValues(_ form: ArraySlice<UInt8>) -> [[UInt8]] {
    form.split(separator: UInt8(ascii: "&")).flatMap { pair -> [[UInt8]] in
      pair.split(separator: UInt8(ascii: "="), maxSplits: 1).map(percentDecoded)
    }
  }
}

/// `input` with `%41` and `+` decoded.
func percentDecoded(_ input: ArraySlice<UInt8>) -> [UInt8] {
  var output: [UInt8] = []
  output.reserveCapacity(input.count)
  var index = input.startIndex
  while index < input.endIndex {
    if input[index] == UInt8(ascii: "%"), index + 2 < input.endIndex, let high = hexValue(input[index + 1]),
      let low = hexValue(input[index + 2])
    {
      output.append(high << 4 | low)
      index += 3
    } else {
      output.append(input[index] == UInt8(ascii: "+") ? 0x20 : input[index])
      index += 1
    }
  }
  return output
}

private func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case 0x30...0x39: digit - 0x30
  case 0x41...0x46: digit - 0x37
  case 0x61...0x66: digit - 0x57
  default: nil
  }
}
