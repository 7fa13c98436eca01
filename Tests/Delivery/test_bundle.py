"""`portcullis bundle`: a rule directory becomes a manifest that its definition accepts and Envoy runs."""
import json
import os
import shutil
import subprocess
import unittest

import yaml

from Tests import reference
from Tests.Envoy.upstream import Upstream
from Tests.Envoy.upstream_process import build
from .workspace import ROOT, WORK, work
from .gateway import Gateway, WasmListener
from . import manifests

CRS = ("--crs", reference.rule_set())
RULES = os.path.join(ROOT, "wasm", "kubernetes", "rules")


class BundleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.command = os.path.join(build("portcullis"), "portcullis")

    def bundle(self, directory, *options, status=0):
        """What it prints, and what it says beside that."""
        command = [self.command, "bundle", directory, *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout, done.stderr

    def directory(self, name, files):
        """A rule directory of these files, by name."""
        path = work("bundle", name, "")
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        for key, text in files.items():
            with open(os.path.join(path, key), "w") as file:
                file.write(text)
        return path

    @reference.needs("schemas", "test_bundle", "1 test of 4 kinds of objects")
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

    def run_in_envoy(self, configurations):
        upstream = Upstream()
        self.addCleanup(upstream.stop)
        listeners = [WasmListener(name, text) for name, text in configurations.items()]
        return self.enterContext(Gateway(listeners, upstream.port, work("bundle", "envoy", "")))

    def test_what_every_kind_prints_runs_in_envoy(self):
        configurations = {}
        for kind in ("policy", "wasm-plugin", "config-map", "configuration"):
            printed, _ = self.bundle(RULES, "--name", kind, "--kind", kind)
            if kind == "configuration":
                configurations[kind] = printed
            else:
                value = yaml.safe_load(printed)
                configurations[kind] = (value["data"]["plugin.json"] if kind == "config-map" else
                                        manifests.plugin_configurations(value)[0])
        envoy = self.run_in_envoy(configurations)
        for kind in configurations:
            self.assertEqual(envoy.send(kind), 200, kind)
            self.assertEqual(envoy.send(kind, path="/wp-login.php"), 403, kind)
            self.assertEqual(envoy.send(kind, path="/?q=%3Cscript%3Ealert(1)%3C/script%3E"), 403, kind)
            self.assertIn("waf_filter_tx_interruptions_ruleid_10001_phase_http_request_headers"
                          "_identifier_%s_owner_default" % kind.replace("-", "_"), envoy.counters())

    def test_files_are_read_in_their_order_whatever_they_hold(self):
        # Each adds its letter; the last rule of all denies when they came in the order that is promised.
        def adds(letter, number):
            return "SecAction \"id:%d,phase:1,pass,nolog,setvar:'tx.order=%%{tx.order}%s'\"\n" % (number, letter)
        path = self.directory("order", {
            "a.conf": adds("a", 3), "b b.conf": adds("b", 4), "crs-setup.conf": adds("2", 2),
            "modsecdefault.conf": "SecRuleEngine On\n" + adds("1", 1),
            "z.conf": "SecRule TX:order \"@streq 12ab\" \"id:5,phase:1,deny\"\n"
                      "SecRule ARGS:q \"@pmFromFile wörter.data\" \"id:6,phase:1,deny,status:406\"\n",
            "wörter.data": "schlüssel\n"})
        text, complaints = self.bundle(path, "--kind", "configuration")
        self.assertEqual(complaints, "")
        without = text.replace("@streq 12ab", "@streq no")
        envoy = self.run_in_envoy({"order": text, "words": without})
        self.assertEqual(envoy.send("order"), 403)
        self.assertEqual(envoy.send("words"), 200)
        self.assertEqual(envoy.send("words", path="/?q=schl%C3%BCssel"), 406)

    def test_what_cannot_be_packed_is_said_and_nothing_printed(self):
        latin = self.directory("latin", {"a.conf": "SecRuleEngine On\n"})
        with open(os.path.join(latin, "a.conf"), "ab") as file:
            file.write("# schön\n".encode("latin-1"))
        cases = (
            (os.path.join(WORK, "none"), "none: there is no such directory"),
            (os.path.join(RULES, "own-rules.conf"), "own-rules.conf: is not a directory"),
            (self.directory("empty", {}), "empty/: there is no file *.conf"),
            (latin, "a.conf:2:6: is not UTF-8"))
        for path, complaint in cases:
            printed, complaints = self.bundle(path, status=1)
            self.assertEqual(printed, "")
            self.assertIn(complaint, complaints)
            self.assertNotIn("Usage", complaints)

    def test_options_kubernetes_or_the_check_cannot_use_are_refused(self):
        for options in (("--name", "Shop_Rules"), ("--namespace", "shop.example"), ("--gateway", ""), ("--kind", "pod"),
                        ("--crs", os.path.join(WORK, "none"))):
            printed, complaints = self.bundle(RULES, *options, status=64)
            self.assertEqual(printed, "")
            self.assertIn(options[0].lstrip("-"), complaints)

    def test_a_folder_is_not_packed_and_that_is_said(self):
        path = self.directory("folder", {"a.conf": "SecRuleEngine On\n"})
        os.makedirs(os.path.join(path, "plugins"))
        printed, complaints = self.bundle(path)
        self.assertIn("plugins is a folder and not packed", complaints)
        self.assertEqual(yaml.safe_load(printed)["kind"], "EnvoyExtensionPolicy")

    def test_what_could_not_be_checked_is_said(self):
        printed, complaints = self.bundle(RULES)
        self.assertIn("@owasp_crs/*.conf is in the module and was not checked", complaints)
        self.assertEqual(printed, self.bundle(RULES, *CRS)[0])

    def test_rules_with_errors_are_not_packed(self):
        path = self.directory("wrong", {
            "a.conf": "SecRulle ARGS x\n", "b.conf": 'SecRule ARGS "@pmFromFile missing.data" "id:1,phase:1,deny"\n'})
        printed, complaints = self.bundle(path, status=1)
        self.assertEqual(printed, "")
        self.assertIn("a.conf:1:1", complaints)
        self.assertIn("b.conf:1:27: error", complaints)
        self.assertIn("missing.data", complaints)

    def test_too_much_for_one_object_is_warned_of(self):
        rule = 'SecRule ARGS "@contains %s" "id:%d,phase:2,pass"\n'
        for megabytes, said in ((0.1, ""), (0.5, "--server-side"), (1.2, "1048576")):
            text = rule % ("x" * 100, 1) + "# %s\n" % ("y" * 98) * int(megabytes * (1 << 20) / 101)
            _, complaints = self.bundle(self.directory("large", {"a.conf": text}))
            self.assertEqual(bool(complaints), bool(said), complaints)
            self.assertIn(said, complaints)


if __name__ == "__main__":
    unittest.main()
