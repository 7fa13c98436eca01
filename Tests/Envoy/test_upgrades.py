"""Upgrades and CONNECT: what follows the headers is another protocol, which passes as it comes or not at all."""
import unittest

from . import http2_client
from .harness import FORM, HOLDING, RULES, EnvoyTest, configuration, listener

STREAM_RULES = RULES + ("SecRule REQUEST_BODY \"@contains evil\" \"id:110,phase:2,deny\"",)
OPEN = [listener("upgrades", configuration(*STREAM_RULES)),
        listener("upgrades-held", configuration(*STREAM_RULES, **HOLDING), holds=True)]
CLOSED = listener("upgrades-closed", configuration(*RULES, skip={"upgrades": False}))
CLOSED_OVER_HTTP2 = listener("upgrades-2-closed", configuration(*RULES, skip={"upgrades": False}), http2=True)
OVER_HTTP2 = listener("upgrades-2", configuration(*STREAM_RULES), http2=True)

# A text frame of a WebSocket, masked as a client's must be; to the filter and to Envoy it is any bytes.
FRAME = b"\x81\x84\x01\x02\x03\x04" + bytes(byte ^ mask for byte, mask in zip(b"evil", b"\x01\x02\x03\x04"))


def upgrade(path=b"/", more=b""):
    return (b"GET %s HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n%s"
            b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" % (path, more))


CONNECT = b"CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n"


class UpgradeTest(EnvoyTest):
    def opened(self, name, request, status):
        """A tunnel through the filter, open."""
        connection = self.connect(name)
        connection.sendall(request)
        self.assertIn(b" %d " % status, self.read(connection, b"\r\n\r\n").split(b"\r\n")[0], name)
        return connection

    def assertEchoes(self, connection, name):
        """Each frame comes back at once: nothing waits for the end of what has none."""
        for _ in range(3):
            connection.sendall(FRAME)
            self.assertEqual(self.read(connection, FRAME), FRAME, name)

    def test_frames_of_a_websocket_pass_as_they_come(self):
        for name in OPEN:
            for method, more in ((b"GET", b""), (b"GET", b"content-length: 0\r\n"), (b"POST", b"content-length: 0\r\n")):
                connection = self.opened(name, upgrade(more=more).replace(b"GET", method), 101)
                self.assertEchoes(connection, (name, method, more))
                received = self.upstream.received[-1]
                self.assertEqual((received.headers["upgrade"], received.body), ("websocket", FRAME * 3))

    def test_what_connect_opens_passes_as_it_comes(self):
        for name in OPEN:
            self.assertEchoes(self.opened(name, CONNECT, 200), name)
            self.assertEqual((self.upstream.received[-1].method, self.upstream.received[-1].body), ("CONNECT", FRAME * 3))

    def test_a_tunnel_is_not_held_for_the_type_its_200_names(self):
        for name in OPEN:
            self.assertEchoes(self.opened(name, CONNECT.replace(b"\r\n\r\n", b"\r\nx-type: text/html\r\n\r\n"), 200), name)

    def test_a_denied_upgrade_leaves_no_trace_at_the_upstream(self):
        for name in OPEN:
            for path in (b"/denied-in-phase-1", b"/denied-in-phase-2"):
                self.assertIn(b" 403 ", self.raw(name, upgrade(path, b"x: y\r\n")).split(b"\r\n")[0], (name, path))
        self.assertLeftNoTrace()

    def test_without_skip_upgrades_neither_passes(self):
        with_body = upgrade(more=b"content-length: 1\r\n") + b"x"
        for request in (upgrade(), upgrade(more=b"content-length: 0\r\n"), with_body, CONNECT):
            self.assertIn(b" 403 ", self.raw(CLOSED, request).split(b"\r\n")[0])
        self.assertLeftNoTrace()
        self.assertEqual(self.send(CLOSED).status, 200, "other requests pass")

    def test_over_http2_not_even_one_that_ends_its_stream(self):
        for more in ([], [(":protocol", "websocket"), (":scheme", "http"), (":path", "/chat")]):
            headers = [(":method", "CONNECT"), (":authority", "a"), *more]
            with http2_client.Stream(self.ports[CLOSED_OVER_HTTP2], headers, end_stream=True) as stream:
                self.assertEqual(stream.wait(lambda: stream.answer.status).status, 403, more)
        self.assertLeftNoTrace()

    def test_an_upgrade_is_no_way_past_the_inspection_of_a_body(self):
        for name in OPEN + [CLOSED]:
            for method in ("GET", "POST"):
                answer = self.send(name, method, "/", b"a=evil", {**FORM, "connection": "upgrade", "upgrade": "websocket"})
                # Where headers are not held the upstream may agree before it is denied the body.
                early = (101,) if name == OPEN[0] else ()
                self.assertIn(answer.status, (403, 406) + early, (name, method))
        self.assertBodyLeftNoTrace()

    def test_requests_after_a_refused_upgrade_are_inspected(self):
        connection = self.connect(CLOSED)
        connection.sendall(upgrade() + b"GET /denied-in-phase-2 HTTP/1.1\r\nhost: a\r\n\r\n")
        self.assertEqual(set(self.read(connection).split(b"\r\n")[0].split()[1:2]), {b"403"})
        self.assertLeftNoTrace()

    def test_a_websocket_over_http2_passes_as_it_comes(self):
        headers = [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/chat"),
                   (":authority", "a"), ("sec-websocket-version", "13")]
        with http2_client.Stream(self.ports[OVER_HTTP2], headers) as stream:
            self.assertEqual(stream.wait(lambda: stream.answer.status).status, 200)
            for count in (1, 2, 3):
                stream.send(FRAME)
                self.assertEqual(stream.wait(lambda: len(stream.answer.body) >= count * len(FRAME)).body, FRAME * count)
        self.assertEqual(self.upstream.received[-1].body, FRAME * 3)


if __name__ == "__main__":
    unittest.main()
