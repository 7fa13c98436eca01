import Bytes
import CRuleData
import SecLang

/// The rule files that were packed into the module when it was built.
///
/// Layout, repeated to the end: the length of the name, the name, the length of the text, the text; lengths are four
/// bytes, lowest first. `scripts/build-wasm` writes it.
enum PackedRules {
  /// The files, with the names they are included by (`@owasp_crs/REQUEST-901-INITIALIZATION.conf`, `@crs-setup-conf`).
  static func sources() -> [Source] {
    let all = ByteSlice(start: crule_data(), count: Int(crule_data_size()))
    var sources: [Source] = []
    var offset = 0
    while let name = field(of: all, &offset), let text = field(of: all, &offset) {
      sources.append(Source(name: [UInt8](name), text: [UInt8](text)))
    }
    return sources
  }

  private static func field(of all: ByteSlice, _ offset: inout Int) -> ByteSlice? {
    guard offset + 4 <= all.count else { return nil }
    var length = 0
    for index in 0..<4 { length |= Int(all[offset + index]) &<< (8 * index) }
    offset += 4
    guard length >= 0, length <= all.count - offset else { return nil }
    defer { offset += length }
    return all.extracting(offset..<(offset + length))
  }
}
