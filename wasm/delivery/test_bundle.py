#!/usr/bin/env python3
"""`portcullis bundle`: a rule directory becomes a manifest that its definition accepts and Envoy runs."""
import json
import os
import shutil
import subprocess
import sys
import unittest

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from workspace import ROOT, work  # noqa: E402
from gateway import Gateway, WasmListener  # noqa: E402
import manifests  # noqa: E402
from upstream import Upstream  # noqa: E402

CRS = ("--crs", os.path.join(manifests.SHARED, "crs", "4.28.0"))
RULES = os.path.join(ROOT, "wasm", "kubernetes", "rules")
# The options of scripts/test's native build, so that nothing is compiled twice.
BUILD = ["swift", "build", "-c", "release", "-Xswiftc", "-enable-testing"]


class BundleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([*BUILD, "--product", "portcullis"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        found = subprocess.run([*BUILD, "--show-bin-path"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
        cls.command = os.path.join(found.stdout.decode().strip(), "portcullis")

    def bundle(self, directory, *options, status=0):
        """What it prints, and what it says beside that."""
        command = [self.command, "bundle", directory, *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout, done.stderr

    def directory(self, name, **files):
        """A rule directory of these files; an underscore in a name stands for its dot."""
        path = work("bundle", name, "")
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        for key, text in files.items():
            with open(os.path.join(path, key.replace("_", ".")), "w") as file:
                file.write(text)
        return path

    def test_every_kind_carries_the_same_configuration_and_keeps_its_definition(self):
        schemas = manifests.Schemas()
        names = ("--name", "shop-rules", "--namespace", "shop", *CRS)
        plain, complaints = self.bundle(RULES, *names, "--kind", "configuration")
        self.assertEqual(complaints, "")
        expected = json.loads(plain)
        self.assertEqual(set(expected["files"]), set(os.listdir(RULES)))
        for name, text in expected["files"].items():
            with open(os.path.join(RULES, name)) as file:
                self.assertEqual(text, file.read(), name)
        self.assertEqual(expected["directives_map"]["default"], [
            "Include modsecdefault.conf", "Include crs-setup.conf", "Include own-rules.conf", "Include rule-set.conf"])
        for kind in ("policy", "wasm-plugin", "config-map"):
            value = yaml.safe_load(self.bundle(RULES, *names, "--kind", kind)[0])
            self.assertEqual((value["metadata"]["name"], value["metadata"]["namespace"]), ("shop-rules", "shop"))
            if kind == "config-map":
                self.assertEqual(json.loads(value["data"]["plugin.json"]), expected)
            else:
                self.assertEqual(schemas.problems(value), [])
                self.assertEqual(json.loads(manifests.plugin_configurations(value)[0]), expected)

    def test_the_bundle_runs_in_envoy(self):
        policy = yaml.safe_load(self.bundle(RULES)[0])
        upstream = Upstream()
        self.addCleanup(upstream.stop)
        listener = WasmListener("bundle", manifests.plugin_configurations(policy)[0])
        with Gateway([listener], upstream.port, work("bundle", "envoy", "")) as envoy:
            self.assertEqual(envoy.send("bundle"), 200)
            self.assertEqual(envoy.send("bundle", path="/wp-login.php"), 403)
            self.assertEqual(envoy.send("bundle", path="/?q=%3Cscript%3Ealert(1)%3C/script%3E"), 403)
            self.assertIn("waf_filter_tx_interruptions_ruleid_10001_phase_http_request_headers"
                          "_identifier_portcullis_owner_default", envoy.counters())

    def test_what_could_not_be_checked_is_said(self):
        printed, complaints = self.bundle(RULES)
        self.assertIn("@owasp_crs/*.conf is in the module and was not checked", complaints)
        self.assertEqual(printed, self.bundle(RULES, *CRS)[0])

    def test_rules_with_errors_are_not_packed(self):
        path = self.directory("wrong", a_conf="SecRulle ARGS x\n",
                              b_conf='SecRule ARGS "@pmFromFile missing.data" "id:1,phase:1,deny"\n')
        printed, complaints = self.bundle(path, status=1)
        self.assertEqual(printed, "")
        self.assertIn("a.conf:1:1", complaints)
        self.assertIn("b.conf:1:", complaints)
        self.assertIn("missing.data", complaints)

    def test_too_much_for_one_object_is_warned_of(self):
        rule = 'SecRule ARGS "@contains %s" "id:%d,phase:2,pass"\n'
        for megabytes, said in ((0.1, ""), (0.5, "--server-side"), (1.2, "1048576")):
            text = rule % ("x" * 100, 1) + "# %s\n" % ("y" * 98) * int(megabytes * (1 << 20) / 101)
            _, complaints = self.bundle(self.directory("large", a_conf=text))
            self.assertEqual(bool(complaints), bool(said), complaints)
            self.assertIn(said, complaints)


if __name__ == "__main__":
    unittest.main()
