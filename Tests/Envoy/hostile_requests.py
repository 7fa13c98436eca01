"""Requests that no honest client sends: malformed, huge, deep, random. The same ones each time."""
import random

FORM, JSON, XML, MULTIPART = "application/x-www-form-urlencoded", "application/json", "text/xml", "multipart/form-data"
ATTACKS = [b"' or 1=1 -- ", b"<script>alert(1)</script>", b"../../../../etc/passwd", b"; cat /etc/passwd", b"${jndi:ldap://a/b}",
           b"union/**/select", b"<?php system($_GET[1]);", b"() { :;}; echo", b"%0d%0aSet-Cookie: a=b", b"{{7*7}}",
           b"O:8:\"stdClass\":0:{}", b"javascript:alert(1)", b"\x00", b"\xff\xfe", b"\xc0\xaf", b"%u0027", b"%c1%9c", b"&#x27;"]
SPICE = [b"%", b"%2", b"%zz", b"\x00", b"\xff", b"\xf0\x9f\x92\xa9", b"\xed\xa0\x80", b"\\u0000", b"\\", b"\"", b"'", b"<", b">",
         b"&", b"=", b";", b"\r\n", b"\n", b"--", b"/*", b"*/", b"[", b"]", b"{", b"}", b"(", b")", b"9" * 20, b"-1", b"1e999"]


def post(body, kind=FORM, path="/echo", headers=()):
    lines = [b"POST " + path.encode() + b" HTTP/1.1", b"host: a", b"user-agent: test", b"accept: */*",
             b"content-type: " + (kind if isinstance(kind, bytes) else kind.encode()), b"content-length: %d" % len(body)]
    return b"\r\n".join(lines + list(headers)) + b"\r\n\r\n" + body


def get(path, headers=()):
    lines = [b"GET " + path + b" HTTP/1.1", b"host: a", b"user-agent: test", b"accept: */*"]
    return b"\r\n".join(lines + list(headers)) + b"\r\n\r\n"


def nested(opening, closing, depth):
    return opening * depth + closing * depth


def json_bodies():
    for depth in (100, 511, 512, 513, 10_000, 200_000):
        yield nested(b"[", b"]", depth)
        yield nested(b"{\"a\":", b"}", depth)
        yield b"[" * depth
    yield from (b"", b"\x00", b"\xef\xbb\xbf{}", b"{", b"[1,]", b"{\"a\"}", b"nul", b"\"", b"\"\\", b"\"\\u", b"\"\\ud800\"",
                b"\"\\udc00\\ud800\"", b"[1e99999999999]", b"[-]", b"[0123]", b"[1.]", b"{\"\\u0000\":\"\\u0000\"}",
                b"[" + b"9" * 100_000 + b"]", b"[0." + b"3" * 100_000 + b"]", b"{\"" + b"k" * 200_000 + b"\":1}",
                b"[\"\xff\xfe\xc0\xaf\"]", b"{" + b",".join(b"\"a%d\":%d" % (n, n) for n in range(5000)) + b"}",
                b"{" + b",".join([b"\"a\":1"] * 5000) + b"}", b"[" + b",".join([b"2147483648", b"-9223372036854775809"] * 3000) + b"]")


def xml_bodies():
    bomb = b"<!DOCTYPE a [<!ENTITY a0 \"ha\">" + b"".join(
        b"<!ENTITY a%d \"%s\">" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]><a>&a11;</a>"
    yield from (bomb, b"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", b"<!DOCTYPE a [" * 1000, b"<", b"<a", b"<a b", b"<a b=",
                b"<a b='", b"</a>", b"<a></b>", b"<![CDATA[", b"<a><![CDATA[" + b"]" * 10_000, b"<?xml", b"<!--", b"<!-- -- -->",
                b"<a>&#x110000;&#xD800;&#99999999999999999999;&#x;&;&nope;</a>", b"<a>\xff\xfe\x00</a>",
                b"<a " + b" ".join(b"a%d='%d'" % (n, n) for n in range(5000)) + b"/>", b"<" + b"n" * 100_000 + b"/>",
                b"<a xmlns:b='" + b"u" * 50_000 + b"'><b:c/></a>", b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>",
                b"<a/>" * 20_000, b"<a>" + b"x" * 500_000 + b"</a>")
    # Values of a byte or two: a record of each would fill the memory.
    yield b"<!DOCTYPE r [<!ATTLIST x " + b"\"\"" * 3_500_000 + b">]><r/>"
    yield b"<!DOCTYPE r [<!ATTLIST x " + b"\"\" " * 2_500_000 + b">]><r/>"
    yield b"<r>" + b"x<b/>" * 200_000 + b"</r>"
    # A path of a megabyte, to be left alone at each tag.
    yield b"<" + b"n" * 1_000_000 + b">" + b"<a></a>" * 6_000
    for depth in (100, 1000, 100_000):
        yield nested(b"<a>", b"</a>", depth)
        yield b"<a>" * depth


