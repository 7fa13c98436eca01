"""What the Envoy tests share: one Envoy with the listeners of all of them, the upstreams behind it, ways to ask both."""
import atexit
import http.client
import json
import os
import socket
import unittest

from . import background
from .envoy import ROOT, Envoy, Listener, cluster
from .http2_upstream import Http2Upstream
from .upstream import Upstream

ENVOY_GATEWAY_LIMIT = 32768
FORM = {"content-type": "application/x-www-form-urlencoded"}
ENGINE = ("SecRuleEngine On", "SecRequestBodyAccess On", "SecResponseBodyAccess On", "SecRequestBodyLimit 8000000",
          "SecResponseBodyLimit 8000000", "SecResponseBodyLimitAction Reject")
RULES = ENGINE + (
    "SecRule ARGS_POST:a \"@contains evil\" \"id:102,phase:2,deny,status:406\"",
    "SecRule REQUEST_URI \"@contains denied-in-phase-2\" \"id:103,phase:2,deny\"",
    "SecRule RESPONSE_BODY \"@contains secret\" \"id:104,phase:4,deny,status:502\"",
    "SecRule REQUEST_URI \"@contains denied-in-phase-1\" \"id:105,phase:1,deny\"",
    "SecRule RESPONSE_HEADERS:x-leak \"@unconditionalMatch\" \"id:106,phase:3,deny,status:503\"",
)
HOLDING = {"hold_request_headers": True, "hold_response_headers": True}


def configuration(*directives, **keys):
    """The plugin's JSON with one rule set for all requests; `sets` in `keys` adds others."""
    sets = {"default": list(directives), **keys.pop("sets", {})}
    return json.dumps({"directives_map": sets, "default_directives": "default",
                       "metric_labels": {"identifier": "test", "owner": "ci"}, **keys})


def counter(name, **labels):
    """A counter of `configuration`'s as Prometheus sees it."""
    fields = "".join("_%s_%s" % pair for pair in labels.items())
    return "waf_%s%s_identifier_test_owner_ci" % (name, fields)


def interruptions(rule, phase):
    return counter("filter_tx_interruptions", ruleid=rule, phase="http_" + phase)


LISTENERS = []


def listener(name, plugin, **options):
    """Gives all tests one more port; called while the test files are loaded. - Returns: the name."""
    LISTENERS.append(Listener(name, plugin, **options))
    return name


class Shared:
    """Started by the first test, stopped when Python ends."""

    world = None

    def __init__(self):
        self.upstream, self.http2_upstream = Upstream(), Http2Upstream()
        self.envoy = Envoy(LISTENERS, self.upstream.port, os.path.join(ROOT, ".build", "envoy-test"),
                           clusters=[cluster("http2", self.http2_upstream.port, http2=True)])
        if not self.envoy.start():
            raise RuntimeError("Envoy did not start:\n" + self.envoy.log()[-4000:])
        atexit.register(self.stop)
        self.ports = self.envoy.ports()

    def stop(self):
        self.envoy.stop()
        self.upstream.stop()
        self.http2_upstream.stop()

    @classmethod
    def get(cls):
        cls.world = cls.world or cls()
        return cls.world


class EnvoyTest(unittest.TestCase):
    """A test that sees only what has come about since it began: at the upstreams, in counters, in the log."""

    def setUp(self):
        shared = Shared.get()
        self.envoy, self.upstream, self.http2_upstream = shared.envoy, shared.upstream, shared.http2_upstream
        self.ports = shared.ports
        self.counters = self.envoy.counters()
        self.log_start = self.envoy.log_bytes()
        for upstream in (self.upstream, self.http2_upstream):
            upstream.received.clear()
            upstream.release.clear()

    def tearDown(self):
        self.assertNoMachineFailed()

    def assertNoMachineFailed(self):
        """A trap ends the virtual machine and with it all its streams; Envoy's log shows where."""
        lines = [line for line in self.envoy.log(self.log_start).splitlines() if "wasm log" not in line]
        self.assertNotRegex("\n".join(lines), r"Uncaught RuntimeError|Function: \w+ failed|\w+ failed: ")

    def send(self, name, method="GET", path="/", body=None, headers=None, chunked=False):
        """One request on a connection of its own. - Returns: the answer, its body read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=20)
        if chunked:
            body = iter([body[start:start + 50000] for start in range(0, len(body), 50000)])
        connection.request(method, path, body, headers or {}, encode_chunked=chunked)
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer

    def connect(self, name):
        connection = socket.create_connection(("127.0.0.1", self.ports[name]), 10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.addCleanup(connection.close)
        return connection

    def read(self, connection, until=None):
        """What comes on a connection until it holds `until`, or to its end."""
        answer = b""
        try:
            while (until is None or until not in answer) and (data := connection.recv(65536)):
                answer += data
        except ConnectionResetError:
            pass
        return answer

    def raw(self, name, request):
        """What comes back for the bytes of a request, to the connection's end."""
        connection = self.connect(name)
        try:
            connection.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The proxy may answer, and close, before it has read everything.
        return self.read(connection)

    def status(self, name, request):
        """The status of the answer to the bytes of a request that ends its connection."""
        return int((self.raw(name, request).split() or [0, 0])[1])

    def wait_until(self, condition, seconds=5):
        """What `condition` returns as soon as it holds; the test fails if it never does."""
        return background.wait_until(condition, "what the test waits for", seconds)

    def rises(self):
        """By how much each counter has risen since the test began."""
        now = self.envoy.counters()
        risen = {name: now[name] - self.counters.get(name, 0) for name in now}
        return {name: count for name, count in risen.items() if count}

    def assertCounted(self, **expected):
        """Which of the counters whose names are an interface have risen, and by how much."""
        found = {name: count for name, count in self.rises().items() if name.startswith("waf_filter")}
        self.assertEqual(found, expected)

    def log_lines(self, text, count=1):
        """At least `count` lines with `text`, written since the test began; the test fails if there are fewer."""
        lines = self.envoy.wait_for_log(text, self.log_start, count=count)
        self.assertGreaterEqual(len(lines), count, text)
        return lines

    def audit(self, text):
        """The audit record that contains `text`, for instance the path of the request."""
        def find():
            lines = self.envoy.log(self.log_start).splitlines()
            return [line for line in lines if "AuditLog:{" in line and text in line]
        return json.loads(self.wait_until(find)[0].split("AuditLog:", 1)[1])

    def assertLeftNoTrace(self):
        """Nothing of a request reached an upstream, not even its headers."""
        self.assertEqual([request.path for request in self.upstream.received + self.http2_upstream.received], [])

    def assertBodyLeftNoTrace(self):
        """The headers may have gone on, but no byte of a body."""
        self.assertEqual([request.body for request in self.upstream.received + self.http2_upstream.received
                          if request.body], [])
