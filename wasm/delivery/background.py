"""Processes and servers of the delivery tests: on 127.0.0.1, ended by their own id."""
import functools
import os
import socket
import subprocess
import sys
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(ROOT, ".build", "delivery")
sys.path.insert(0, os.path.join(ROOT, "wasm", "envoy"))


def work(*names):
    """A path below the tests' own directory, whose folders exist."""
    path = os.path.join(WORK, *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def free_port():
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]


def wait_until(condition, what, seconds=30):
    """What `condition` returns, as soon as that is true; OSError counts as not yet."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = condition()
        except OSError:
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError("%s: not within %d s" % (what, seconds))
        time.sleep(0.05)


class Background:
    """A process whose output goes to a file; `with` ends it."""

    def __init__(self, command, output, **options):
        with open(output, "w") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, **options)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


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
