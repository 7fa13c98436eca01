"""The Kubernetes manifests: held against the real schemas, and what they configure run in the real Envoy."""
import hashlib
import copy
import ipaddress
import os
import unittest

import yaml

from Tests import reference
from Tests.Envoy.envoy import MODULE, cluster
from Tests.Envoy.upstream import Upstream
from .workspace import FileServer, work
from .gateway import Gateway, WasmListener
from . import manifests
from . import validations

# Kubernetes' own kinds, for which there is no schema here.
BUILT_IN = {"NetworkPolicy", "ConfigMap"}
ATTACK = "/?q=%3Cscript%3Ealert(1)%3C/script%3E"
METRIC_RELABELLINGS = [
    ("keep", None, None, "(?:envoy_)?(?:wasmcustom_)?waf_filter_.*"),
    (None, "policy", "$1", "(?:envoy_)?(?:wasmcustom_)?waf_filter_.*_identifier_(.+?)(?:_owner_.+)?"),
    (None, "namespace", "$1", "(?:envoy_)?(?:wasmcustom_)?waf_filter_.*_owner_(.+?)(?:_identifier_.+)?"),
    (None, "rule_id", "$1", "(?:envoy_)?(?:wasmcustom_)?waf_filter_tx_interruptions_ruleid_(.+?)_phase_.+"),
    (None, "phase", "$1", "(?:envoy_)?(?:wasmcustom_)?waf_filter_tx_interruptions_ruleid_.+?_phase_(.+?)"
                          "(?:_(?:identifier|owner)_.+)?"),
    (None, "decision", "would_block", "(?:envoy_)?(?:wasmcustom_)?waf_filter_tx_would_block.*"),
    (None, "decision", "blocked", "(?:envoy_)?(?:wasmcustom_)?waf_filter_tx_interruptions.*"),
    (None, "__name__", "tigera_waf_decisions_total",
     "(?:envoy_)?(?:wasmcustom_)?waf_filter_tx_(?:would_block|interruptions).*"),
    (None, "__name__", "tigera_waf_transactions_total", "(?:envoy_)?(?:wasmcustom_)?waf_filter_tx_total"),
]


# What keeps the schema and breaks a rule beside it: file, kind, field, what stands there, what is said.
GATEWAY = {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "public"}
CODE = ("spec", "wasm", 0, "code")
BROKEN = [
    ("envoy-gateway/blocking", "EnvoyExtensionPolicy", (*CODE, "type"), "HTTP", "If type is HTTP, http field needs"),
    ("envoy-gateway/blocking", "EnvoyExtensionPolicy", (*CODE, "image", "pullSecretRef", "kind"), "ConfigMap", "Secret"),
    ("envoy-gateway/blocking", "EnvoyExtensionPolicy", ("spec", "targetRefs", 0, "group"), "apps", "targetRefs[*].group"),
    ("envoy-gateway/detection", "EnvoyExtensionPolicy", ("spec", "targetRef"), GATEWAY, "either targetRef or"),
    ("envoy-gateway/limits", "ClientTrafficPolicy", ("spec", "targetRefs", 0, "kind"), "Service", "targetRefs[*].kind"),
    ("envoy-gateway/gateway", "Gateway", ("spec", "listeners", 0, "tls"), {"mode": "Passthrough"}, "tls must not"),
    ("envoy-gateway/gateway", "HTTPRoute", ("spec", "rules", 0, "matches"), [{"path": {"value": "/a//b"}}], "'//'"),
    ("istio/gateway", "WasmPlugin", ("spec", "selector"), {"matchLabels": {"app": "shop"}}, "targetRefs or selector"),
    ("istio/gateway", "WasmPlugin", ("spec", "url"), "ftp://files.example.com/plugin.wasm", "schema one of"),
    ("istio/workload", "WasmPlugin", ("spec", "vmConfig"), {"env": [{"name": "A", "valueFrom": "HOST", "value": "b"}]},
     "valueFrom is INLINE"),
    ("istio/hold-headers", "EnvoyFilter", ("spec", "targetRefs"), [GATEWAY], "targetRefs or workloadSelector"),
]


