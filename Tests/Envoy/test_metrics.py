"""Counters as Prometheus reads them, failures among them, and what becomes of requests that cannot be inspected."""
import re
import unittest

from .harness import FORM, HOLDING, RULES, EnvoyTest, configuration, counter, interruptions, listener

SCORING = RULES + (
    "SecRule ARGS:score \"@rx ^\\d+$\" \"id:130,phase:2,pass,log,setvar:tx.blocking_inbound_anomaly_score=%{MATCHED_VAR}\"",
    "SecAction \"id:131,phase:1,pass,nolog\"")
COUNTING = listener("counting", configuration(*SCORING, metrics={"engine_time": True}))
WATCHING = listener("counting-detection", configuration(*SCORING, "SecRuleEngine DetectionOnly"))
BARE = listener("counting-bare", configuration(*RULES, metric_labels={}))
ORDERED = listener("counting-ordered", configuration(
    *RULES, metric_labels={"zone": "z", "owner": "o", "cluster": "c", "identifier": "i"}))
MANY = listener("counting-many", configuration(
    "SecRuleEngine On", *("SecAction \"id:%d,phase:1,pass,log\"" % number for number in range(5000, 5300)),
    metric_labels={"identifier": "many"}))
SMALL = {"held_body_bytes": 100_000}
FULL = {"deny": listener("full-deny", configuration(*RULES, limits=SMALL)),
        "allow": listener("full-allow", configuration(*RULES, limits=SMALL, on_error="allow")),
        "watching": listener("full-watching", configuration(*RULES, "SecRuleEngine DetectionOnly", limits=SMALL)),
        "deny-held": listener("full-deny-held", configuration(*RULES, limits=SMALL, **HOLDING), holds=True)}


class MetricsTest(EnvoyTest):
    def test_the_three_counters_have_the_names_consumers_read(self):
        self.send(COUNTING)
        self.send(COUNTING, path="/denied-in-phase-1")
        self.send(COUNTING, "POST", "/", b"a=evil", FORM)
        self.send(COUNTING, path="/header/x-leak/1")
        self.send(COUNTING, path="/body/secret")
        self.send(WATCHING, path="/denied-in-phase-1?denied-in-phase-2")
        self.assertCounted(
            waf_filter_tx_total=6, waf_filter_tx_would_block_identifier_test_owner_ci=1,
            **{interruptions(105, "request_headers"): 1, interruptions(102, "request_body"): 1,
               interruptions(106, "response_headers"): 1, interruptions(104, "response_body"): 1})

    def test_labels_stand_in_a_fixed_order_and_the_total_stays_bare(self):
        self.send(BARE, path="/denied-in-phase-1")
        self.send(ORDERED, path="/denied-in-phase-1")
        name = "waf_filter_tx_interruptions_ruleid_105_phase_http_request_headers"
        self.assertCounted(waf_filter_tx_total=2, **{name: 1, name + "_identifier_i_owner_o_cluster_c_zone_z": 1})

    def test_hits_and_would_blocks_are_counted_by_rule_and_phase(self):
        self.send(WATCHING, path="/denied-in-phase-1?denied-in-phase-2")
        self.send(WATCHING, path="/?score=3")
        rises = self.rises()
        for rule, phase in ((105, "request_headers"), (103, "request_body"), (130, "request_body")):
            self.assertEqual(rises[counter("rules_hits", ruleid=rule, phase="http_" + phase)], 1, rule)
        self.assertEqual(rises[counter("rules_would_block", ruleid=105, phase="http_request_headers")], 1)
        self.assertEqual([name for name in rises if "would_block_ruleid_103" in name or "ruleid_131" in name], [])

    def test_rules_beyond_the_bound_are_counted_as_other(self):
        self.send(MANY)
        rises = self.rises()
        hits = [name for name in rises if name.startswith("waf_rules_hits")]
        self.assertEqual(len(hits), 257)
        self.assertEqual(rises["waf_rules_hits_ruleid_other_phase_http_request_headers_identifier_many"], 44)

    def test_scores_bytes_and_time_are_measured(self):
        histogram = "waf_rules_inbound_score_identifier_test_owner_ci"

        def samples():
            found = re.search(r"^%s_(?:count|sum)\{\} (\d+)" % histogram, self.envoy.get("/stats/prometheus"), re.M)
            return int(found[1]) if found else 0
        before = samples()
        self.send(COUNTING, "POST", "/large/5000", b"score=7&a=" + b"x" * 990, FORM)
        # Envoy merges its workers' histograms every few seconds.
        self.wait_until(lambda: samples() > before, seconds=15)
        rises = self.rises()
        self.assertEqual(rises[counter("engine_request_body_bytes")], 1000)
        self.assertEqual(rises[counter("engine_response_body_bytes")], 5000)
        self.assertGreater(rises[counter("engine_request_header_bytes")], 50)
        self.assertGreater(rises[counter("engine_nanoseconds")], 0)

    def test_nothing_a_client_sends_becomes_part_of_a_name(self):
        word = "distinctword"
        for name in (COUNTING, WATCHING):
            self.send(name, "POST", "/%s/denied-in-phase-1?%s=%s" % (word, word, word), b"a=evil&" + word.encode(),
                      {**FORM, word: word, "host": word + ".example"})
        self.assertNotIn(word, self.envoy.get("/stats"))


