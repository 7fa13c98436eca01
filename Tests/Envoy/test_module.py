"""The module itself: what it asks of its host, and what it says about a configuration."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from .envoy import MODULE, ROOT, Envoy, Listener
from .harness import EnvoyTest, configuration, listener


class ModuleTest(unittest.TestCase):
    def test_the_module_asks_only_for_what_every_envoy_since_1_30_knows(self):
        script = os.path.join(ROOT, "scripts", "wasm-sections.py")
        found = subprocess.run([sys.executable, script, MODULE, "--interface"], check=True, stdout=subprocess.PIPE)
        with open(os.path.join(ROOT, "wasm", "interface.txt")) as file:
            self.assertEqual(found.stdout.decode().splitlines(), file.read().splitlines())


class RefusedConfigurationTest(unittest.TestCase):
    """Envoy refuses to start, and its log says all there is to mend."""

    def refuse(self, plugin):
        with tempfile.TemporaryDirectory() as directory:
            envoy = Envoy([Listener("bad", plugin)], 9, directory)
            try:
                self.assertFalse(envoy.start(), "Envoy started")
                return envoy.log()
            finally:
                envoy.stop()

    def test_what_is_not_json_is_refused(self):
        self.assertIn("configuration:2:1: error: this does not continue the JSON", self.refuse('{"rules": []\n]'))

    def test_all_findings_of_all_rule_sets_are_logged(self):
        log = self.refuse(json.dumps({
            "directives_map": {"one": ["SecRulle ARGS x", "SecRule ARGS \"@contians x\" \"id:1\""],
                               "two": ["SecRule ARGZ \"@rx x\" \"id:2\""]},
            "default_directives": "one", "per_authority_directives": {"example.com": "two", "b": "three"}}))
        for expected in ("one:1:1: error", "SecRulle", "one:2:15: error", "did you mean '@contains'", "two:1:9: error",
                         "ARGZ", "error: per_authority_directives.b: there is no rule set 'three'"):
            self.assertIn(expected, log)

    def test_every_value_of_a_wrong_type_is_named_by_its_path(self):
        log = self.refuse(json.dumps({
            "directives_map": {"one": ["SecRuleEngine On", 7], "two": True}, "default_directives": ["one"],
            "per_authority_directives": {"a": 1}, "per_route_directives": [], "per_path_directives": {"/": {}},
            "metric_labels": {"owner": None}, "files": {"a.conf": ["x"]}, "rules": {}, "on_error": "ignore",
            "client_address": {"header": 1, "trusted_hops": "two", "trusted_proxies": ["10.0.0.0/33"]},
            "block_response": {"status": 700, "content_type": 1, "body": [], "headers": {"x": 1}},
            "hold_request_headers": "yes", "hold_response_headers": 1, "filter_state": "sometimes",
            "skip": {"content_types": 1, "upgrades": 0}, "limits": {"held_body_bytes": -1, "host_buffer_bytes": 1.5,
                                                                    "memory_bytes": 600_000_000},
            "audit": {"mask_headers": 1, "mask_args": [1], "max_bytes": 3}, "metrics": {"engine_time": "on"}}))
        for path in ("directives_map.one[1]", "directives_map.two", "default_directives", "per_authority_directives.a",
                     "per_route_directives", "per_path_directives./", "metric_labels.owner", "files.a.conf", "rules",
                     "on_error", "client_address.header", "client_address.trusted_hops",
                     "client_address.trusted_proxies", "block_response.status", "block_response.content_type",
                     "block_response.body", "block_response.headers.x", "hold_request_headers",
                     "hold_response_headers", "filter_state", "skip.content_types", "skip.upgrades",
                     "limits.held_body_bytes", "limits.host_buffer_bytes", "limits.memory_bytes", "audit.mask_headers", "audit.mask_args[0]",
                     "audit.max_bytes", "metrics.engine_time"):
            self.assertIn(": error: %s: " % path, log)

    def test_what_no_request_has_and_what_would_break_answers_is_refused_with_what_to_write(self):
        authorities = {"*": "", "*shop.example": "*.shop.example", "*.example:80": "*.example", "shop.example ": "shop.example",
                       "http://shop.example": "shop.example", "shop.example/": "shop.example"}
        paths = {"evil": "/evil", "/evil*": "/evil"}
        headers = {"x": "a\r\nset-cookie: b", "x y": "a", "content-length": "0"}
        log = self.refuse(json.dumps({
            "directives_map": {"one": ["SecRuleEngine On"]}, "default_directives": "one",
            "per_authority_directives": dict.fromkeys(authorities, "one"),
            "per_path_directives": dict.fromkeys(paths, "one"), "client_address": {"trusted_proxies": ["10.0.0.0/8"]},
            "block_response": {"status": 101, "content_type": "a\nb", "headers": headers}}))
        for table, keys in (("per_authority_directives", authorities), ("per_path_directives", paths)):
            for key, better in keys.items():
                hint = "'%s'; did you mean '%s'?" % (key, better) if better else "default_directives, not under '%s'" % key
                self.assertRegex(log, re.escape(": error: %s.%s: " % (table, key)) + ".*" + re.escape(hint))
        for path in ["client_address.trusted_proxies", "block_response.status", "block_response.content_type",
                     *("block_response.headers." + name for name in headers)]:
            self.assertIn(": error: %s: " % path, log)


WARNED = listener("warned", configuration(
    "SecRuleEngine On", sets={"spare": ["SecRule nonsense"]}, block_respons={}, limits={"held_body_byte": 1},
    rules=["SecRuleEngine On"]))


class WarnedConfigurationTest(EnvoyTest):
    def test_what_has_no_effect_is_named_by_its_path(self):
        self.assertEqual(self.send(WARNED).status, 200, "a warning is no error")
        log = self.envoy.log()
        for expected in ("block_respons: this key is not known and does nothing; did you mean 'block_response'?",
                         "limits.held_body_byte: this key is not known and does nothing; did you mean 'held_body_bytes'?",
                         "directives_map.spare: nothing refers to this rule set; it is not compiled",
                         "rules: not used, because there is a directives_map"):
            self.assertIn(": warning: " + expected, log)


if __name__ == "__main__":
    unittest.main()