@reference.needs("schemas", "test_manifests", "4 tests of all manifests against their schemas")
class SchemaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schemas = manifests.Schemas()

    def test_every_object_keeps_its_definition(self):
        checked = 0
        for name in manifests.paths():
            for value in manifests.read(name):
                problems = self.schemas.problems(value)
                if problems is None:
                    self.assertIn(value["kind"], BUILT_IN, name)
                    continue
                self.assertEqual(problems, [], "%s: %s" % (name, value["kind"]))
                checked += 1
        self.assertGreater(checked, 15)

    def test_a_field_no_definition_names_is_found(self):
        value = manifests.one("kubernetes/istio/gateway.yaml", "WasmPlugin")
        value["spec"]["pluginConfiguration"] = {}
        self.assertEqual(len(self.schemas.problems(value)), 1)
        policy = manifests.one("kubernetes/envoy-gateway/blocking.yaml", "EnvoyExtensionPolicy")
        policy["spec"]["wasm"][0]["code"]["image"]["sha_256"] = ""
        self.assertEqual(len(self.schemas.problems(policy)), 1)

    def test_every_rule_beside_the_schemas_can_be_evaluated(self):
        for kind, schema in self.schemas.definitions.items():
            for rule in validations.all_rules(schema):
                validations.program(rule)  # Raises for what is no CEL.
        asked = [rule["rule"] for name in manifests.paths() for value in manifests.read(name)
                 for schema in [self.schemas.definitions.get((value["apiVersion"], value["kind"]))] if schema
                 for _, rule, _ in validations.rules(schema, validations.with_defaults(schema, value))]
        self.assertGreater(len(set(asked)), 40)

    def test_what_breaks_such_a_rule_is_refused(self):
        for file, kind, place, broken, complaint in BROKEN:
            value = manifests.one("kubernetes/%s.yaml" % file, kind)
            self.assertEqual(self.schemas.problems(value), [])
            *parents, last = place
            part = value
            for key in parents:
                part = part[key]
            part[last] = copy.deepcopy(broken)
            self.assertIn(complaint, "\n".join(self.schemas.problems(value)), (file, place))


class MonitoringTest(unittest.TestCase):
    def test_the_pod_monitor_has_exactly_the_relabellings_dashboards_rely_on(self):
        spec = manifests.one("kubernetes/monitoring/pod-monitor.yaml", "PodMonitor")["spec"]
        endpoint, = spec["podMetricsEndpoints"]
        found = [(rule.get("action"), rule.get("targetLabel"), rule.get("replacement"), rule["regex"])
                 for rule in endpoint["metricRelabelings"]]
        self.assertEqual(found, METRIC_RELABELLINGS)
        self.assertTrue(all(rule["sourceLabels"] == ["__name__"] for rule in endpoint["metricRelabelings"]))
        self.assertEqual((endpoint["portNumber"], endpoint["path"], endpoint["honorLabels"]),
                         (19001, "/stats/prometheus", True))
        self.assertEqual(spec["namespaceSelector"], {"any": True})

    def test_no_rule_of_the_network_policy_mixes_families_of_addresses(self):
        spec = manifests.one("kubernetes/monitoring/network-policy.yaml", "NetworkPolicy")["spec"]
        families = []
        for rule in spec["ingress"]:
            blocks = [source["ipBlock"]["cidr"] for source in rule.get("from", []) if "ipBlock" in source]
            found = {ipaddress.ip_network(block).version for block in blocks}
            self.assertLessEqual(len(found), 1, rule)
            families += found
            if rule.get("from"):
                self.assertEqual(rule["ports"], [{"protocol": "TCP", "port": 19001}])
        self.assertEqual(sorted(families), [4, 6])
        # Traffic must still come in: a policy denies what it does not name.
        self.assertTrue(any("from" not in rule for rule in spec["ingress"]))