class FailureTest(EnvoyTest):
    """When nothing more may be held, `on_error` decides; it is counted and logged."""

    def test_a_body_too_large_to_hold_is_denied_or_passes_uninspected_as_configured(self):
        body = b"b=" + b"x" * 300_000 + b"&a=evil"
        for name, status in (("deny", 500), ("deny-held", 500), ("allow", 200)):
            self.upstream.received.clear()
            for chunked in (False, True):
                self.assertEqual(self.send(FULL[name], "POST", "/", body, FORM, chunked).status, status, name)
            if status == 200:
                self.assertEqual([request.body for request in self.upstream.received if request.body], [body] * 2)
            else:
                self.assertBodyLeftNoTrace()
        self.assertEqual(self.rises()[counter("engine_errors", kind="memory")], 6)
        lines = self.log_lines("request body: too much is held already", count=6)
        endings = [line.split(" [hostname")[0].rsplit("; ")[-1] for line in lines]
        self.assertEqual(endings, ["denied"] * 4 + ["passed on uninspected"] * 2)

    def test_a_response_too_large_to_hold_is_denied_or_passes_uninspected_as_configured(self):
        for name, status, size in (("deny", 200, 0), ("deny-held", 500, 0), ("allow", 200, 300_000)):
            answer = self.send(FULL[name], path="/large/300000")
            self.assertEqual((answer.status, len(answer.body)), (status, size), name)
        self.assertEqual(self.rises()[counter("engine_errors", kind="memory")], 3)
        self.log_lines("response body: too much is held already", count=3)

    def test_a_response_that_announced_its_length_breaks_off(self):
        answer = self.raw(FULL["watching"], b"GET /large/300000 HTTP/1.1\r\nhost: a\r\n\r\n"
                                            b"GET /body/second HTTP/1.1\r\nhost: a\r\n\r\n")
        # A second answer would be read as the body of the first.
        self.assertLessEqual(answer.count(b"HTTP/1.1 "), 1)
        self.assertNotIn(b"second", answer)
        self.assertEqual(self.rises()[counter("engine_errors", kind="memory")], 1)

    def test_what_was_held_is_given_free_on_every_path(self):
        # Each of these holds more than half of what may be held; without an end to it the next one would fail.
        body = b"b=" + b"x" * 60_000
        for _ in range(3):
            self.assertEqual(self.send(FULL["deny"], "POST", "/", body, FORM).status, 200)
            self.assertEqual(self.send(FULL["deny"], "POST", "/", body + b"&a=evil", FORM).status, 406)
            self.assertEqual(self.send(FULL["deny"], path="/large/60000").status, 200)
            connection = self.connect(FULL["deny"])
            connection.sendall(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n" + body)
            self.wait_until(lambda: self.upstream.received and self.upstream.received[-1].headers.get(
                "content-length") == "100000")
            connection.close()
            self.wait_until(lambda: "downstream_cx_active: 0" in self.envoy.get(
                "/stats?filter=http.full-deny.downstream_cx_active"))
        self.assertNotIn(counter("engine_errors", kind="memory"), self.rises())


if __name__ == "__main__":
    unittest.main()
