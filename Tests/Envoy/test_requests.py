"""Requests: what must not pass leaves no trace at the upstream, what passes arrives whole and unchanged."""
import gzip
import http.client
import os
import unittest

from .envoy import plugin_file
from .harness import ENGINE, ENVOY_GATEWAY_LIMIT, FORM, HOLDING, RULES, EnvoyTest, configuration, interruptions, listener

BLOCKING = listener("blocking", plugin_file("blocking"))
DETECTION = listener("detection", plugin_file("detection"))
BODY = listener("body", configuration(*RULES), buffer_limit=ENVOY_GATEWAY_LIMIT)
HELD = listener("held", configuration(*RULES, **HOLDING), holds=True, buffer_limit=ENVOY_GATEWAY_LIMIT)
HOST = listener("host", configuration(
    "SecRuleEngine On", "SecRule &REQUEST_HEADERS:Host \"@eq 0\" \"id:1,phase:1,deny,status:401\"",
    "SecRule REQUEST_HEADERS:Host \"^$\" \"id:2,phase:1,deny,status:402\""))
DROP = listener("drop", configuration("SecRuleEngine On", "SecAction \"id:1,phase:1,drop\""))
REDIRECT = listener("redirect", configuration(
    "SecRuleEngine On", "SecAction \"id:1,phase:1,redirect:https://example.org/?from=%{REQUEST_URI}\""))
REDIRECT_ARGUMENT = listener("redirect-argument", configuration(
    "SecRuleEngine On", "SecAction \"id:1,phase:1,redirect:https://example.org/%{ARGS.to}\""))
LIMITED = ("SecRuleEngine On", "SecRequestBodyAccess On", "SecRequestBodyLimit 1000",
           "SecRule REQUEST_BODY \"@contains evil\" \"id:1,phase:2,deny,status:406\"")
REJECT = listener("limit-reject", configuration(*LIMITED, "SecRequestBodyLimitAction Reject"))
PARTIAL = listener("limit-partial", configuration(*LIMITED, "SecRequestBodyLimitAction ProcessPartial"))
WATCHING = listener("limit-detection", configuration(
    *LIMITED, "SecRequestBodyLimitAction Reject", "SecRuleEngine DetectionOnly"))
SKIPPING = listener("skipping", configuration(
    *RULES, "SecAction \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=URLENCODED\"", skip={"content_types": ["application/x-tar"]}))
DIRECT = listener("direct", configuration(*RULES, **HOLDING), holds=True, routes=[
    {"match": {"prefix": "/direct"}, "direct_response": {"status": 299}}])
COMPRESSED = ("SecRule REQUEST_BODY \"@contains evil\" \"id:1,phase:2,deny,status:406\"",)
GZIP = listener("gzip", configuration(*ENGINE, *COMPRESSED))
LIBRARY = {"decompressor_library": {"name": "gzip", "typed_config": {
    "@type": "type.googleapis.com/envoy.extensions.compression.gzip.decompressor.v3.Gzip"}}}
GUNZIP = listener("gunzip", configuration(*ENGINE, *COMPRESSED), before=[
    ("decompressor.v3.Decompressor", LIBRARY)])


