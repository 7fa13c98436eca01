"""Where the delivery tests work and what they serve: everything below one directory, on free ports of 127.0.0.1."""
import functools
import os
import socket
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(ROOT, ".build", "delivery")


def work(*names):
    """A path below the tests' own directory, whose folders exist."""
    path = os.path.join(WORK, *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def free_port():
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]


class FileServer:
    """Serves a directory over HTTP; `paths` is what was asked for."""

    def __init__(self, directory):
        self.paths = paths = []

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_):
                paths.append(self.path)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=directory))
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
