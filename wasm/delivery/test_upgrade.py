#!/usr/bin/env python3
"""From coraza-proxy-wasm by changing the image only: configurations in the form it publishes, unchanged, in Envoy."""
import glob
import os
import sys
import unittest

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from workspace import HERE, work  # noqa: E402
from gateway import Gateway, WasmListener  # noqa: E402
import manifests  # noqa: E402
from upstream import Upstream  # noqa: E402

ATTACK = "/anything?arg=%3Cscript%3Ealert(0)%3C/script%3E"
FORM = {"content-type": "application/x-www-form-urlencoded"}
GLOBAL = "identifier_global_owner_coraza"


def examples():
    """The plugin's configuration in each example, by the file's name."""
    found = {}
    for path in sorted(glob.glob(os.path.join(HERE, "upgrade", "*"))):
        name = os.path.splitext(os.path.basename(path))[0]
        with open(path) as file:
            text = file.read()
        found[name] = manifests.plugin_configurations(yaml.safe_load(text))[0] if path.endswith(".yaml") else text
    return found


def as_published(filter):
    """The names those examples give filter and machine; their root id is empty."""
    filter["typed_config"]["config"].update(name="coraza-filter", root_id="")


class UpgradeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.addClassCleanup(cls.upstream.stop)
        listeners = [WasmListener(name, text, patch=as_published) for name, text in examples().items()]
        cls.envoy = Gateway(listeners, cls.upstream.port, work("upgrade", "envoy"))
        cls.enterClassContext(cls.envoy)

    def send(self, name, path="/", host="localhost", **options):
        headers = {"host": host, **options.pop("headers", {})}
        return self.envoy.send(name, path=path, headers=headers, **options)

    def test_every_example_lets_requests_pass_and_denies_attacks(self):
        self.assertEqual(len(examples()), 4)
        for name in examples():
            self.assertEqual(self.send(name, "/anything?arg=arg_1"), 200, name)
            self.assertEqual(self.send(name, ATTACK), 403, name)
            self.assertEqual(self.send(name, "/anything", method="POST", body=b"this is a payload", headers=FORM), 200)

    def test_attacks_in_bodies_are_denied(self):
        for name in ("core-rule-set", "old-form", "two-rule-sets"):
            body = b"a=1%27%20ORDER%20BY%203--%2B"
            self.assertEqual(self.send(name, "/anything", method="POST", body=body, headers=FORM), 403, name)

    def test_the_authority_chooses_the_rule_set(self):
        for host, denied, passing in (("localhost", "/admin", "/example"), ("foo.example.com", "/example", "/admin"),
                                      ("bar.example.com", "/example", "/admin")):
            self.assertEqual(self.send("two-rule-sets", denied, host), 403, host)
            self.assertEqual(self.send("two-rule-sets", passing, host), 200, host)

    def test_own_rules_hold_in_all_phases(self):
        before = self.envoy.counters()
        self.send("two-rule-sets", "/admin")
        body = b"maliciouspayload=1"
        self.assertEqual(self.send("two-rule-sets", "/", method="POST", body=body, headers=FORM), 403)
        self.send("two-rule-sets", "/body/responsebodycode")
        now = self.envoy.counters()
        for rule, phase in ((101, "request_headers"), (102, "request_body"), (104, "response_body")):
            name = "waf_filter_tx_interruptions_ruleid_%d_phase_http_%s_%s" % (rule, phase, GLOBAL)
            self.assertEqual(now.get(name, 0), before.get(name, 0) + 1, name)


if __name__ == "__main__":
    unittest.main()