class RequestTest(EnvoyTest):
    def test_a_request_no_rule_minds_reaches_the_upstream(self):
        for name in (BLOCKING, DETECTION, BODY, HELD):
            self.assertEqual(self.send(name).status, 200, name)
        self.assertEqual(len(self.upstream.received), 4)
        self.assertCounted(waf_filter_tx_total=4)

    def test_a_denied_request_leaves_no_trace_at_the_upstream(self):
        for value in ("baned", "BANED"):
            self.assertEqual(self.send(BLOCKING, headers={"x-user-type": value}).status, 403)
        self.assertLeftNoTrace()
        name = "waf_filter_tx_interruptions_ruleid_101_phase_http_request_headers_identifier_demo_owner_team_a"
        self.assertCounted(waf_filter_tx_total=2, **{name: 2})

    def test_detection_lets_pass_and_counts_what_it_would_block(self):
        self.assertEqual(self.send(DETECTION, headers={"x-user-type": "baned"}).status, 200)
        self.assertEqual(len(self.upstream.received), 1)
        self.assertCounted(waf_filter_tx_total=1, waf_filter_tx_would_block_identifier_demo_detection_owner_team_a=1)

    def test_phase_2_of_a_request_without_body_runs_before_it_goes_on(self):
        for name in (BODY, HELD):
            self.assertEqual(self.send(name, path="/denied-in-phase-2").status, 403)
        self.assertLeftNoTrace()
        self.assertCounted(waf_filter_tx_total=2, **{interruptions(103, "request_body"): 2})

    def test_a_route_that_answers_by_itself_answers_nothing_denied(self):
        self.assertEqual(self.send(DIRECT, "POST", "/direct", b"a=good", FORM).status, 299)
        self.assertEqual(self.send(DIRECT, "POST", "/direct", b"a=evil", FORM).status, 406)
        self.assertEqual(self.send(DIRECT, path="/direct/denied-in-phase-2").status, 403)

    def test_bodies_of_any_size_arrive_whole_and_unchanged(self):
        for name in (BODY, HELD):
            for size in (0, 1, 20_000, 40_000, 3_000_000):
                for chunked in (False, True):
                    body = b"b=" + os.urandom(size // 2).hex().encode()
                    answer = self.send(name, "POST", "/", body, FORM, chunked)
                    self.assertEqual(answer.status, 200, (name, size, chunked))
                    self.assertEqual(self.upstream.received[-1].body, body, (name, size, chunked))

    def test_a_denied_body_never_reaches_the_upstream(self):
        for name in (BODY, HELD):
            for size in (0, 40_000, 1_000_000):
                for chunked in (False, True):
                    body = b"b=" + b"x" * size + b"&a=evil"
                    answer = self.send(name, "POST", "/", body, FORM, chunked)
                    self.assertEqual(answer.status, 406, (name, size, chunked))
        self.assertBodyLeftNoTrace()

    def test_with_held_headers_not_even_they_reach_the_upstream(self):
        self.assertEqual(self.send(HELD, "POST", "/", b"a=evil", FORM).status, 406)
        self.assertLeftNoTrace()

    def test_a_body_beyond_the_limit_of_the_rules_is_rejected_or_looked_at_in_part(self):
        early, late = b"evil" + b"x" * 2000, b"x" * 2000 + b"evil"
        for name, body, status in ((REJECT, b"x" * 1000, 200), (REJECT, late, 413), (PARTIAL, late, 200),
                                   (PARTIAL, early, 406), (WATCHING, late, 200)):
            self.upstream.received.clear()
            for chunked in (False, True):
                answer = self.send(name, "POST", "/", body, {"content-type": "text/plain"}, chunked)
                self.assertEqual(answer.status, status, (name, body[:4], chunked))
            if status == 200:
                bodies = [request.body for request in self.upstream.received if request.body]
                self.assertEqual(bodies, [body] * 2, name)
            else:
                self.assertBodyLeftNoTrace()

    def test_bodies_of_types_to_skip_pass_uninspected(self):
        for kind, status in (("application/x-tar", 200), ("application/X-Tar; a=b", 200), (FORM["content-type"], 406),
                             ("application/x-tarball", 406), ("application/x-tar, " + FORM["content-type"], 406)):
            self.assertEqual(self.send(SKIPPING, "POST", "/", b"a=evil", {"content-type": kind}).status, status, kind)

    def test_a_compressed_body_is_inspected_as_it_is_unless_envoy_decompresses_it_first(self):
        body = gzip.compress(b"evil")
        headers = {"content-type": "text/plain", "content-encoding": "gzip"}
        self.assertEqual(self.send(GZIP, "POST", "/", body, headers).status, 200)
        self.assertEqual(self.upstream.received[-1].body, body)
        self.assertEqual(self.send(GUNZIP, "POST", "/", body, headers).status, 406)

    def test_an_empty_host_stays_visible_and_a_missing_one_never_gets_here(self):
        # Envoy turns requests without one away before any filter sees them.
        for head, status in ((b"GET / HTTP/1.0\r\n", 400), (b"GET / HTTP/1.1\r\n", 400), (b"GET / HTTP/1.1\r\nhost:\r\n", 402),
                             (b"GET / HTTP/1.1\r\nhost: a\r\n", 200)):
            self.assertEqual(self.status(HOST, head + b"connection: close\r\n\r\n"), status, head)
        self.assertEqual(len(self.upstream.received), 1)

    def test_drop_closes_without_an_answer(self):
        self.assertEqual(self.raw(DROP, b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"), b"")
        self.assertLeftNoTrace()

    def test_redirect_sends_the_client_elsewhere(self):
        answer = self.send(REDIRECT, path="/here")
        self.assertEqual((answer.status, answer.headers["location"]), (302, "https://example.org/?from=/here"))

    def test_what_a_redirect_takes_from_the_request_stays_in_its_header(self):
        answer = self.send(REDIRECT_ARGUMENT, path="/?to=a%0d%0aset-cookie:%20b%00%ff")
        self.assertEqual((answer.status, answer.headers["set-cookie"]), (302, None))
        self.assertEqual(answer.headers["location"], "https://example.org/a%0d%0aset-cookie:%20b%00%ff")
        self.assertLeftNoTrace()


class ConnectionTest(EnvoyTest):
    """What HTTP/1.1 allows between a client and the filter."""

    def test_head_is_inspected_and_answered_without_body(self):
        for name in (BODY, HELD):
            answer = self.send(name, "HEAD", "/denied-in-phase-2")
            self.assertEqual((answer.status, answer.body), (403, b""))
            self.assertLeftNoTrace()
        for name in (BODY, HELD):
            answer = self.send(name, "HEAD", "/large/1000")
            self.assertEqual((answer.status, answer.headers["content-length"]), (200, "1000"), name)

    def test_a_client_that_expects_100_continue_is_told_to_go_on_and_inspected(self):
        head = b"POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 6\r\n" \
            b"content-type: application/x-www-form-urlencoded\r\n\r\n"
        for name in (BODY, HELD):
            for body, status in ((b"a=good", b"200"), (b"a=evil", b"406")):
                connection = self.connect(name)
                connection.sendall(head)
                self.assertIn(b" 100 ", self.read(connection, b"\r\n\r\n").split(b"\r\n")[0])
                connection.sendall(body)
                self.assertIn(b" %s " % status, self.read(connection, b"\r\n\r\n").split(b"\r\n")[0], (name, body))
        self.assertEqual([request.body for request in self.upstream.received if request.body], [b"a=good"] * 2)

    def test_a_client_that_expects_100_continue_is_denied_before_it_sends_a_body(self):
        for name in (BODY, HELD):
            connection = self.connect(name)
            connection.sendall(b"POST /denied-in-phase-1 HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\n"
                               b"content-length: 6\r\n\r\n")
            # Envoy itself says "go on" before any filter sees the request.
            self.assertIn(b"HTTP/1.1 403 ", self.read(connection, b"HTTP/1.1 403 "), name)
        self.assertLeftNoTrace()

    def test_requests_on_one_connection_are_inspected_one_by_one(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[BODY], timeout=20)
        self.addCleanup(connection.close)
        for body, status in ((b"a=1", 200), (b"a=evil", 406), (b"a=2", 200), (b"", 200), (b"a=evil", 406), (b"a=3", 200)):
            connection.request("POST", "/", body, FORM)
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, status)
            self.assertFalse(answer.will_close, body)
        self.assertEqual([request.body for request in self.upstream.received if request.body], [b"a=1", b"a=2", b"a=3"])

    def test_pipelined_requests_are_inspected_one_by_one(self):
        def get(value):
            return b"GET / HTTP/1.1\r\nhost: a\r\nx-user-type: %s\r\n\r\n" % value
        # Envoy itself closes a connection on which it answered a pipelined request, so the denied one is last.
        answer = self.raw(BLOCKING, get(b"a") + get(b"b") + get(b"baned") + get(b"baned"))
        statuses = [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]
        self.assertEqual(statuses[:3], [200, 200, 403])
        self.assertEqual(len(self.upstream.received), 2)

    def test_pipelined_bodies_do_not_mix(self):
        def post(body):
            return b"POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n" \
                b"content-length: %d\r\n\r\n%s" % (len(body), body)
        connection = self.connect(BODY)
        connection.sendall(post(b"a=1") + post(b"b=" + b"x" * 40_000) + post(b"a=evil"))
        self.read(connection, b" 406 ")
        self.assertEqual([len(request.body) for request in self.upstream.received if request.body], [3, 40_002])

    def test_clients_that_go_away_in_the_middle_harm_nobody(self):
        for name in (BODY, HELD):
            for sent in (0, 4, 50_000):
                for _ in range(10):
                    connection = self.connect(name)
                    connection.sendall(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n" + b"x" * sent)
                    connection.close()
            self.assertEqual(self.send(name, "POST", "/", b"a=good", FORM).status, 200)
            self.assertEqual(self.send(name, "POST", "/", b"a=evil", FORM).status, 406)
        self.assertEqual([request.body for request in self.upstream.received if request.body], [b"a=good"] * 2)


if __name__ == "__main__":
    unittest.main()
