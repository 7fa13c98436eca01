import TestSupport

/// Makes new inputs out of others.
enum Mutation {
  /// Bytes that mean something to one of the tokenizers, among them NUL, signs and high bytes.
  static let telling: [UInt8] =
    Array("'\"`\\-#/*!;,.()[]{}<>=&|@$:?+~^%0123456789abcdefnquxNEX_ \t\n\r".utf8) + [
      0, 0, 0x0b, 0x0c, 0x7f, 0x80, 0xa0, 0xff, 0x01,
    ]

  /// One to four changes: a byte replaced, inserted, removed; a piece doubled, cut, or taken from `other`.
  static func mutate(_ input: [UInt8], with other: [UInt8], _ random: inout Random) -> [UInt8] {
    var result = input
    for _ in 0...random.below(4) {
      let place = random.below(result.count + 1)
      let end = min(result.count, place + 1 + random.below(8))
      switch random.below(8) {
      case 0, 1: result.insert(telling[random.below(telling.count)], at: place)
      case 2, 3: if place < result.count { result[place] = telling[random.below(telling.count)] }
      case 4: result.removeSubrange(place..<end)
      case 5: result.insert(contentsOf: result[place..<end], at: place)
      case 6: result.removeSubrange(place..<result.count)
      default:
        let start = random.below(other.count + 1)
        result.insert(contentsOf: other[start..<min(other.count, start + 12)], at: place)
      }
    }
    return result
  }

  /// Pieces of SQL, at least one of each token type and each special form.
  static let sqlPieces: [[UInt8]] =
    [
      "1", "2.5", "1e5", "1e", "0x41", "0b01", "$1.5", "'a'", "\"b\"", "'", "\"", "`c`", "`", "`abs`", "foo", "bar_b",
      "@v", "@@v", "@`v`", "select", "union", "all", "union all", "group by", "order by", "and", "or", "&&", "||", "!",
      "not", "in", "not in", "like", "not like", "is", "null", "sin", "user", "user(", "current_user", "password(",
      "int",
      "varchar", "collate", "latin1_bin", "binary", "if", "if exists", "waitfor", "delay", "declare", "exec",
      "shutdown",
      "+", "-", "~", "*", "/", "%", "=", "<", ">", "<=>", "::", ":=", ":", ",", ";", "(", ")", "((", "))", "{", "}",
      "[x]",
      "[", ".", "?", "\\", "\\N", "--", "-- ", "--x\n", "#", "#c\n", "/*", "*/", "/**/", "/*!", "/*x*/", "into outfile",
      "into", "b'01'", "x'41'", "n'a'", "e'a'", "u&'a'", "q'(a)'", "nq'[a]'", "$$a$$", "$t$a$t$", "sp_password", "\0",
      "\u{0b}", "\n", " ", "  ", "case when", "having", "exists", "from", "where", "insert into", "drop", "table",
      "information_schema.tables", "char(", "version()", "case", "select.a", "1.e(", "8.and", "a.b", "'a'='a", "1=1",
    ].map { Array($0.utf8) } + [[0xa0], [0xff], [0x80, 0x41]]

  /// Pieces of HTML: tags, attributes, values, and what separates them.
  static let htmlPieces: [[UInt8]] =
    [
      "<", ">", "/", "</", "/>", "<a", "<a ", "<img", "<script", "<scr\0ipt>", "<svg", "<s\0vg", "<xsl:x", "<foreign",
      "<!", "<!--", "-->", "-!>", "--\0>", "-\0->", "<!import", "<!xml", "<![if", "<![CDATA[", "]]>", "]]", "<!doctype",
      "<!DocType html>", "<?",
      "<%",
      "%>", "<?import", "<!entity", "<!ent\0ity", "[if", "xml", "`", "'", "\"", "=", " ", "\t", "\n", "\0", "\u{0b}",
      "\u{0c}", "\r", "href", "HREF", "hr\0ef", "src", "style", "filter", "on", "onerror", "onerro", "onxyzzy",
      "ONLOAD",
      "on\0load", "onlo\0ad", "onload\0", "onclicked", "xmlns", "xlink:href", "xlink", "xmln", "attributename", "to",
      "by", "values", "action",
      "formaction", "datasrc", "javascript:", "java", "JaVa", "j\nava", "j\0ava", "&#106;ava", "&#x6A;ava", "&#x6aava",
      "&#0000106ava", "&#x;", "&#", "&", "&#1114366;", "&#x1000ff;", "&#x100100;", "&#330;ava", "data:", "view-source:",
      "vbscript", "\u{01}", "alert(1)", "foo", "!", "-", "--", "?", "%", "a", "iframe", "<base", "<comment", "<style",
      "<x",
      "<meta", "<xss>", "<\0a", "x=y", "x='y'", "x=`y`", "x=\"y\"z", "</a x>", "</ a>", "<a/b/>", "&#00010;", "&#x0A;",
    ].map { Array($0.utf8) } + [[0xff], [0x80], [0xa0]]

  /// A text of up to `longest` pieces, with a blank between most.
  static func compose(_ pieces: [[UInt8]], longest: Int, blanks: Bool, _ random: inout Random) -> [UInt8] {
    var result: [UInt8] = []
    for _ in 0...random.below(longest) {
      result += pieces[random.below(pieces.count)]
      if blanks, random.below(3) > 0 { result.append(0x20) }
    }
    return result
  }
}
