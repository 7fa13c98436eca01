import Bytes
import RuleEngine
import XCTest

/// How a request target is taken apart (RFC 9112 §3.2; docs/seclang.md, choice 6).
final class RequestTargetTests: XCTestCase {
  func testEveryFormOfATargetIsTakenApart() throws {
    for (target, uri, filename, basename, query) in [
      ("/", "/", "/", "", ""),
      ("", "", "", "", ""),
      ("*", "*", "*", "*", ""),
      ("/a/b.php?x=1", "/a/b.php?x=1", "/a/b.php", "b.php", "x=1"),
      ("/a%2fb%5Cc?x=%41", "/a%2fb%5Cc?x=%41", "/a/b\\c", "c", "x=%41"),
      ("/a?b?c", "/a?b?c", "/a", "a", "b?c"),
      ("/a?b#c?d", "/a?b", "/a", "a", "b"),
      ("/a#b?c", "/a", "/a", "a", ""),
      ("http://h.com/a/b?q=1", "/a/b?q=1", "/a/b", "b", "q=1"),
      ("HTTP://h.com:80", "", "", "", ""),
      ("http://h.com?q=1", "?q=1", "", "", "q=1"),
      ("//h.com/a", "//h.com/a", "//h.com/a", "a", ""),
      ("/x://y/z?u=http://v/", "/x://y/z?u=http://v/", "/x://y/z", "z", "u=http://v/"),
      ("h.com:443", "h.com:443", "h.com:443", "h.com:443", ""),
      ("/%", "/%", "/%", "%", ""),
      ("/%4", "/%4", "/%4", "%4", ""),
      ("/%zz%41", "/%zz%41", "/%zzA", "%zzA", ""),
      ("/a%00b", "/a%00b", "/a\\x00b", "a\\x00b", ""),
    ] {
      var exchange = TestExchange()
      exchange.uri = target
      let transaction = try RuleRunner("").run(exchange)
      defer { withExtendedLifetime(transaction) {} }
      func value(_ name: String) throws -> String {
        let bytes = Array(name.utf8)
        let variable = try XCTUnwrap(variableIndex(named: bytes.span))
        return transaction.firstValue(of: variable, nil)?.escaped.replacing("\\x5c", with: "\\") ?? "nothing"
      }
      XCTAssertEqual(try value("REQUEST_URI_RAW"), target)
      XCTAssertEqual(try value("REQUEST_URI"), uri, "REQUEST_URI of \(target)")
      XCTAssertEqual(try value("REQUEST_FILENAME"), filename, "REQUEST_FILENAME of \(target)")
      XCTAssertEqual(try value("REQUEST_BASENAME"), basename, "REQUEST_BASENAME of \(target)")
      XCTAssertEqual(try value("QUERY_STRING"), query, "QUERY_STRING of \(target)")
    }
  }
}
