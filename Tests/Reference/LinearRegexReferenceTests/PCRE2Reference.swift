#if canImport(CPCRE2)
  import CPCRE2

  /// A pattern compiled by PCRE2 with the options ModSecurity 2.9 uses: DOTALL and DOLLAR_ENDONLY.
  final class PCRE2Reference {
    /// Why there is nothing to compare with.
    static let missing: String? = nil

    private let code: OpaquePointer
    private let data: OpaquePointer
    private let context: OpaquePointer?

    /// - Parameter isFast: compiles to machine code, which in 10.42 can leave captures of a failed attempt behind when the
    ///   pattern has possessive groups.
    init?(_ pattern: [UInt8], isFast: Bool) {
      var error: Int32 = 0
      var offset = 0
      let options = UInt32(PCRE2_DOTALL) | UInt32(PCRE2_DOLLAR_ENDONLY)
      guard let code = pcre2_compile_8(pattern, pattern.count, options, &error, &offset, nil),
        let data = pcre2_match_data_create_from_pattern_8(code, nil)
      else { return nil }
      self.code = code
      self.data = data
      if isFast { pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE)) }
      context = pcre2_match_context_create_8(nil)
      pcre2_set_match_limit_8(context, 2_000_000)
    }

    deinit {
      pcre2_match_context_free_8(context)
      pcre2_match_data_free_8(data)
      pcre2_code_free_8(code)
    }

    /// The groups of the leftmost match, −1, −1 for those that took no part; empty without a match; `nil` if PCRE2 gave up.
    func search(_ input: [UInt8]) -> [Int32]? {
      let count = pcre2_match_8(code, input, input.count, 0, 0, data, context)
      if count == PCRE2_ERROR_NOMATCH { return [] }
      if count < 0 { return nil }
      let pairs = Int(pcre2_get_ovector_count_8(data))
      let offsets = pcre2_get_ovector_pointer_8(data)!
      return (0..<2 * pairs).map { index in
        index < 2 * Int(count) && offsets[index] != Int.max && offsets[index] != UInt.max
          ? Int32(truncatingIfNeeded: offsets[index]) : -1
      }
    }
  }
#else
  /// There is no PCRE2 to compare with.
  final class PCRE2Reference {
    static let missing: String? = "libpcre2-dev is not installed (scripts/setup)"

    init?(_ pattern: [UInt8], isFast: Bool) { return nil }

    func search(_ input: [UInt8]) -> [Int32]? { nil }
  }
#endif
