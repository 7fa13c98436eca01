"""Random multipart bodies: well formed ones, and such with one to four things in them that no client sends."""

ATTACK = b"<script>alert(1)</script>"
BOUNDARIES = [b"BB", b"b", b"--0000", b"----WebKitFormBoundaryq1W2", b"-b-b-", b"frontier"]
BLANKS = [b"", b" ", b"\t", b"  ", b"\x0b"]
ENDS = [b"\r\n"] * 12 + [b"\n", b"\r", b"\r\r\n", b"\n\r\n", b"\x00\r\n", b" \r\n"]
MARKS = [b"-", b"--", b"\x00", b"\r", b"\n", b"\r\n", b'"', b"'", b"\\", b";", b"=", b" ", b"\t", b":", b"x", b"*"]


def boundary_line(random, boundary, odd, final=False):
    line = b"--" + boundary + (b"--" if final else b"")
    if random.random() < odd:
        line = random.choice([b"x", b"\x00", b"-", b" ", b"\t", b"\r", b"", b"\x0c"]) + line
    if random.random() < odd:
        line += random.choice(BLANKS + [b"x", b"--", b"-", b";", b"\x00"])
    return line + end(random, odd)


def end(random, odd):
    return random.choice(ENDS) if random.random() < odd else b"\r\n"


def parameter(random, name, value, odd):
    if random.random() < odd:
        name = random.choice([name.upper(), name.title(), name + b"*", name + b"*0", b" " + name, name])
    quote = b'"'
    if random.random() < odd:
        quote = random.choice([b"'", b"", b'"', b'\\"'])
    if random.random() < odd:
        value = random.choice([value + b"\\", value + b'\\"', b"", value + b";x", b"utf-8''" + value, value + b'"; name="q'])
    before = random.choice(BLANKS) if random.random() < odd else b""
    behind = random.choice(BLANKS) if random.random() < odd else b""
    return name + before + b"=" + behind + quote + value + quote


def headers(random, odd, is_file):
    parameters = [parameter(random, b"name", b"q", odd)]
    if is_file:
        parameters.append(parameter(random, b"filename", b"a.txt", odd))
    if random.random() < odd:
        parameters.append(parameter(random, random.choice([b"name", b"filename", b"size"]), b"z", odd))
    if random.random() < odd:
        random.shuffle(parameters)
    separator = random.choice([b";", b";\t", b" ; ", b"; ;", b",", b";\r\n "]) if random.random() < odd else b"; "
    kind = random.choice([b"Form-Data", b"attachment", b"form-data ", b"file"]) if random.random() < odd else b"form-data"
    last = random.choice([b";", b"; ", b" ", b"\t", b"\x00"]) if random.random() < odd else b""
    name = b"Content-Disposition"
    if random.random() < odd:
        name = random.choice([b"content-disposition", b"Content-Disposition ", b" Content-Disposition", b"Content_Disposition"])
    colon = random.choice([b":", b" : ", b":\t"]) if random.random() < odd else b": "
    lines = [name + colon + separator.join([kind] + parameters) + last]
    if is_file and random.random() >= odd:
        lines.append(b"Content-Type: text/plain")
    if random.random() < odd:
        lines.append(
            random.choice(
                [
                    b"Content-Type: multipart/form-data; boundary=CC",
                    b"Content-Type: application/x-www-form-urlencoded",
                    b"Content-Type: multipart/mixed; boundary=BB",
                    b"Content-Type: text/plain; charset=utf-8",
                    b"Content-Type:",
                    b"Content-Length: 3",
                    b"Content-Transfer-Encoding: 8bit",
                    b"X: y",
                    b"x",
                    b": y",
                    b'Content-Disposition: form-data; name="q"',
                ]
            )
        )
        if random.random() < 0.5:
            random.shuffle(lines)
    return b"".join(line + end(random, odd) for line in lines) + end(random, odd)


def content(random, boundary, odd):
    text = random.choice([ATTACK, b"q=" + ATTACK, b"x\r\n" + ATTACK, ATTACK + b"\r\n"])
    if random.random() < odd:
        inner = random.choice([boundary, b"CC"])
        text = (
            random.choice([b"", b"x", b"\r\n", b"\r", b"\n", b"\x00"])
            + boundary_line(random, inner, odd)
            + headers(random, odd / 2, False)
            + text
            + b"\r\n"
            + boundary_line(random, inner, odd / 2, random.random() < 0.5)
        )
    return text


def case(random):
    """The request's Content-Type and the body. The attack stands in a file, but for how somebody may read it."""
    odd = random.choice([0, 0.02, 0.05, 0.1, 0.2])
    boundary = random.choice(BOUNDARIES)
    content_type = b"multipart/form-data; boundary=" + boundary
    if random.random() < odd:
        content_type = random.choice(
            [
                b'multipart/form-data; boundary="' + boundary + b'"',
                b"multipart/form-data; charset=utf-8; boundary=" + boundary,
                b"multipart/form-data; boundary=" + boundary + b"; charset=utf-8",
                b"MULTIPART/form-data; boundary=" + boundary,
                b"multipart/form-data;boundary=" + boundary + b";charset=UTF-8",
                b"multipart/form-data; Boundary=" + boundary,
                b"multipart/form-data; x=boundary=CC; boundary=" + boundary,
                b"multipart/form-data; boundary=CC; boundary=" + boundary,
                b"multipart/form-data boundary=" + boundary,
                b"multipart/form-data; boundary = " + boundary,
                b"multipart/form-data; boundary=" + boundary + b",x",
            ]
        )
    body = b"pre" + end(random, odd) if random.random() < odd else b""
    for _ in range(random.randint(1, 2)):
        body += boundary_line(random, boundary, odd) + headers(random, odd, True)
        body += content(random, boundary, odd) + end(random, odd)
    body += boundary_line(random, boundary, odd, True)
    if random.random() < odd:
        body += boundary_line(random, boundary, odd) + headers(random, odd, False) + ATTACK + b"\r\n--" + boundary + b"--\r\n"
    if random.random() < odd:
        for _ in range(random.randint(1, 3)):
            position = random.randint(0, len(body))
            body = body[:position] + random.choice(MARKS) + body[position + random.randint(0, 2) :]
    return content_type, body
