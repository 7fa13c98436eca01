"""Whether Envoy's memory stays flat: sends N mixed requests and compares its RSS after the first part and at the end.

  scripts/soak                       1 000 000 requests, compared with after 100 000 (about half an hour)
  scripts/soak 60000 --first 20000   a short run, as scripts/test has it

Needs scripts/setup and scripts/build-wasm. Exits with 1 when the two differ by 2 MiB or more, when a request got a
status it should not, or when a virtual machine stopped.
"""
import argparse
import os
import socket
import sys
import time

from . import bench_requests
from .bench import PLUGIN
from .client import Client
from .envoy import ROOT, Envoy, Listener
from .upstream_process import UpstreamProcess, build

LIMIT_MIB = 2


class Mix:
    """The n-th request of the mix, always the same: every kind is met often before the first measurement."""

    def __init__(self, port):
        self.port, self.client = port, Client(port)
        self.requests = bench_requests.requests()
        host = b"Host: shop.example.net\r\nUser-Agent: soak\r\nAccept: */*\r\n"
        form = b"Content-Type: application/x-www-form-urlencoded\r\n"
        self.chunked = (b"POST /chunks HTTP/1.1\r\n" + host + form + b"Transfer-Encoding: chunked\r\n\r\n"
                        b"6\r\na=good\r\n8\r\n&b=again\r\n0\r\n\r\n")
        self.large = b"GET /large/100000 HTTP/1.1\r\n" + host + b"\r\n"
        self.closing = b"GET / HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n"
        self.half = b"POST /half HTTP/1.1\r\n" + host + form + b"Content-Length: 5000\r\n\r\na=" + b"x" * 2000
        self.many = b"GET /?%s HTTP/1.1\r\n" % b"&".join(b"n%d=%d" % (n, n) for n in range(60)) + host + b"\r\n"

    def send(self, number):
        """- Returns: whether the answer was as it should be."""
        if number % 2000 == 1999:
            return self.expect(200, self.requests["R8"])
        if number % 200 == 199:
            return self.expect(200, self.requests["R5"])
        kind = number % 100
        if kind in (10, 60):
            return self.leave(self.half)
        if kind == 35:
            return self.leave(self.large)
        if kind == 85:
            return self.leave(self.requests["R2"])
        special = {
            5: (200, self.requests["R3"]), 15: (200, self.large), 20: (200, self.closing), 25: (200, self.many),
            30: (403, self.requests["R6"]), 40: (403, self.requests["R7"]), 45: (200, self.chunked),
            50: (200, self.requests["R4"]), 55: (200, self.requests["R2"]), 80: (403, self.requests["R6"]),
        }
        return self.expect(*special.get(kind, (200, self.requests["R1"])))

    def expect(self, status, request):
        return self.client.exchange(request)[0] == status

    def leave(self, beginning):
        """Sends something and goes away without waiting for the answer."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as connection:
            connection.sendall(beginning)
        return True


def run(count, first, upstream):
    # The log would fill the disk: rules' lines are formatted, but Envoy writes none.
    with Envoy([Listener("crs", PLUGIN)], upstream.port, os.path.join(ROOT, ".build", "soak"),
               wasm_level="off") as envoy:
        mix, wrong, memory = Mix(envoy.port("crs")), 0, {}
        began = time.monotonic()
        for number in range(1, count + 1):
            if not mix.send(number):
                wrong += 1
            if number == first or number % max(1, count // 10) == 0:
                memory[number] = envoy.memory_kib() / 1024
                print("%9d requests, %5.0f s: %.1f MiB" % (number, time.monotonic() - began, memory[number]),
                      flush=True)
        grown = memory[count] - memory[first]
        stopped = envoy.process.poll() is not None
        print("from %d to %d requests: %+.2f MiB; %d wrong answers" % (first, count, grown, wrong))
        return 1 if grown >= LIMIT_MIB or wrong or stopped else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, help="when memory is measured first; otherwise after a tenth")
    options = parser.parse_args()
    first = options.first or max(1, options.count // 10)
    if not 0 < first < options.count:
        parser.error("the first measurement must come before the last request")
    with UpstreamProcess(build("test-upstream")) as upstream:
        return run(options.count, first, upstream)


if __name__ == "__main__":
    sys.exit(main())
