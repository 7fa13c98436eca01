#!/usr/bin/env python3
"""From the filter's counters to Prometheus' series and the dashboard: a known mix of requests, the right numbers."""
import json
import os
import re
import sys
import time
import unittest

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from workspace import ROOT, work  # noqa: E402
from background import wait_until  # noqa: E402
from envoy import plugin_file  # noqa: E402
from gateway import DynamicGateway, Gateway, WasmListener  # noqa: E402
import manifests  # noqa: E402
from prometheus import Prometheus  # noqa: E402
from test_alerts import rules_file  # noqa: E402
from upstream import Upstream  # noqa: E402

ATTACK = "/?q=%3Cscript%3Ealert(1)%3C/script%3E"
FORM = {"content-type": "application/x-www-form-urlencoded"}
BANNED = {"x-user-type": "baned"}
# How often what is sent to which listener.
MIX = [
    (7, "blocking", {}),
    (4, "blocking", {"path": ATTACK}),
    (2, "blocking", {"method": "POST", "body": b"q=<script>alert(1)</script>", "headers": FORM}),
    (5, "detection", {"path": ATTACK}),
    (3, "detection", {}),
    (6, "own-rules", {"headers": BANNED}),
    (1, "own-rules", {}),
]
SCRAPED = {"gateway": "public", "gateway_namespace": "shop"}
EXPECTED = [
    ({"decision": "blocked", "policy": "portcullis", "namespace": "shop", "rule_id": "949110",
      "phase": "http_request_body"}, 6),
    ({"decision": "would_block", "policy": "portcullis", "namespace": "shop"}, 5),
    ({"decision": "blocked", "policy": "demo", "namespace": "team_a", "rule_id": "101",
      "phase": "http_request_headers"}, 6),
]


def plugin(name):
    return manifests.plugin_configurations(manifests.one("kubernetes/envoy-gateway/%s.yaml" % name,
                                                         "EnvoyExtensionPolicy"))[0]


def listeners():
    return [WasmListener("blocking", plugin("blocking")), WasmListener("detection", plugin("detection")),
            WasmListener("own-rules", plugin_file("blocking"))]


class PrometheusTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.addClassCleanup(cls.upstream.stop)
        cls.envoy = DynamicGateway(listeners(), cls.upstream.port, work("metrics", "envoy", ""))
        cls.enterClassContext(cls.envoy)
        rules_file(work("metrics", "rules.json"))
        cls.prometheus = Prometheus(cls.envoy.admin.split("//")[1], work("metrics", "rules.json"))
        cls.enterClassContext(cls.prometheus)
        # The counters must be seen before they rise: a rate needs two samples.
        wait_until(lambda: cls.prometheus.query("tigera_waf_transactions_total"), "the first scrape")
        for _, name, options in MIX:
            cls.envoy.send(name, **options)
        time.sleep(1)
        for count, name, options in MIX:
            for _ in range(count - 1):
                cls.envoy.send(name, **options)
        cls.reject()

    @classmethod
    def reject(cls):
        """A configuration with an error: Envoy refuses it, and the former stays."""
        bad = json.dumps({"directives_map": {"a": ["SecRulle x"]}, "default_directives": "a"})
        cls.envoy.update([WasmListener("blocking", bad)] + listeners()[1:])
        wait_until(lambda: "lds_update_rejected{} 1" in cls.envoy.get("/stats/prometheus"), "the rejection")
        cls.after_rejection = [cls.envoy.send("blocking"), cls.envoy.send("detection")]

    def decisions(self):
        result = []
        for labels, value in self.prometheus.query("tigera_waf_decisions_total"):
            own = ("decision", "policy", "namespace", "rule_id", "phase")
            if value:
                result.append(({key: labels[key] for key in own if key in labels}, value))
            for key, value in SCRAPED.items():
                self.assertEqual(labels[key], value)
        return result

    def test_a_known_mix_of_requests_gives_the_decisions_their_labels_and_values(self):
        def key(sample):
            return sorted(sample[0].items())
        expected = sorted(EXPECTED, key=key)
        wait_until(lambda: sorted(self.decisions(), key=key) == expected, "%s" % self.decisions())

    def test_every_request_is_a_transaction(self):
        total = sum(count for count, _, _ in MIX) + len(self.after_rejection)

        def found():
            (labels, value), = self.prometheus.query("tigera_waf_transactions_total")
            self.assertEqual({key: labels[key] for key in SCRAPED}, SCRAPED)
            self.assertNotIn("policy", labels)
            return value == total
        wait_until(found, "%d transactions" % total)

    def test_a_rejected_configuration_leaves_the_former_in_force_and_is_seen(self):
        self.assertEqual(self.after_rejection, [200, 200])
        self.assertIn("SecRulle", self.envoy.log())
        wait_until(lambda: self.prometheus.query("envoy_listener_manager_lds_update_rejected == 1"), "the series")

    def test_errors_of_the_filter_carry_their_kind(self):
        # The rejected configuration is the error this mix has; it belongs to no policy, for none was read.
        found = [labels.get("kind") for labels, value in self.prometheus.query("waf_engine_errors_total")]
        self.assertIn("configuration", found)

    def test_the_recording_rules_have_results(self):
        for name in ("waf:transactions:rate5m", "waf:decisions:rate5m", "waf:blocked:ratio_rate5m"):
            wait_until(lambda: self.prometheus.query(name), name)
        for group in self.prometheus.get("rules")["groups"]:
            for rule in group["rules"]:
                self.assertEqual(rule["health"], "ok", rule.get("lastError"))

    def test_every_query_of_the_dashboard_finds_series(self):
        with open(os.path.join(ROOT, "wasm", "observability", "dashboard.json")) as file:
            dashboard = json.load(file)
        known = {"__rate_interval": "1m", "__range": "1h"}
        for variable in dashboard["templating"]["list"]:
            if variable["type"] == "query":
                metric, label = re.fullmatch(r"label_values\((\w+), (\w+)\)", variable["query"]).groups()
                self.assertTrue(self.prometheus.get("label/%s/values" % label, **{"match[]": metric}), variable["name"])
                known[variable["name"]] = variable["allValue"]
        queries = [(panel["title"], target["expr"]) for panel in dashboard["panels"] for target in panel["targets"]]
        self.assertGreater(len(queries), 10)
        for title, expression in queries:
            asked = re.sub(r"\$(\w+)", lambda match: known[match[1]], expression)
            values = wait_until(lambda: self.prometheus.query(asked), "%s: %s" % (title, asked))
            self.assertTrue(all(value == value for _, value in values), title)  # NaN is no number to show.


class StatsTagsTest(unittest.TestCase):
    def test_envoy_itself_makes_labels_of_the_names(self):
        proxy = manifests.one("kubernetes/monitoring/stats-tags.yaml", "EnvoyProxy")
        bootstrap = yaml.safe_load(proxy["spec"]["bootstrap"]["value"])
        upstream = Upstream()
        self.addCleanup(upstream.stop)
        directory = work("metrics", "tags")
        with Gateway(listeners()[1:], upstream.port, directory, bootstrap) as envoy:
            envoy.send("own-rules", headers=BANNED)
            envoy.send("detection", path=ATTACK)
            found = {}
            for line in envoy.get("/stats/prometheus").splitlines():
                match = re.fullmatch(r"(waf_filter_\w+)\{(.*)\} ([1-9]\d*)", line)
                if match:
                    found[match[1]] = (dict(re.findall(r'(\w+)="(.*?)"', match[2])), int(match[3]))
        self.assertEqual(found, {
            "waf_filter_tx_total": ({}, 2),
            "waf_filter_tx_interruptions": ({"rule_id": "101", "phase": "http_request_headers", "policy": "demo",
                                             "namespace": "team-a"}, 1),
            "waf_filter_tx_would_block": ({"policy": "portcullis", "namespace": "shop"}, 1),
        })


if __name__ == "__main__":
    unittest.main()