def multipart_bodies():
    part = b"--b\r\ncontent-disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
    file = b"--b\r\ncontent-disposition: form-data; name=\"f\"; filename=\"%s\"\r\ncontent-type: text/plain\r\n\r\nx\r\n"
    good = part % (b"a", b"1")
    yield from ((kind, body) for kind in (MULTIPART + "; boundary=b", MULTIPART, MULTIPART + "; boundary=", "multipart/x; boundary=b",
                                          MULTIPART + "; boundary=\"b", MULTIPART + "; boundary=b; boundary=c", MULTIPART + "; boundary=b,c",
                                          MULTIPART + "; boundary=" + "b" * 300, MULTIPART + ";boundary=b\x00c")
                for body in (b"", good, good + b"--b--\r\n", b"--b--", b"--b", b"--", good * 2000 + b"--b--\r\n"))
    kind = MULTIPART + "; boundary=b"
    for name in (b"", b"\"", b"\\\"", b"a\x00b", b"\xff", b"n" * 30_000, b"a;b=c", b"a\r\n b"):
        yield kind, part % (name, b"1") + b"--b--\r\n"
        yield kind, file % name + b"--b--\r\n"
    for head in (b"content-disposition", b": form-data", b"content-disposition: form-data; name", b"\x00: x", b"x" * 60_000,
                 b"content-disposition: form-data; name=a; name=b", b" folded: x", b"content-disposition:form-data;name='a",
                 b"content-type: " + b"x" * 10_000, b"content-transfer-encoding: base64\r\ncontent-disposition: form-data; name=a"):
        yield kind, b"--b\r\n" + head + b"\r\n\r\n1\r\n--b--\r\n"
    yield kind, good.replace(b"\r\n", b"\n") + b"--b--\n"
    yield kind, b"before\r\n" + good + b"--b--\r\nafter"
    yield kind, good + b"--bx\r\n" + good + b" --b--\r\n"
    yield kind, (b"--b\r\n" + b"".join(b"h%d: v\r\n" % n for n in range(3000)) + b"\r\n\r\n--b--\r\n")
    short = b"--b\r\ncontent-disposition: form-data; name=a\r\n" + b"".join(b"a%d:\r\n" % n for n in range(60)) + b"\r\n\r\n"
    yield kind, short * (13_000_000 // len(short)) + b"--b--\r\n"


def forms():
    yield from (b"&" * 100_000, b"=" * 100_000, b"%" * 300_000, b"a=%" + b"0" * 1000, b"a" * 500_000, b"\x00" * 50_000,
                b"&".join(b"a%d=%d" % (n, n) for n in range(5000)), b"&".join([b"a=1"] * 20_000), b"a[" * 5000 + b"]=1",
                b"a=" + b"%25" * 50_000, b"a=" + b"&#x41;" * 20_000, b"a=" + b"/*" * 50_000, b"a=" + b"'" * 100_000,
                b"a=" + b"(" * 50_000, b"a=" + b"<" * 100_000, b"a=" + b"\\x41" * 30_000, b"a=" + b"select " * 20_000,
                b"a=" + b"A" * 1_000_000, b"a=" + b"L2V0Yy9wYXNzd2Q=" * 5000, b"a=" + b"../" * 30_000)


def heads():
    for path in (b"/" + b"a" * 50_000, b"/?" + b"&".join(b"a%d=1" % n for n in range(5000)), b"/?" + b"%" * 20_000,
                 b"/" + b"%2e%2e/" * 5000, b"/?a=" + b"%u00" * 5000, b"//" * 10_000, b"/\xff\xfe?\xc0\xaf=\xed\xa0\x80", b"/?" + b"=&" * 9000,
                 b"/?a=" + b"%00" * 9000, b"/#" + b"x" * 1000, b"*", b"http://a/" + b"x" * 1000, b"/a;b=c?d=e;f=g#h", b"/" + b"." * 40_000):
        yield get(path)
    for header in (b"cookie: " + b"; ".join(b"c%d=%d" % (n, n) for n in range(4000)), b"cookie: " + b";" * 40_000, b"cookie: =",
                   b"cookie: a=\"" + b"\\" * 20_000, b"range: bytes=" + b",".join(b"%d-%d" % (n, n + 1) for n in range(3000)),
                   b"range: bytes=99999999999999999999-", b"content-type: " + b"a/b;" * 9000, b"accept: " + b"*/*," * 9000,
                   b"accept-charset: " + b"\xff" * 5000, b"user-agent: " + b"() { :;};" * 4000, b"referer: http://" + b"a" * 50_000,
                   b"x-forwarded-for: " + b"1.2.3.4," * 5000, b"authorization: Basic " + b"A" * 50_000, b"x: " + b"\xff\xfe" * 20_000,
                   b"content-encoding: gzip, gzip", b"if-none-match: " + b"\"" * 20_000, b"host: b", b"x-very-long: " + b"x" * 58_000):
        yield get(b"/", [header])
        yield post(b"a=1", headers=[header])
    yield get(b"/", [b"h%d: %s" % (n, b"v" * 500) for n in range(90)])
    for kind in (b"", b";", b"/", b"text/plain; charset=" + b"x" * 1000, b"application/json; charset=utf-7", b"\xff/\xfe", b"a/b, c/d",
                 b"application/x-www-form-urlencoded; charset=ibm037", b"application/xml+json", b"multipart/form-data boundary=b"):
        yield post(b"{\"a\": \"<b>\"}&c=d", kind)


def mutated(count, seed):
    """Bodies and query strings pieced together by chance."""
    chance = random.Random(seed)
    kinds = [FORM, JSON, XML, MULTIPART + "; boundary=b", "text/plain", "application/octet-stream"]
    seeds = [b"a=1&b=2&c[]=3", b"{\"a\": [1, \"x\", {\"b\": null}]}", b"<a b='c'>d<e/></a>",
             b"--b\r\ncontent-disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\n1\r\n--b--\r\n"]
    for _ in range(count):
        text = bytearray(chance.choice(seeds) * chance.choice([1, 1, 1, 3, 50]))
        for _ in range(chance.randrange(1, 25)):
            place = chance.randrange(len(text) + 1)
            action = chance.randrange(4)
            if action == 0:
                text[place:place] = chance.choice(SPICE) * chance.choice([1, 1, 2, 40])
            elif action == 1:
                text[place:place] = chance.choice(ATTACKS)
            elif action == 2:
                del text[place:place + chance.randrange(1, 20)]
            else:
                text[place:place] = chance.randbytes(chance.randrange(1, 30))
        if chance.random() < 0.3:
            # Envoy itself turns away what may not stand in a request line.
            yield get(b"/?" + b"".join(b"%c" % byte if 32 < byte < 127 else b"%%%02x" % byte for byte in text))
        else:
            yield post(bytes(text), chance.choice(kinds))


def noise(count, seed):
    """Bytes by chance, under every media type that has a parser."""
    chance = random.Random(seed)
    for _ in range(count):
        body = chance.randbytes(int(2 ** chance.uniform(0, 17)))
        yield post(body, chance.choice([FORM, JSON, XML, MULTIPART + "; boundary=" + chance.choice("ab-"), "text/plain"]))


def amplifying():
    """Small requests that make much of themselves: text that many rules match, names and values by the thousand, bytes
    that grow when they are written. The machine's budgets may refuse them; nothing else may come of them."""
    found = b" ".join(ATTACKS[:12])
    field = b"--b\r\ncontent-disposition: form-data; name=q\r\n\r\n%s\r\n--b--\r\n"
    for filling in (b"\x01" * 500_000, b"\x01" * 120_000, b"\xff" * 200_000, b"\\" * 200_000):
        yield post(field % (found + filling), MULTIPART + "; boundary=b")
    for filling in (b"%01" * 330_000, b"%01" * 30_000, b"%ff" * 100_000):
        yield post(b"q=" + found.replace(b"&", b"%26").replace(b"%", b"%25") + filling)
    yield post(b"{\"q\":\"<script>alert(1)</script> union select 1 from a%s\"}" % (b"\\u0001" * 160_000), JSON)
    for key, count in ((4200, 990), (4200, 3000), (400, 9000), (60_000, 900)):
        yield post(b"{\"%s\":[%s]}" % (b"k" * key, b",".join([b"1"] * count)), JSON)
    yield post(b"<%s>%s</%s>" % (b"n" * 4000, b"<b/>x" * 1000, b"n" * 4000), XML)
    yield get(b"/", [b"cookie: " + b";".join(b"a=b" for _ in range(13_500))])
    yield get(b"/", [b"cookie: " + b";".join(b"%d=" % n for n in range(9_000))])
    yield get(b"/?" + b"&".join(b"a" for _ in range(27_000)))
    yield post(b"{\"q\":\"%s\"}" % ("A**/bin/\u00e9>&" * 9000).encode(), JSON)
    yield post(b"q=" + b"A**/bin/%C3%A9>%26" * 6600)
    yield post(b"q=" + (found.replace(b"&", b"%26").replace(b"%", b"%25") + b" ") * 450)
    yield post(b"{\"q\":\"%s\"}" % (b"<script>alert(1)</script>' or 1=1 -- ../../etc/passwd " * 1900), JSON)


def requests(seed=20_261_125):
    yield from (post(body, JSON) for body in json_bodies())
    yield from (post(body, XML) for body in xml_bodies())
    yield from (post(body, kind) for kind, body in multipart_bodies())
    yield from (post(body, FORM) for body in forms())
    yield from heads()
    yield from mutated(300, seed)
    yield from noise(80, seed)
