"""Bodies that end with trailers, over HTTP/1.1 and HTTP/2, gRPC among them."""
import unittest

from . import http2_client
from .harness import ENVOY_GATEWAY_LIMIT, FORM, HOLDING, RULES, EnvoyTest, configuration, counter, listener

GATEWAY = {"buffer_limit": ENVOY_GATEWAY_LIMIT}
HTTP1 = [listener("trailers-1", configuration(*RULES), trailers=True, **GATEWAY),
         listener("trailers-1-held", configuration(*RULES, **HOLDING), holds=True, trailers=True, **GATEWAY)]
HTTP2 = [listener("trailers-2", configuration(*RULES), http2=True, cluster="http2", **GATEWAY),
         listener("trailers-2-held", configuration(*RULES, **HOLDING), holds=True, http2=True, cluster="http2", **GATEWAY)]
ROOMY = listener("trailers-roomy", configuration(*RULES, limits={"host_buffer_bytes": 1_000_000}), trailers=True,
                 buffer_limit=1_000_000)
NARROW = listener("trailers-narrow", configuration(*RULES), trailers=True, buffer_limit=4096)
TRAILER_RULES = RULES + (
    "SecRule REQUEST_HEADERS \"@contains evil\" \"id:120,phase:2,deny,status:401\"",
    "SecRule REQUEST_HEADERS::trailers \"@gt 2\" \"id:121,phase:2,deny,status:402\"")
SEEN = [listener("trailers-seen-1", configuration(*TRAILER_RULES), trailers=True, **GATEWAY),
        listener("trailers-seen-1-held", configuration(*TRAILER_RULES, **HOLDING), holds=True, trailers=True, **GATEWAY)]
SEEN2 = [listener("trailers-seen-2", configuration(*TRAILER_RULES), http2=True, cluster="http2", **GATEWAY),
         listener("trailers-seen-2-held", configuration(*TRAILER_RULES, **HOLDING), holds=True, http2=True,
                  cluster="http2", **GATEWAY)]
WATCHED = listener("trailers-watched", configuration(*TRAILER_RULES, "SecRuleEngine DetectionOnly"), http2=True,
                   cluster="http2", **GATEWAY)
UNREAD = listener("trailers-unread", configuration(*TRAILER_RULES, "SecRequestBodyAccess Off"), http2=True,
                  cluster="http2", **GATEWAY)
GRPC_RULES = RULES + (
    "SecResponseBodyMimeType text/plain application/grpc",
    "SecAction \"id:110,phase:1,pass,nolog,ctl:forceRequestBodyVariable=On\"",
    "SecRule REQUEST_BODY \"@contains evil\" \"id:111,phase:2,deny\"",
    "SecRule RESPONSE_BODY \"@contains first\" \"id:112,phase:4,deny\"")
GRPC = [listener("grpc", configuration(*GRPC_RULES), http2=True, cluster="http2", **GATEWAY),
        listener("grpc-held", configuration(*GRPC_RULES, **HOLDING), holds=True, http2=True, cluster="http2", **GATEWAY)]
LARGE = 1_000_000
# What the filter leaves in Envoy's buffer for trailers nobody has announced.
UNANNOUNCED_LIMIT = 4096
# What Envoy buffers of an HTTP/2 stream is never less than the smallest window of the protocol.
HTTP2_LIMIT = 65_535


def evil(size):
    return b"b=" + b"x" * (size - 9) + b"&a=evil"