class ConfigurationTest(unittest.TestCase):
    """The configuration of each manifest in the real Envoy: it denies, or only counts, as it says."""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()

    @classmethod
    def tearDownClass(cls):
        cls.upstream.stop()

    def try_all(self, listeners, statuses):
        with Gateway(listeners, self.upstream.port, work("manifests", "envoy")) as envoy:
            for name, attack in statuses.items():
                self.assertEqual(envoy.send(name), 200, name)
                self.assertEqual(envoy.send(name, path=ATTACK), attack, name)
                decision = "would_block" if attack == 200 else "interruptions"
                self.assertTrue(any(decision in counter for counter in envoy.counters()), name)

    def test_every_embedded_configuration_does_what_it_says(self):
        # What Envoy Gateway and Istio hand over is the same for equal configurations.
        listeners, statuses, seen = [], {}, set()
        for path in manifests.paths():
            for value in manifests.read(path):
                for text in manifests.plugin_configurations(value):
                    same = yaml.dump(yaml.safe_load(text), sort_keys=True)
                    if same in seen:
                        continue
                    seen.add(same)
                    name = path.replace("/", "-")
                    listeners.append(WasmListener(name, text, holds="hold_request_headers" in text))
                    statuses[name] = 200 if "DetectionOnly" in text else 403
        self.assertIn(200, statuses.values())
        self.assertIn(403, statuses.values())
        self.try_all(listeners, statuses)

    def test_the_module_comes_from_a_web_server_if_its_checksum_fits(self):
        policy = manifests.one("kubernetes/envoy-gateway/http.yaml", "EnvoyExtensionPolicy")
        self.assertEqual(policy["spec"]["wasm"][0]["code"]["type"], "HTTP")
        text, = manifests.plugin_configurations(policy)
        with open(MODULE, "rb") as file:
            checksum = hashlib.sha256(file.read()).hexdigest()
        with FileServer(os.path.dirname(MODULE)) as server:
            def listener(sha256):
                return WasmListener("remote", text, {"remote": {"sha256": sha256, "http_uri": {
                    "uri": "http://127.0.0.1:%d/plugin.wasm" % server.port, "cluster": "files", "timeout": "20s"}}})

            files = [cluster("files", server.port)]
            directory = work("manifests", "remote")
            with Gateway([listener(checksum)], self.upstream.port, directory, clusters=files) as envoy:
                self.assertEqual(envoy.send("remote"), 200)
                self.assertEqual(envoy.send("remote", path=ATTACK), 403)
                self.assertIn("envoy_wasm_remote_load_fetch_successes{} 1", envoy.get("/stats/prometheus"))
            self.assertEqual(set(server.paths), {"/plugin.wasm"})
            with Gateway([listener("0" * 64)], self.upstream.port, directory, clusters=files) as envoy:
                # Fail closed: without a module there is no way through.
                self.assertNotEqual(envoy.send("remote"), 200)
                self.assertRegex(envoy.get("/stats/prometheus"), "remote_load_fetch_failures\\{\\} [1-9]")

    def test_the_module_comes_from_a_mounted_file(self):
        patch = manifests.one("kubernetes/envoy-gateway/file.yaml", "EnvoyPatchPolicy")
        filter, = manifests.filters(patch)
        mounted = filter["vm_config"]["code"]["local"]["filename"]
        for path, kind in (("envoy-gateway/file.yaml", "EnvoyProxy"),):
            mounts = manifests.one("kubernetes/" + path, kind)["spec"]["provider"]["kubernetes"]["envoyDeployment"]
            self.assertEqual(os.path.dirname(mounted), mounts["container"]["volumeMounts"][0]["mountPath"])
        plugin = manifests.one("kubernetes/istio/file.yaml", "WasmPlugin")
        self.assertEqual(plugin["spec"]["url"], "file://" + mounted)

        # The whole filter as it stands in the patch, but for the directory the volume would be mounted at.
        filter["vm_config"]["code"]["local"]["filename"] = MODULE

        def replace(value):
            value["typed_config"]["config"] = filter
        self.try_all([WasmListener("file", "", patch=replace)], {"file": 403})

    def test_the_patch_for_holding_headers_sets_what_envoy_knows(self):
        patch = manifests.one("kubernetes/envoy-gateway/hold-headers.yaml", "EnvoyPatchPolicy")
        operation = patch["spec"]["jsonPatches"][0]["operation"]
        policy = manifests.one("kubernetes/envoy-gateway/blocking.yaml", "EnvoyExtensionPolicy")
        name = "envoyextensionpolicy/%s/%s/wasm/0" % (policy["metadata"]["namespace"], policy["metadata"]["name"])
        self.assertIn("'envoy.filters.http.wasm/%s'" % name, operation["jsonPath"])

        def apply(value):
            *parents, last = operation["path"].split("/")[1:]
            for parent in parents:
                value = value[parent]
            value[last] = operation["value"]
        policy["spec"]["wasm"][0]["config"]["hold_request_headers"] = True
        text, = manifests.plugin_configurations(policy)
        with Gateway([WasmListener("held", text, patch=apply)], self.upstream.port, work("manifests", "held")) as envoy:
            self.upstream.received.clear()
            form = {"content-type": "application/x-www-form-urlencoded"}
            self.assertEqual(envoy.send("held", "POST", "/", b"q=<script>alert(1)</script>", form), 403)
            self.assertEqual(self.upstream.received, [])
            self.assertEqual(envoy.send("held", "POST", "/", b"q=hello", form), 200)


if __name__ == "__main__":
    unittest.main()
