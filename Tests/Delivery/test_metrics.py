"""From the filter's counters to Prometheus' series and the dashboard: a known mix of requests, the right numbers."""
import json
import os
import re
import unittest

import yaml

from Tests.Envoy.background import wait_until
from Tests.Envoy.envoy import plugin_file
from Tests.Envoy.upstream import Upstream
from .workspace import ROOT, work
from .gateway import DynamicGateway, Gateway, WasmListener
from . import manifests
from .prometheus import POD, Prometheus
from .test_alerts import rules_file

ATTACK = "/?q=%3Cscript%3Ealert(1)%3C/script%3E"
FORM = {"content-type": "application/x-www-form-urlencoded"}
BANNED = {"x-user-type": "baned"}
# How often what is sent to which listener.
MIX = [
    (7, "blocking", {}),
    (4, "blocking", {"path": ATTACK}),
    (2, "blocking", {"method": "POST", "body": b"q=<script>alert(1)</script>", "headers": FORM}),
    (45, "detection", {"path": ATTACK}),  # enough for an alert
    (3, "detection", {}),
    (6, "own-rules", {"headers": BANNED}),
    (1, "own-rules", {}),
]
OWN_LABELS = ("rule_id", "phase", "kind", "policy", "namespace")
SCRAPED = {"gateway": "public", "gateway_namespace": "shop"}
EXPECTED = [
    ({"decision": "blocked", "policy": "portcullis", "namespace": "shop", "rule_id": "949110",
      "phase": "http_request_body"}, 6),
    ({"decision": "would_block", "policy": "portcullis", "namespace": "shop"}, 45),
    ({"decision": "blocked", "policy": "demo", "namespace": "team_a", "rule_id": "101",
      "phase": "http_request_headers"}, 6),
]


def plugin(name):
    return manifests.plugin_configurations(manifests.one("kubernetes/envoy-gateway/%s.yaml" % name,
                                                         "EnvoyExtensionPolicy"))[0]


def listeners():
    return [WasmListener("blocking", plugin("blocking")), WasmListener("detection", plugin("detection")),
            WasmListener("own-rules", plugin_file("blocking"))]


