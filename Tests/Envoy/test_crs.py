"""The Core Rule Set in the real Envoy, before the package's own upstream: what passes arrives whole, what is denied not.

Needs scripts/setup and scripts/build-wasm. Everything runs on 127.0.0.1 and is stopped at the end.
"""
import json
import os
import unittest
import urllib.error
import urllib.request

from . import bench_requests
from .bench import PLUGIN
from .client import Client
from .envoy import ROOT, Envoy, Listener
from .upstream_process import UpstreamProcess, build


class CoreRuleSetTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = UpstreamProcess(build("test-upstream"), record=True)
        cls.addClassCleanup(cls.upstream.stop)
        cls.envoy = Envoy([Listener("crs", PLUGIN)], cls.upstream.port, os.path.join(ROOT, ".build", "crs-test"))
        if not cls.envoy.start():
            raise RuntimeError("Envoy did not start:\n" + cls.envoy.log()[-4000:])
        cls.addClassCleanup(cls.envoy.stop)
        cls.requests = bench_requests.requests()

    def setUp(self):
        self.upstream.forget()
        self.client = Client(self.envoy.port("crs"))
        self.addCleanup(self.client.close)

    def ask_upstream(self, path, body=None, method=None):
        request = urllib.request.Request("http://127.0.0.1:%d%s" % (self.upstream.port, path), body, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def test_what_is_harmless_arrives_whole(self):
        for name in ("R1", "R2", "R3", "R4", "R5", "R8"):
            self.upstream.forget()
            request = self.requests[name]
            self.assertEqual(self.client.exchange(request)[0], 200, name)
            received = self.upstream.received()
            self.assertEqual(len(received), 1, name)
            head, body = request.split(b"\r\n\r\n", 1)
            method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
            self.assertEqual((received[0]["method"], received[0]["target"]), (method, target))
            self.assertEqual(received[0]["body"], body, name)

    def test_an_attack_leaves_no_trace_at_the_upstream(self):
        for name in ("R6", "R7"):
            self.assertEqual(self.client.exchange(self.requests[name])[0], 403, name)
        self.assertEqual(self.upstream.received(), [])

    def test_a_response_that_leaks_is_denied(self):
        # Headers are not held here, so the status stands; the body is gone.
        leak = json.dumps({"status": 200, "headers": {"Content-Type": "text/html"},
                           "body": "ORA-01756: quoted string not properly terminated"}).encode()
        self.assertIn(b"ORA-01756", self.ask_upstream("/reflect", leak)[2])
        self.upstream.forget()
        self.assertNotIn(b"ORA-01756", self.through("/reflect", leak))
        self.assertEqual(len(self.upstream.received()), 1, "the request itself was harmless")

    def through(self, path, body):
        """- Returns: all there is of the answer."""
        self.client.connect()
        self.client.connection.settimeout(5)
        self.client.connection.sendall(
            b"POST %s HTTP/1.1\r\nHost: shop.example.net\r\nUser-Agent: test\r\nAccept: */*\r\nConnection: close\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (path.encode(), len(body), body))
        answer = b""
        while chunk := self.client.connection.recv(65536):
            answer += chunk
        return answer

    def test_the_upstream_answers_like_the_regression_tests_backend(self):
        described = {"status": 202, "headers": {"X-Kind": "a"}, "encodedBody": "AAH/"}
        status, headers, body = self.ask_upstream("/reflect", json.dumps(described).encode())
        self.assertEqual((status, headers["X-Kind"], body), (202, "a", b"\0\1\xff"))
        self.assertEqual(self.ask_upstream("/reflect", b"{")[0], 400)
        self.assertEqual(self.ask_upstream("/status/503")[0], 503)
        self.assertEqual(self.ask_upstream("/anything?x")[2], b"")
        self.assertEqual(len(self.ask_upstream("/large/70000")[2]), 70000)
        self.assertEqual(self.ask_upstream("/large/10", method="HEAD")[2], b"")


if __name__ == "__main__":
    unittest.main()
