"""The package's own server, `test-upstream`, as a process on 127.0.0.1; `with` stops it."""
import base64
import json
import os
import re
import subprocess
import urllib.request

from .envoy import ROOT

# As scripts/test builds the tests, so that both share what is built.
FLAGS = ["-c", "release", "-Xswiftc", "-enable-testing"]


def build(*products):
    """Builds executables of the package and returns the directory they are in."""
    for product in products:
        subprocess.run(["swift", "build", *FLAGS, "--product", product], cwd=ROOT, check=True)
    found = subprocess.run(["swift", "build", *FLAGS, "--show-bin-path"], cwd=ROOT, check=True,
                           stdout=subprocess.PIPE)
    return found.stdout.decode().strip()


class UpstreamProcess:
    """`received()` holds what reached it, when it was started with record."""

    def __init__(self, binaries, record=False):
        command = [os.path.join(binaries, "test-upstream")] + (["--record"] if record else [])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        found = re.match(r"listening on 127\.0\.0\.1:(\d+)", line)
        if not found:
            self.stop()
            raise RuntimeError("test-upstream did not start: " + line)
        self.port = int(found[1])

    def received(self):
        with urllib.request.urlopen("http://127.0.0.1:%d/__seen" % self.port, timeout=10) as answer:
            requests = json.load(answer)
        for request in requests:
            request["body"] = base64.b64decode(request["body"])
        return requests

    def forget(self):
        request = urllib.request.Request("http://127.0.0.1:%d/__seen" % self.port, method="DELETE")
        urllib.request.urlopen(request, timeout=10).close()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