def dashboard():
    with open(os.path.join(ROOT, "wasm", "observability", "dashboard.json")) as file:
        return json.load(file)


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
        # The second samples must be others than the first.
        wait_until(lambda: cls.prometheus.query("waf_rules_would_block_total"), "the first would-block")
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

    def own(self, metric):
        """The samples of one of our own metrics: labels without those of the scrape, and the value."""
        found = []
        for labels, value in self.prometheus.query(metric):
            self.assertEqual({key: labels[key] for key in SCRAPED}, SCRAPED)
            found.append(({key: labels[key] for key in OWN_LABELS if key in labels}, value))
        return found

    def test_would_blocks_and_matches_are_counted_by_rule(self):
        policy = {"policy": "portcullis", "namespace": "shop"}
        expected = [({"rule_id": "949110", "phase": "http_request_body", **policy}, 45)]
        wait_until(lambda: self.own("waf_rules_would_block_total") == expected, "the would-blocks")
        # Both policies are called the same, so their matches stand in one series.
        attacks = {"rule_id": "941100", "phase": "http_request_body", **policy}
        self.assertIn((attacks, 4 + 2 + 45), self.own("waf_rules_hits_total"))
        demo = {"policy": "demo", "namespace": "team_a", "rule_id": "101", "phase": "http_request_headers"}
        self.assertIn((demo, 6), self.own("waf_rules_hits_total"))

    def test_a_spike_of_one_rule_is_a_pending_alert_that_names_it(self):
        def found():
            return [labels for labels, _ in self.prometheus.query('ALERTS{alertname="WafWouldBlockSpike"}')]
        alert, = wait_until(found, "the alert")
        self.assertEqual({key: alert.get(key) for key in (*OWN_LABELS, "gateway")}, {
            "policy": "portcullis", "namespace": "shop", "rule_id": "949110", "phase": "http_request_body",
            "kind": None, "gateway": "public"})

    def test_errors_of_the_filter_carry_their_kind(self):
        # The rejected configuration is the error this mix has; it belongs to no policy, for none was read, and so has
        # the namespace of the pod.
        self.assertIn(({"kind": "configuration", "namespace": POD["namespace"]}, 1), self.own("waf_engine_errors_total"))

    def test_every_metric_of_ours_has_a_name_without_labels_in_it(self):
        expected = {"waf_rules_hits_total", "waf_rules_would_block_total", "waf_engine_errors_total",
                    "waf_engine_request_header_bytes_total", "waf_engine_request_body_bytes_total",
                    "waf_engine_response_body_bytes_total",
                    *("waf_rules_inbound_score_" + name for name in ("bucket", "sum", "count"))}
        wait_until(lambda: set(self.names()) == expected, "the names, which are %s" % self.names())
        for labels, _ in self.own("waf_rules_inbound_score_count"):
            self.assertIn((labels["policy"], labels["namespace"]), {("portcullis", "shop"), ("demo", "team_a")})

    def names(self):
        return sorted(labels["__name__"] for labels, _ in self.prometheus.query(
            'count by (__name__) ({__name__=~"waf_(engine|rules)_.*"})'))

    def test_the_recording_rules_have_results(self):
        for name in ("waf:transactions:rate5m", "waf:decisions:rate5m", "waf:blocked:ratio_rate5m", "waf:rule_would_block:rate5m"):
            wait_until(lambda: self.prometheus.query(name), name)
        for group in self.prometheus.get("rules")["groups"]:
            for rule in group["rules"]:
                self.assertEqual(rule["health"], "ok", rule.get("lastError"))

    def test_every_panel_of_the_dashboard_has_something_to_show(self):
        board = dashboard()
        known = {"__rate_interval": "1m", "__range": "1h"}
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                metric, label = re.fullmatch(r"label_values\((\w+), (\w+)\)", variable["query"]).groups()
                self.assertTrue(self.prometheus.get("label/%s/values" % label, **{"match[]": metric}), variable["name"])
                known[variable["name"]] = variable["allValue"]
        for panel in board["panels"]:
            target, = panel["targets"]
            query = re.sub(r"\$(\w+)", lambda match: known[match[1]], target["expr"])
            what = "%s: %s" % (panel["title"], query)
            # Of what has a number above 0: a configuration without metric_labels has series without a policy, at 0.
            for labels in wait_until(lambda: self.shown(query, panel["title"]), what):
                self.assertLessEqual(set(re.findall(r"{{(\w+)}}", target["legendFormat"])), set(labels), what)

    def shown(self, query, title):
        """The labels of what a panel draws above 0, which is everything but what did not happen here."""
        found = self.prometheus.query(query)
        return [labels for labels, value in found if value > 0 or title == "Modules not fetched"]


class DashboardTest(unittest.TestCase):
    def test_panels_fill_the_grid_without_covering_each_other(self):
        taken, identities = set(), set()
        for panel in dashboard()["panels"]:
            place = panel["gridPos"]
            cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                     for y in range(place["y"], place["y"] + place["h"])}
            self.assertFalse(cells & taken, panel["title"])
            taken |= cells
            identities.add(panel["id"])
        self.assertEqual(taken, {(x, y) for x in range(24) for y in range(max(y for _, y in taken) + 1)})
        self.assertEqual(len(identities), len(dashboard()["panels"]))


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

            def found():
                series = {}
                for line in envoy.get("/stats/prometheus").splitlines():
                    match = re.fullmatch(r"(waf_\w+)\{(.*)\} ([1-9]\d*)", line)
                    if match:
                        labels = dict(re.findall(r'(\w+)="(.*?)"', match[2]))
                        series.setdefault(match[1], []).append((labels, int(match[3])))
                # Envoy adds up histograms every few seconds only.
                return "waf_rules_inbound_score_count" in series and series
            series = wait_until(found, "the histogram of the scores")
        policy = {"policy": "portcullis", "namespace": "shop"}
        demo = {"policy": "demo", "namespace": "team-a"}
        denied = {"rule_id": "101", "phase": "http_request_headers", **demo}
        self.assertIn((denied, 1), series["waf_rules_hits"])
        self.assertIn((policy, 1), series["waf_rules_inbound_score_count"])
        self.assertIn(policy, [labels for labels, _ in series["waf_engine_request_header_bytes"]])
        for name, expected in (
                ("waf_filter_tx_total", [({}, 2)]), ("waf_filter_tx_interruptions", [(denied, 1)]),
                ("waf_filter_tx_would_block", [(policy, 1)]),
                ("waf_rules_would_block", [({"rule_id": "949110", "phase": "http_request_body", **policy}, 1)])):
            self.assertEqual(series[name], expected, name)


if __name__ == "__main__":
    unittest.main()
