import CPCRE2
import CRE2

/// PCRE2 with its just-in-time compiler, as ModSecurity runs it.
final class PCRE2Pattern {
  private let code: OpaquePointer
  private let data: OpaquePointer

  init?(_ pattern: [UInt8]) {
    var error: Int32 = 0
    var offset = 0
    let options = UInt32(PCRE2_DOTALL) | UInt32(PCRE2_DOLLAR_ENDONLY)
    guard let code = pcre2_compile_8(pattern, pattern.count, options, &error, &offset, nil),
      let data = pcre2_match_data_create_from_pattern_8(code, nil)
    else { return nil }
    self.code = code
    self.data = data
    pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_code_free_8(code)
  }

  func matches(_ input: [UInt8]) -> Bool { pcre2_match_8(code, input, input.count, 0, 0, data, nil) >= 0 }
}

/// RE2 in Latin-1 mode, as Coraza's and Envoy's users know it.
final class RE2Pattern {
  private let pattern: OpaquePointer

  init?(_ source: [UInt8]) {
    guard let pattern = cre2_compile(source, source.count) else { return nil }
    self.pattern = pattern
  }

  deinit { cre2_free(pattern) }

  func matches(_ input: [UInt8]) -> Bool { cre2_matches(pattern, input, input.count) }
}
