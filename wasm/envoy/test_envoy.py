#!/usr/bin/env python3
"""The filter in the real Envoy: what a client, the upstream, the counters and the log see.

Needs scripts/setup and scripts/build-wasm. Everything runs on 127.0.0.1 and is stopped at the end.
"""
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from envoy import MODULE, ROOT, Envoy, Listener, cluster, plugin_file  # noqa: E402
from upstream import Upstream  # noqa: E402

ENVOY_GATEWAY_LIMIT = 32768


def configuration(*directives, **keys):
    sets = {"default": list(directives)}
    if "per_path_directives" in keys:
        sets["open"] = ["SecRuleEngine Off"]
    return json.dumps({"directives_map": sets, "default_directives": "default",
                       "metric_labels": {"identifier": "test", "owner": "ci"}, **keys})


ENGINE = ("SecRuleEngine On", "SecRequestBodyAccess On", "SecResponseBodyAccess On", "SecRequestBodyLimit 8000000",
          "SecResponseBodyLimit 8000000", "SecResponseBodyLimitAction Reject")
RULES = ENGINE + (
    "SecRule ARGS_POST:a \"@contains evil\" \"id:102,phase:2,deny,status:406\"",
    "SecRule REQUEST_URI \"@contains denied-in-phase-2\" \"id:103,phase:2,deny\"",
    "SecRule RESPONSE_BODY \"@contains secret\" \"id:104,phase:4,deny,status:502\"",
    "SecRule REQUEST_HEADERS:x-large \"@unconditionalMatch\" \"id:105,phase:1,pass,nolog\"",
)
FORM = {"content-type": "application/x-www-form-urlencoded"}


def interruptions(rule, phase):
    return "waf_filter_tx_interruptions_ruleid_%d_phase_http_%s_identifier_test_owner_ci" % (rule, phase)


class ModuleTest(unittest.TestCase):
    def test_the_module_asks_only_for_what_every_envoy_since_1_30_knows(self):
        script = os.path.join(ROOT, "scripts", "wasm-sections.py")
        found = subprocess.run([sys.executable, script, MODULE, "--interface"], check=True, stdout=subprocess.PIPE)
        with open(os.path.join(ROOT, "wasm", "interface.txt")) as file:
            self.assertEqual(found.stdout.decode().splitlines(), file.read().splitlines())


class ConfigurationTest(unittest.TestCase):
    """Envoy refuses to start, and its log says all there is to mend."""

    def refuse(self, plugin):
        with tempfile.TemporaryDirectory() as directory:
            envoy = Envoy([Listener("bad", plugin)], 9, directory)
            try:
                self.assertFalse(envoy.start(), "Envoy started")
                return envoy.log()
            finally:
                envoy.stop()

    def test_what_is_not_json_is_refused(self):
        self.assertIn("configuration:2:1: error: this does not continue the JSON", self.refuse('{"rules": []\n]'))

    def test_all_findings_of_all_rule_sets_are_logged(self):
        log = self.refuse(json.dumps({
            "directives_map": {"one": ["SecRulle ARGS x", "SecRule ARGS \"@contians x\" \"id:1\""],
                               "two": ["SecRule ARGZ \"@rx x\" \"id:2\""]},
            "default_directives": "one", "per_authority_directives": {"example.com": "two", "b": "three"}}))
        for expected in ("one:1:1: error", "SecRulle", "one:2:15: error", "did you mean '@contains'", "two:1:9: error",
                         "ARGZ", "there is no rule set 'three'"):
            self.assertIn(expected, log)


class FilterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.directory = os.path.join(ROOT, ".build", "envoy-test")
        cls.access_log = cls.directory + "-access.log"
        if os.path.exists(cls.access_log):
            os.remove(cls.access_log)
        limit = {"buffer_limit": ENVOY_GATEWAY_LIMIT}
        listeners = [
            Listener("blocking", plugin_file("blocking")),
            Listener("detection", plugin_file("detection")),
            Listener("body", configuration(*RULES), **limit),
            Listener("held", configuration(*RULES, hold_request_headers=True, hold_response_headers=True), holds=True,
                     **limit),
            Listener("http2", configuration(*RULES), http2=True, **limit),
            Listener("options", configuration(
                *RULES, "SecRule REQUEST_URI \"@contains drop-me\" \"id:106,phase:1,drop\"",
                block_response={"content_type": "text/html", "body": "<p>{{transaction_id}} {{status}} {{rule_id}}",
                                "headers": {"x-waf": "denied"}},
                per_path_directives={"/open": "open"}, metrics={"engine_time": True}), access_log=cls.access_log),
            Listener("empty", ""),
        ]
        cls.envoy = Envoy(listeners, cls.upstream.port, cls.directory)
        if not cls.envoy.start():
            raise RuntimeError("Envoy did not start:\n" + cls.envoy.log()[-4000:])
        cls.ports = {listener.name: cls.envoy.port(listener.name) for listener in listeners}
        # A second Envoy turns HTTP/1 with trailers into HTTP/2.
        front = Listener("front", None, trailers=True, route={"route": {"cluster": "http2", "timeout": "30s"}})
        cls.front = Envoy([front], cls.upstream.port, cls.directory + "-front",
                          clusters=[cluster("http2", cls.ports["http2"], http2=True)])
        cls.front.start()
        cls.ports["front"] = cls.front.port("front")

    @classmethod
    def tearDownClass(cls):
        cls.front.stop()
        cls.envoy.stop()
        cls.upstream.stop()

    def setUp(self):
        self.counters = self.envoy.counters()
        self.log_start = len(self.envoy.log())
        self.upstream.received.clear()

    def send(self, listener, method="GET", path="/", body=None, headers=None, chunked=False):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[listener], timeout=20)
        if chunked:
            body = iter([body[start:start + 50000] for start in range(0, len(body), 50000)])
        connection.request(method, path, body, headers or {}, encode_chunked=chunked)
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer

    def assertCounted(self, **expected):
        """Which of the counters whose names are an interface have risen, and by how much."""
        now = self.envoy.counters()
        risen = {name: now[name] - self.counters.get(name, 0) for name in now if name.startswith("waf_filter")}
        self.assertEqual({name: count for name, count in risen.items() if count}, expected)

    def test_a_request_no_rule_minds_reaches_the_upstream(self):
        for listener in ("blocking", "detection", "body", "held", "empty"):
            self.assertEqual(self.send(listener).status, 200, listener)
        self.assertEqual(len(self.upstream.received), 5)
        self.assertCounted(waf_filter_tx_total=5)

    def test_a_denied_request_leaves_no_trace_at_the_upstream(self):
        for value in ("baned", "BANED"):
            self.assertEqual(self.send("blocking", headers={"x-user-type": value}).status, 403)
        self.assertEqual(self.upstream.received, [])
        name = "waf_filter_tx_interruptions_ruleid_101_phase_http_request_headers_identifier_demo_owner_team_a"
        self.assertCounted(waf_filter_tx_total=2, **{name: 2})
        audit = self.envoy.wait_for_log("AuditLog:{", self.log_start)
        self.assertTrue(audit)
        record = json.loads(audit[0].split("AuditLog:", 1)[1])
        self.assertTrue(record["transaction"]["is_interrupted"])
        self.assertEqual(record["transaction"]["client_ip"], "127.0.0.1")
        self.assertEqual(record["messages"][0]["data"]["id"], 101)
        errors = self.envoy.wait_for_log('[id "101"]', self.log_start)
        self.assertIn('[client "127.0.0.1"] Portcullis: Access denied (phase 1).', errors[0])

    def test_detection_lets_pass_and_counts_what_it_would_block(self):
        self.assertEqual(self.send("detection", headers={"x-user-type": "baned"}).status, 200)
        self.assertEqual(len(self.upstream.received), 1)
        self.assertCounted(waf_filter_tx_total=1, waf_filter_tx_would_block_identifier_demo_detection_owner_team_a=1)
        self.assertTrue(self.envoy.wait_for_log("AuditLog:{", self.log_start))

    def test_phase_2_of_a_request_without_body_runs_before_it_goes_on(self):
        self.assertEqual(self.send("body", path="/denied-in-phase-2").status, 403)
        self.assertEqual(self.upstream.received, [])
        self.assertCounted(waf_filter_tx_total=1, **{interruptions(103, "request_body"): 1})

    def test_bodies_of_any_size_arrive_whole_and_unchanged(self):
        for listener in ("body", "held", "front"):
            for size in (0, 1, 20_000, 40_000, 3_000_000):
                for chunked in (False, True):
                    body = b"b=" + os.urandom(size // 2).hex().encode()
                    answer = self.send(listener, "POST", "/", body, FORM, chunked)
                    self.assertEqual(answer.status, 200, (listener, size, chunked))
                    self.assertEqual(self.upstream.received[-1].body, body, (listener, size, chunked))

    def test_a_denied_body_never_reaches_the_upstream(self):
        for listener in ("body", "held", "front"):
            for size in (0, 40_000, 1_000_000):
                for chunked in (False, True):
                    body = b"b=" + b"x" * size + b"&a=evil"
                    answer = self.send(listener, "POST", "/", body, FORM, chunked)
                    self.assertEqual(answer.status, 406, (listener, size, chunked))
        self.assertEqual([request.body for request in self.upstream.received if request.body], [])

    def test_with_held_headers_not_even_they_reach_the_upstream(self):
        self.assertEqual(self.send("held", "POST", "/", b"a=evil", FORM).status, 406)
        self.assertEqual(self.upstream.received, [])

    def trailers(self, body):
        with socket.create_connection(("127.0.0.1", self.ports["front"]), 20) as connection:
            connection.sendall(
                b"POST /trailers HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n"
                b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n"
                + b"%x\r\n%s\r\n0\r\nchecksum: 1\r\n\r\n" % (len(body), body))
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        return int(answer.split()[1])

    def test_trailers_end_the_body(self):
        self.assertEqual(self.trailers(b"a=good"), 200)
        self.assertEqual(self.upstream.received[-1].body, b"a=good")
        self.assertEqual(self.trailers(b"b=" + b"x" * 20_000), 200)
        self.assertEqual(len(self.upstream.received[-1].body), 20_002)
        self.upstream.received.clear()
        self.assertEqual(self.trailers(b"a=evil"), 406)
        self.assertEqual([request.body for request in self.upstream.received if request.body], [])

    def test_a_body_with_trailers_that_cannot_be_held_is_refused_whole(self):
        self.assertEqual(self.trailers(b"b=" + b"x" * 200_000), 413)
        self.assertEqual([request.body for request in self.upstream.received if request.body], [])

    def test_a_denied_response_body_gives_a_status_while_headers_are_held(self):
        answer = self.send("held", path="/body/secret")
        self.assertEqual((answer.status, answer.body), (502, b""))
        self.assertCounted(waf_filter_tx_total=1, **{interruptions(104, "response_body"): 1})

    def test_without_held_headers_a_denied_response_body_is_empty(self):
        answer = self.send("body", path="/body/secret")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertCounted(waf_filter_tx_total=1, **{interruptions(104, "response_body"): 1})

    def test_large_responses_arrive_whole(self):
        for listener in ("body", "held", "front"):
            for size in (10, 100_000, 3_000_000):
                answer = self.send(listener, path="/large/%d" % size)
                self.assertEqual((answer.status, len(answer.body)), (200, size), listener)

    def test_a_client_that_goes_away_in_the_middle_harms_nobody(self):
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", self.ports["body"]), 20) as connection:
                connection.sendall(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\na=ev")
        self.assertEqual(self.send("body", "POST", "/", b"a=good", FORM).status, 200)

    def test_requests_on_one_connection_are_inspected_one_by_one(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["blocking"], timeout=20)
        for value, status in (("a", 200), ("baned", 403), ("b", 200), ("baned", 403), ("c", 200)):
            connection.request("GET", "/", headers={"x-user-type": value})
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, status)
        connection.close()
        self.assertEqual(len(self.upstream.received), 3)

    def test_pipelined_requests_are_inspected_one_by_one(self):
        def get(value):
            return b"GET / HTTP/1.1\r\nhost: a\r\nx-user-type: %s\r\n\r\n" % value
        with socket.create_connection(("127.0.0.1", self.ports["blocking"]), 20) as connection:
            # Envoy itself closes a connection on which it answered a pipelined request, so the denied one is last.
            connection.sendall(get(b"a") + get(b"b") + get(b"baned") + get(b"baned"))
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        statuses = [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]
        self.assertEqual(statuses[:3], [200, 200, 403])
        self.assertEqual(len(self.upstream.received), 2)

    def test_a_denied_client_gets_the_block_response_and_the_access_log_the_decision(self):
        answer = self.send("options", path="/denied-in-phase-2")
        self.assertEqual((answer.status, answer.headers["x-waf"]), (403, "denied"))
        self.assertRegex(answer.body, rb"^<p>[0-9a-f]{24} 403 103$")
        self.assertEqual(self.send("options", path="/open/denied-in-phase-2").status, 200)
        for _ in range(100):
            with open(self.access_log) as file:
                if "blocked" in (lines := file.read()):
                    break
            time.sleep(0.05)
        self.assertIn("blocked 103 - %s\n" % answer.body[3:27].decode(), lines)
        counters = self.envoy.counters()
        self.assertGreater(counters["waf_engine_nanoseconds_identifier_test_owner_ci"], 0)
        self.assertGreater(counters["waf_rules_hits_ruleid_103_phase_http_request_body_identifier_test_owner_ci"], 0)

    def raw(self, listener, request, until=b"\r\n\r\n"):
        """What comes back on a connection until `until` or its end."""
        with socket.create_connection(("127.0.0.1", self.ports[listener]), 5) as connection:
            connection.sendall(request)
            answer = b""
            try:
                while until not in answer and (chunk := connection.recv(65536)):
                    answer += chunk
            except ConnectionResetError:
                pass
        return answer

    def test_drop_closes_without_an_answer(self):
        self.assertEqual(self.raw("options", b"GET /drop-me HTTP/1.1\r\nhost: a\r\n\r\n"), b"")
        self.assertEqual(self.upstream.received, [])

    def test_head_is_inspected_and_answered_without_body(self):
        self.assertEqual(self.send("options", "HEAD", "/denied-in-phase-2").status, 403)
        answer = self.send("body", "HEAD", "/")
        self.assertEqual((answer.status, answer.body), (200, b""))

    def test_a_client_that_expects_100_continue_is_told_to_go_on_and_inspected(self):
        head = b"POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 6\r\n" \
            b"content-type: application/x-www-form-urlencoded\r\n\r\n"
        for listener in ("body", "held"):
            for body, status in ((b"a=good", b"200"), (b"a=evil", b"406")):
                with socket.create_connection(("127.0.0.1", self.ports[listener]), 5) as connection:
                    connection.sendall(head)
                    self.assertIn(b" 100 ", connection.recv(65536).split(b"\r\n")[0])
                    connection.sendall(body)
                    self.assertIn(b" %s " % status, connection.recv(65536).split(b"\r\n")[0], (listener, body))

    def test_no_request_has_stopped_a_virtual_machine(self):
        self.assertNotIn("Function: proxy_on", self.envoy.log())


if __name__ == "__main__":
    unittest.main()
