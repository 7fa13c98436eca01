"""An upstream on 127.0.0.1 that records every request it receives, whole."""
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Recorded:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body


class Upstream:
    """`received` holds what came, in order. GET /large/<n> answers n bytes; everything else "hello from upstream"."""

    def __init__(self):
        self.received = []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def body(self):
                if "chunked" in self.headers.get("transfer-encoding", ""):
                    body = b""
                    while True:
                        size = int(self.rfile.readline().split(b";")[0], 16)
                        body += self.rfile.read(size)
                        self.rfile.readline()
                        if size == 0:
                            return body
                return self.rfile.read(int(self.headers.get("content-length", 0)))

            def answer(self):
                upstream.received.append(Recorded(self.command, self.path, dict(self.headers.items()), self.body()))
                body = b"hello from upstream\n"
                if self.path.startswith("/large/"):
                    body = b"x" * int(self.path.split("/")[2])
                if self.path.startswith("/body/"):
                    body = self.path.split("/")[2].encode() + b"\n"
                self.send_response(200)
                self.send_header("content-type", "text/plain")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = do_OPTIONS = answer

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # A proxy that closes its connection is no fault of the test.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
