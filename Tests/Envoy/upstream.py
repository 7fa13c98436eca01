"""An upstream on 127.0.0.1 that records every request it receives, whole, and answers by its path."""
import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Recorded:
    """A request as it arrived. `body` is what follows the headers, and for a tunnel what came through it so far."""

    def __init__(self, method, path, headers, body=b""):
        self.method, self.path, self.headers, self.body = method, path, headers, body


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def read_body(self):
        if "chunked" in self.headers.get("transfer-encoding", ""):
            body = b""
            while True:
                size = int(self.rfile.readline().split(b";")[0], 16)
                body += self.rfile.read(size)
                self.rfile.readline()
                if size == 0:
                    return body
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def record(self):
        self.recorded = Recorded(self.command, self.path, dict(self.headers.items()))
        self.server.upstream.received.append(self.recorded)

    def answer(self):
        self.record()
        if "upgrade" in self.headers:
            return self.tunnel(101, {"connection": "upgrade", "upgrade": self.headers["upgrade"]})
        kind, _, argument = self.path.partition("?")[0].lstrip("/").partition("/")
        if kind == "early":
            # Decided by the headers alone: what is still to come is not waited for.
            self.close_connection = True
            return self.send(401, b"no need to read on\n", {"connection": "close", argument or "x-some": "header"})
        if kind == "gone":
            self.close_connection = True
            return None
        if kind == "duplex":
            return self.duplex(argument)
        self.recorded.body = self.read_body()
        if kind == "events":
            return self.events()
        answers = {
            "large": lambda: (200, b"x" * int(argument), {}),
            "body": lambda: (200, argument.encode() + b"\n", {}),
            "status": lambda: (int(argument), b"", {}),
            "header": lambda: (200, b"", dict([argument.split("/", 1)])),
            "echo": lambda: (200, self.recorded.body, {"content-type": "text/html"}),
            "gzip": lambda: (200, gzip.compress(argument.encode()), {"content-encoding": "gzip"}),
        }
        self.send(*answers.get(kind, lambda: (200, b"hello from upstream\n", {}))())

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = do_OPTIONS = answer

    def do_CONNECT(self):
        self.record()
        self.tunnel(200, {"content-type": self.headers["x-type"]} if "x-type" in self.headers else {})

    def send(self, status, body, headers):
        self.send_response(status)
        for name, value in {"content-type": "text/plain", "content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def events(self):
        """Two events, the second once the test lets it."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"data: first\n\n")
        self.server.upstream.release.wait(20)
        self.wfile.write(b"data: second\n\n")

    def duplex(self, text):
        """The beginning of an answer before the request's body is read, which then follows."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "application/octet-stream")
        self.end_headers()
        self.wfile.write(text.encode() + b"\n")
        self.recorded.body = self.read_body()
        self.wfile.write(self.recorded.body)

    def tunnel(self, status, headers):
        """From here on not HTTP any more: what comes goes back."""
        self.close_connection = True
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        while data := self.connection.recv(65536):
            self.recorded.body += data
            self.connection.sendall(data)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # Some tests open hundreds of connections at once; with the usual 5 Envoy waits too long for some, and answers 503.
    request_queue_size = 1024

    def handle_error(self, *_):
        pass  # A proxy that closes its connection is no fault of the test.


class Upstream:
    """`received` holds what came, in order; `release` lets answers that wait go on.

    Paths: /large/<n> answers n bytes, /body/<text> and /gzip/<text> a text, /status/<n> a status, /header/<name>/<value>
    a header, /echo the request's body, /events an event stream, /early before it has
    read the body (with a header of that name), /duplex/<text> likewise and then the body, /gone not at all; all others "hello
    from upstream". What follows an upgrade or CONNECT comes back as it is.
    """

    def __init__(self):
        self.received, self.release = [], threading.Event()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.upstream = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
