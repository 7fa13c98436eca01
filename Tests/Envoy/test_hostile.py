"""Hostile traffic with the Core Rule Set inside, on the 32 bits of the real module: nothing of it stops a machine."""
import json
import unittest

from . import hostile_requests
from .bench import PLUGIN
from .client import Client
from .harness import ENGINE, HOLDING, EnvoyTest, configuration, counter, listener

BLOCKING = listener("hostile", PLUGIN)
# All rules of all phases run to the end: nothing is denied, and every line is written.
WATCHING = listener("hostile-watching", json.dumps({
    "directives_map": {"crs": [
        "Include @recommended-conf", "SecAuditEngine On", "SecAuditLogParts ABCEFHIJKZ", "Include @crs-setup-conf",
        "SecAction \"id:1000,phase:1,pass,nolog,setvar:tx.blocking_paranoia_level=4,setvar:tx.detection_paranoia_level=4,"
        "setvar:tx.crs_validate_utf8_encoding=1\"",
        "Include @owasp_crs/*.conf"]},
    "default_directives": "crs", **HOLDING}), holds=True)


FULL = listener("hostile-full", configuration(
    *ENGINE, "SecRequestBodyLimit 134217728", "SecAction \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=XML\"",
    "SecRule REQBODY_ERROR \"@eq 1\" \"id:2,phase:2,deny,status:400\""))
STREAMS = 450


class FullMemoryTest(EnvoyTest):
    def test_streams_that_fill_the_memory_are_refused_and_stop_no_machine(self):
        # A hundred times its size in memory, while the upstream lets it wait.
        body = b"<r>" + b"x<b/>" * 19_000 + b"</r>"
        request = b"POST /events HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s" % (
            len(body), body)
        connections = []
        for _ in range(STREAMS):
            connections.append(self.connect(FULL))
            connections[-1].sendall(request)
        self.wait_until(self.refused, 60)
        self.upstream.release.set()
        # Of an answer that came while the client was still sending it may see only the connection's end.
        statuses = [(self.read(connection).split() or [b"", b"500"])[1] for connection in connections]
        # The test's own upstream may be overrun by those that pass: that is Envoy's 503 or an end, and no refusal of ours.
        self.assertGreaterEqual(statuses.count(b"500"), self.refused())
        self.assertGreater(statuses.count(b"200"), 0)
        self.assertLessEqual(set(statuses), {b"200", b"500", b"503", b"504"})
        self.assertEqual(self.send(FULL).status, 200)

    def test_a_body_that_would_not_fit_is_refused_and_leaves_memory_as_it_was(self):
        # The first does not fit; the second does, and is no XML.
        for body, status in ((b"\0" * 131_000_000, b"500 Internal Server Error"), (b"evil" * 15_000_000, b"400 Bad Request")):
            answer = self.raw(FULL, b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
            self.assertIn(answer.split(b"\r\n")[0], (b"HTTP/1.1 " + status, b""))
        self.assertEqual(self.refused(), 1)
        self.assertBodyLeftNoTrace()
        self.assertEqual(self.status(FULL, b"POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1\r\n\r\n<"), 400)

    def refused(self):
        return self.rises().get(counter("engine_errors", kind="memory"), 0)


class HostileTrafficTest(EnvoyTest):
    def assertStillServes(self):
        honest = {"user-agent": "test", "accept": "*/*", "host": "shop.example"}
        self.assertEqual(self.send(BLOCKING, headers=honest).status, 200)
        self.assertEqual(self.send(BLOCKING, path="/?q=%3Cscript%3Ealert(1)%3C/script%3E", headers=honest).status, 403)
        self.assertEqual(self.send(WATCHING, headers=honest).status, 200)

    def test_malformed_and_random_requests_get_an_answer_and_stop_no_machine(self):
        refused = 0
        for name in (BLOCKING, WATCHING):
            for index, request in enumerate(hostile_requests.requests()):
                client = Client(self.ports[name])
                status = client.exchange(request)[0]
                self.assertIn(status, (200, 400, 403, 413, 431, 500), (name, index, request[:300]))
                refused += status == 500
                client.close()
        # Where rules could not decide, a pattern that gave up among them, the budgets' counters say so.
        self.assertEqual(refused, sum(rise for name, rise in self.rises().items() if "engine_errors" in name))
        self.assertStillServes()
        self.assertNoMachineFailed()


if __name__ == "__main__":
    unittest.main()
