"""Answers that come before their request has ended: the request is decided without its body, which goes nowhere."""
import http.client
import unittest

from . import http2_client
from .harness import ENGINE, ENVOY_GATEWAY_LIMIT, FORM, HOLDING, RULES, EnvoyTest, configuration, counter, listener

GATEWAY = {"buffer_limit": ENVOY_GATEWAY_LIMIT}
PLAIN = listener("early", configuration(*RULES), **GATEWAY)
HELD_ANSWERS = listener("early-held", configuration(*RULES, hold_response_headers=True), holds=True, **GATEWAY)
BOTH = (PLAIN, HELD_ANSWERS)
HELD = listener("early-held-requests", configuration(*RULES, **HOLDING), holds=True, **GATEWAY)
STRICT = listener("early-strict", configuration(
    *ENGINE, "SecAction \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"",
    "SecRule REQBODY_ERROR \"@eq 1\" \"id:2,phase:2,deny,status:400\""), **GATEWAY)
HTTP2 = listener("early-2", configuration(*RULES), http2=True, **GATEWAY)


class EarlyAnswerTest(EnvoyTest):
    def begin(self, name, path, method=b"POST", sent=b""):
        """A connection on which a body of 100,000 bytes was announced and these were sent."""
        connection = self.connect(name)
        connection.sendall(b"%s %s HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n"
                           b"content-type: application/x-www-form-urlencoded\r\n\r\n%s" % (method, path, sent))
        return connection

    def answer(self, *arguments, **options):
        """Status and body of the answer to a request that never ends."""
        answer = http.client.HTTPResponse(self.begin(*arguments, **options))
        answer.begin()
        return answer.status, answer.read()

    def test_a_body_that_never_comes_is_no_way_past_the_rules_about_the_rest(self):
        for name in BOTH:
            for method in (b"GET", b"POST"):
                self.assertEqual(self.answer(name, b"/early?denied-in-phase-2", method)[0], 403, (name, method))
        self.assertBodyLeftNoTrace()

    def test_what_the_upstream_decides_without_the_body_is_heard_and_the_body_goes_nowhere(self):
        for name in BOTH:
            for sent in (b"", b"a=evil", b"a=good"):
                self.assertEqual(self.answer(name, b"/early", sent=sent), (401, b"no need to read on\n"), (name, sent))
        self.assertBodyLeftNoTrace()

    def test_a_body_that_was_cut_off_is_not_taken_for_a_malformed_one(self):
        self.assertEqual(self.answer(STRICT, b"/early", sent=b"{")[0], 401)
        self.assertEqual(self.send(STRICT, "POST", "/", b"{", {"content-type": "application/json"}).status, 400)

    def test_such_an_answer_is_inspected_like_any_other(self):
        for name in BOTH:
            self.assertEqual(self.answer(name, b"/early/x-leak")[0], 503, name)

    def test_an_upstream_that_wants_the_body_after_it_began_to_answer_does_not_get_it_and_the_log_says_so(self):
        connection = self.begin(PLAIN, b"/duplex/begun")
        self.read(connection, b"begun\n")
        connection.sendall(b"x" * 100_000)
        self.log_lines("hold_request_headers helps")
        self.assertBodyLeftNoTrace()

    def test_with_held_headers_it_gets_the_body(self):
        answer = self.send(HELD, "POST", "/duplex/begun", b"a=good", FORM)
        self.assertEqual((answer.status, answer.body), (200, b"begun\na=good"))
        self.assertEqual(self.send(HELD, "POST", "/duplex/begun", b"a=evil", FORM).status, 406)

    def test_over_http2_likewise(self):
        for path, status in (("/early?denied-in-phase-2", 403), ("/early", 401)):
            headers = http2_client.headers("POST", path, content_type=FORM["content-type"])
            with http2_client.Stream(self.ports[HTTP2], headers) as stream:
                self.assertEqual(stream.wait(lambda: stream.answer.status).status, status)

    def test_envoys_own_answers_are_heard_and_the_request_is_decided_before(self):
        for name in BOTH:
            for path, status in ((b"/gone", 503), (b"/gone?denied-in-phase-2", 403)):
                self.assertEqual(self.answer(name, path)[0], status, (name, path))

    def test_of_a_client_that_goes_away_the_log_says_what_was_wrong(self):
        self.begin(PLAIN, b"/duplex-not?denied-in-phase-2").close()
        self.log_lines("[id \"103\"]")
        self.wait_until(lambda: self.rises().get(counter("filter_tx_would_block")))

    def test_a_length_of_0_is_no_body_to_wait_for(self):
        headers = http2_client.headers("POST", "/denied-in-phase-2", content_length="0")
        with http2_client.Stream(self.ports[HTTP2], headers) as stream:
            self.assertEqual(stream.wait(lambda: stream.answer.status).status, 403)
        self.assertLeftNoTrace()


if __name__ == "__main__":
    unittest.main()