class Http1TrailersTest(EnvoyTest):
    def post(self, name, body, trailers=b"checksum: 1\r\n", announced=False, piece=LARGE):
        """The status of a chunked request that ends with trailers, the body in chunks of `piece` bytes."""
        chunks = [body[start:start + piece] for start in range(0, len(body), piece)]
        return self.status(name, b"POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n"
                           b"content-type: application/x-www-form-urlencoded\r\n"
                           + (b"trailer: checksum\r\n" if announced else b"") + b"\r\n"
                           + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
                           + b"0\r\n" + trailers + b"\r\n")

    def test_a_body_with_trailers_as_long_as_envoys_buffer_is_inspected_and_arrives_whole(self):
        for name in HTTP1:
            for announced, limit in ((False, UNANNOUNCED_LIMIT), (True, ENVOY_GATEWAY_LIMIT)):
                for size, piece in ((6, LARGE), (limit // 2, 7), (limit, LARGE)):
                    case = (name, announced, size, piece)
                    good = b"b=" + b"x" * (size - 2)
                    self.assertEqual(self.post(name, good, announced=announced, piece=piece), 200, case)
                    self.assertEqual(self.upstream.received[-1].body, good, case)
                    self.upstream.received.clear()
                    bad = evil(max(size, 10))
                    self.assertEqual(self.post(name, bad, announced=announced, piece=piece), 406, case)
                    self.assertBodyLeftNoTrace()

    def test_beyond_envoys_buffer_it_is_refused_whole_and_counted(self):
        for name in HTTP1:
            for size, announced in ((ENVOY_GATEWAY_LIMIT + 1, True), (UNANNOUNCED_LIMIT + 1, False), (LARGE, True),
                                    (LARGE, False)):
                self.assertEqual(self.post(name, b"b=" + b"x" * (size - 2), announced=announced), 413, (name, size))
        self.assertBodyLeftNoTrace()
        self.assertEqual(self.rises()[counter("engine_errors", kind="trailers")], 8)

    def test_trailers_are_request_headers_of_phase_2_beside_a_flag(self):
        for name in SEEN:
            for announced in (False, True):
                for trailers, status in ((b"checksum: 1\r\n", 200), (b"x: evil\r\n", 401), (b"cookie: a=evil\r\n", 401),
                                         (b"a: 1\r\nb: 2\r\n", 200), (b"a: 1\r\nb: 2\r\nc: 3\r\n", 402)):
                    self.assertEqual(self.post(name, b"a=good", trailers, announced), status, (name, trailers))
                    if status != 200:
                        self.assertNotIn(b"a=good", [request.body for request in self.upstream.received], trailers)
                    self.upstream.received.clear()

    def test_a_larger_buffer_of_envoys_is_used_if_the_configuration_says_so(self):
        body = b"b=" + b"x" * 900_000
        self.assertEqual(self.post(ROOMY, body, announced=True), 200)
        self.assertEqual(self.upstream.received[-1].body, body)
        self.assertEqual(self.post(ROOMY, evil(900_000), announced=True), 406)

    def test_chunks_without_trailers_pass_at_any_size(self):
        for name in HTTP1:
            for size, piece in ((ENVOY_GATEWAY_LIMIT, 5000), (ENVOY_GATEWAY_LIMIT + 1, 5000), (LARGE, 33_333)):
                for announced in (False, True):
                    body = b"b=" + b"x" * (size - 2)
                    self.assertEqual(self.post(name, body, b"", announced, piece), 200, (name, size, announced))
                    self.assertEqual(self.upstream.received[-1].body, body)

    def test_a_small_buffer_of_envoys_stops_no_chunks_without_trailers(self):
        for size in (5000, ENVOY_GATEWAY_LIMIT, LARGE):
            body = b"b=" + b"x" * (size - 2)
            self.assertEqual(self.post(NARROW, body, b"", piece=1000), 200, size)
            self.assertEqual(self.upstream.received[-1].body, body)


class Http2TrailersTest(EnvoyTest):
    def post(self, name, body, trailers, announced, path="/"):
        headers = http2_client.headers("POST", path, content_type=FORM["content-type"])
        if announced:
            headers.append(("content-length", str(len(body))))
        return http2_client.exchange(self.ports[name], headers, body, trailers).status

    def test_a_body_arrives_whole_with_its_trailers_if_it_fits_envoys_buffer_or_its_length_is_known(self):
        for name in HTTP2:
            for size, announced in ((6, False), (6, True), (HTTP2_LIMIT, False), (HTTP2_LIMIT, True),
                                    (HTTP2_LIMIT + 1, True), (LARGE, True)):
                # Trailers that come behind phase 2, since the body could not wait for them, do not go on.
                trailers = {"checksum": "1"} if size <= HTTP2_LIMIT else {}
                case = (name, size, announced)
                body = b"b=" + b"x" * (size - 2)
                self.assertEqual(self.post(name, body, [("checksum", "1")], announced), 200, case)
                received = self.http2_upstream.received[-1]
                self.assertEqual((received.body, received.trailers), (body, trailers), case)
                self.http2_upstream.received.clear()
                self.assertEqual(self.post(name, evil(max(size, 10)), [("checksum", "1")], announced), 406, case)
                self.assertBodyLeftNoTrace()

    def test_trailers_are_request_headers_of_phase_2_beside_a_flag(self):
        for name in SEEN2:
            for announced in (False, True):
                for trailers, status in (([("checksum", "1")], 200), ([("x", "evil")], 401), ([("cookie", "a=evil")], 401),
                                         ([("a", "1"), ("b", "2")], 200), ([("a", "1"), ("b", "2"), ("c", "3")], 402)):
                    self.assertEqual(self.post(name, b"a=good", trailers, announced), status, (name, trailers))
                    if status == 200:
                        self.assertEqual(self.http2_upstream.received[-1].trailers, dict(trailers), name)
                    else:
                        self.assertBodyLeftNoTrace()
                    self.http2_upstream.received.clear()

    def test_trailers_behind_phase_2_go_on_only_where_rules_do_not_deny(self):
        long = b"b=" + b"x" * HTTP2_LIMIT
        for name, body, left in ((SEEN2[0], long, {}), (SEEN2[1], long, {}), (UNREAD, b"a=good", {}),
                                 (WATCHED, long, {"x": "evil"})):
            self.assertEqual(self.post(name, body, [("x", "evil")], True), 200, name)
            received = self.http2_upstream.received[-1]
            self.assertEqual((received.body, received.trailers), (body, left), name)

    def test_of_unknown_length_and_beyond_envoys_buffer_it_is_refused_whole_and_counted(self):
        for name in HTTP2:
            for size in (HTTP2_LIMIT + 1, LARGE):
                self.assertEqual(self.post(name, b"b=" + b"x" * (size - 2), [("checksum", "1")], False), 413, (name, size))
        self.assertBodyLeftNoTrace()
        self.assertEqual(self.rises()[counter("engine_errors", kind="trailers")], 4)

    def test_without_trailers_bodies_of_any_size_arrive_whole(self):
        for name in HTTP2:
            for size in (6, HTTP2_LIMIT, HTTP2_LIMIT + 1, LARGE):
                for announced in (False, True):
                    body = b"b=" + b"x" * (size - 2)
                    self.assertEqual(self.post(name, body, None, announced), 200, (name, size, announced))
                    self.assertEqual(self.http2_upstream.received[-1].body, body, (name, size, announced))

    def test_envoy_refuses_bodies_that_are_longer_or_shorter_than_announced(self):
        # The filter takes the announced length for the body's end, so nothing may follow it.
        headers = http2_client.headers("POST", content_type=FORM["content-type"], content_length="6")
        for name in HTTP2:
            for pieces in ([b"a=good", b"&a=evil"], [b"a=goo"]):
                with http2_client.Stream(self.ports[name], headers) as stream:
                    for piece in pieces:
                        stream.send(piece)
                    stream.end()
                    answer = stream.wait()
                self.assertEqual((answer.status, answer.error), (None, 1), (name, pieces))
        for request in self.http2_upstream.received:
            self.assertFalse(request.is_complete)
            self.assertNotIn(b"evil", request.body)

    def test_a_stream_that_is_reset_in_the_middle_harms_nobody(self):
        headers = http2_client.headers("POST", content_type=FORM["content-type"])
        for name in HTTP2:
            for _ in range(10):
                with http2_client.Stream(self.ports[name], headers) as stream:
                    stream.send(b"a=" + b"x" * 30_000)
                    stream.connection.reset_stream(stream.id)
                    stream.flush()
            self.assertEqual(self.post(name, b"a=good", [("checksum", "1")], False), 200)
        self.assertEqual([request.body for request in self.http2_upstream.received if request.body], [b"a=good"] * 2)


class GrpcTest(EnvoyTest):
    """Calls as gRPC makes them: messages in HTTP/2, the status in the response's trailers."""

    HEADERS = http2_client.headers("POST", "/shop.Cart/Add", content_type="application/grpc", te="trailers")

    def rule_sees(self, name, body):
        return http2_client.exchange(self.ports[name], self.HEADERS, body)

    def test_the_request_is_inspected_and_the_answer_comes_with_its_trailers(self):
        for name in GRPC:
            answer = self.rule_sees(name, b"\0\0\0\0\4good")
            self.assertEqual((answer.status, answer.body, answer.trailers), (200, b"hello", {"grpc-status": "0"}), name)
            self.assertEqual(self.http2_upstream.received[-1].body, b"\0\0\0\0\4good")
            self.http2_upstream.received.clear()
            answer = self.rule_sees(name, b"\0\0\0\0\4evil")
            # Envoy tells gRPC clients so in their own words: HTTP 200 and a status.
            self.assertEqual((answer.status, answer.headers.get("grpc-status")), (200, "7"), name)
            self.assertBodyLeftNoTrace()

    def test_messages_of_the_answer_are_not_held(self):
        for name in GRPC:
            self.http2_upstream.release.clear()
            headers = [(name_, "/stream" if name_ == ":path" else value) for name_, value in self.HEADERS]
            with http2_client.Stream(self.ports[name], headers) as stream:
                stream.send(b"\0\0\0\0\4good", end_stream=True)
                self.assertEqual(stream.wait(lambda: stream.answer.body).body, b"first", name)
                self.http2_upstream.release.set()
                answer = stream.wait()
            self.assertEqual((answer.body, answer.trailers), (b"firstsecond", {"grpc-status": "0"}))


if __name__ == "__main__":
    unittest.main()
