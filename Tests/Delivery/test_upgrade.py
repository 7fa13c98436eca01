"""From coraza-proxy-wasm by changing the image only: configurations in the forms it publishes, unchanged, in Envoy."""
import base64
import glob
import json
import os
import unittest

import yaml

from Tests import reference
from Tests.Envoy.envoy import MODULE
from Tests.Envoy.upstream import Upstream
from .workspace import HERE, work
from .gateway import Gateway, WasmListener
from . import manifests

ATTACK = {"path": "/anything?arg=%3Cscript%3Ealert(0)%3C/script%3E"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
INJECTION = {"method": "POST", "path": "/anything", "body": b"a=1%27%20ORDER%20BY%203--%2B", "headers": FORM}
VOUCHER = {"method": "POST", "body": b"code=forged-voucher", "headers": FORM}
HARMLESS = [{}, {"path": "/anything?arg=arg_1"},
            {"method": "POST", "path": "/anything", "body": b"this is a payload", "headers": FORM}]
# What each example denies; everything else passes.
DENIED = {
    "envoy-two-rule-sets": [ATTACK, INJECTION, VOUCHER, {"path": "/Internal/x"}],
    "envoy-old-list": [{"path": "/internal"}, {"path": "/INTERNAL"}],
    "envoy-one-rule": [VOUCHER],
    "istio-ingress": [ATTACK, INJECTION],
    "istio-old-list": [ATTACK, INJECTION, {"path": "/internal"}],
    "envoy-gateway": [ATTACK],
    "kong": [ATTACK, INJECTION, VOUCHER, {"path": "/internal"}],
    "regression-tests": [],
}
OLD_LIST = {"rules": ["SecRuleEngine On", 'SecRule REQUEST_URI "@streq /internal" "id:7001,phase:1,deny"']}
LABELS = "identifier_front_owner_edge"


def listener(name, path):
    """A listener for an example: its whole filter where it is Envoy's own, else what reaches the plugin."""
    with open(path) as file:
        text = file.read()
    value = yaml.safe_load(text)
    if "typed_config" in value:
        # The image is what changes.
        value["typed_config"]["config"]["vm_config"]["code"]["local"]["filename"] = MODULE
        return WasmListener(name, "", patch=lambda filter: filter.update(value))
    if "plugins" in value:
        text = value["plugins"][0]["config"]["filters"][0]["config"]
    elif "kind" in value:
        text, = manifests.plugin_configurations(value)
    return WasmListener(name, text)


def configured_by(kind, value):
    """A listener whose plugin's configuration is a message of another type than StringValue."""
    def patch(filter):
        filter["typed_config"]["config"]["configuration"] = {
            "@type": "type.googleapis.com/google.protobuf." + kind, "value": value}
    return WasmListener(kind, "", patch=patch)


class UpgradeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.addClassCleanup(cls.upstream.stop)
        cls.examples = {os.path.splitext(os.path.basename(path))[0]: path
                        for path in sorted(glob.glob(os.path.join(HERE, "upgrade", "*")))}
        listeners = [listener(name, path) for name, path in cls.examples.items()]
        listeners.append(WasmListener("one-text", json.dumps({"rules": "\n".join(OLD_LIST["rules"])})))
        listeners.append(configured_by("BytesValue", base64.b64encode(json.dumps(OLD_LIST).encode()).decode()))
        cls.envoy = Gateway(listeners, cls.upstream.port, work("upgrade", "envoy"))
        cls.enterClassContext(cls.envoy)

    def send(self, name, host="localhost", **options):
        headers = {"host": host, **options.pop("headers", {})}
        return self.envoy.send(name, headers=headers, **options)

    def test_every_example_denies_what_it_says_and_lets_the_rest_pass(self):
        self.assertEqual(set(self.examples), set(DENIED))
        for name, denied in DENIED.items():
            for request in denied:
                self.assertEqual(self.send(name, **request), 403, (name, request))
            for request in HARMLESS:
                self.assertEqual(self.send(name, **request), 200, (name, request))

    @reference.needs("schemas", "test_upgrade", "1 test of the examples against their schemas")
    def test_examples_for_kubernetes_keep_their_definitions(self):
        schemas = manifests.Schemas()
        for name, path in self.examples.items():
            with open(path) as file:
                value = yaml.safe_load(file)
            if "kind" in value:
                self.assertEqual(schemas.problems(value), [], name)

    def test_the_configuration_may_come_as_bytes(self):
        self.assertEqual(self.send("BytesValue", path="/internal"), 403)
        self.assertEqual(self.send("BytesValue"), 200)

    def test_the_old_list_may_be_one_text(self):
        self.assertEqual(self.send("one-text", path="/internal"), 403)
        self.assertEqual(self.send("one-text"), 200)

    def test_a_configuration_as_a_struct_is_refused_for_envoy_makes_no_json_of_it(self):
        # What arrives is the message's own encoding, which no plugin that reads JSON can take.
        envoy = Gateway([configured_by("Struct", OLD_LIST)], self.upstream.port, work("upgrade", "struct"))
        self.addCleanup(envoy.stop)
        self.assertFalse(envoy.start())
        self.assertIn("does not continue the JSON", envoy.log())

    def test_the_configuration_of_the_regression_tests_only_watches(self):
        before = len(self.envoy.log())
        self.assertEqual(self.send("regression-tests", **ATTACK), 200)
        self.assertTrue(self.envoy.wait_for_log('[id "941100"]', before))

    def test_the_authority_chooses_the_rule_set(self):
        for host, denied, passing in (("localhost", "/internal", "/staff"),
                                      ("partner.example.com", "/staff", "/internal"),
                                      ("reseller.example.com", "/staff", "/internal")):
            self.assertEqual(self.send("envoy-two-rule-sets", host, path=denied), 403, host)
            self.assertEqual(self.send("envoy-two-rule-sets", host, path=passing), 200, host)

    def test_own_rules_hold_in_all_phases_and_are_counted_under_the_same_names(self):
        before = self.envoy.counters()
        for request in ({"path": "/internal"}, VOUCHER, {"path": "/only-errors"}, {"path": "/body/confidential"}):
            self.send("envoy-two-rule-sets", **request)
        now = self.envoy.counters()
        for rule, phase in ((7001, "request_headers"), (7002, "request_body"), (7003, "response_headers"),
                            (7004, "response_body")):
            name = "waf_filter_tx_interruptions_ruleid_%d_phase_http_%s_%s" % (rule, phase, LABELS)
            self.assertEqual(now.get(name, 0), before.get(name, 0) + 1, name)


if __name__ == "__main__":
    unittest.main()
