#!/usr/bin/env python3
"""The image: built twice, pushed to a real registry, pulled, unpacked by the controllers' rules, run in Envoy."""
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from workspace import ROOT, work  # noqa: E402
from envoy import MODULE, plugin_file  # noqa: E402
from gateway import Gateway, WasmListener  # noqa: E402
from registry import Registry, skopeo  # noqa: E402
import unpack  # noqa: E402
from upstream import Upstream  # noqa: E402

IMAGE = os.path.join(ROOT, "scripts", "image")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def build(name, *options):
    """The layout's directory and what scripts/image printed: a digest for each tag."""
    output = work("image", name)
    command = [sys.executable, IMAGE, "--version", "1.2.3", "--revision", "f" * 40, "--output", output, *options]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()
    return output, dict(line.split() for line in printed.splitlines())


def tree(directory):
    """Every file below a directory: its content by its name."""
    found = {}
    for folder, _, names in os.walk(directory):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                found[os.path.relpath(os.path.join(folder, name), directory)] = file.read()
    return found


class ImageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(MODULE, "rb") as file:
            cls.module = file.read()
        cls.layout, cls.digests = build("first")

    def test_the_same_input_gives_the_same_digests(self):
        _, again = build("second")
        self.assertEqual(again, self.digests)
        self.assertEqual(list(self.digests), ["1.2.3", "1.2.3-artifact"])

    def test_labels_say_what_is_inside(self):
        for tag in self.digests:
            config = json.loads(skopeo("inspect", "--config", "oci:%s:%s" % (self.layout, tag)))
            labels = config["config"]["Labels"]
            manifest = json.loads(skopeo("inspect", "--raw", "oci:%s:%s" % (self.layout, tag)))
            self.assertEqual(manifest["annotations"], labels)
            for key in ("version", "revision", "licenses", "title"):
                self.assertIn("org.opencontainers.image." + key, labels)
            self.assertEqual(labels["org.opencontainers.image.version"], "1.2.3")
            self.assertEqual(labels["org.opencontainers.image.revision"], "f" * 40)
            rules = re.search(rb"ver:'OWASP_CRS/([\d.]+)'", self.module)
            self.assertEqual(labels.get("org.coreruleset.version"), rules and rules[1].decode())

    def test_the_module_that_is_pulled_is_the_one_that_was_built(self):
        with Registry() as registry:
            for tag in self.digests:
                reference = registry.push(self.layout, tag)
                pulled = work("image", "pulled-" + tag)
                registry.pull(reference, pulled)
                self.assertEqual(sha256(unpack.module(pulled)), sha256(self.module), tag)
                found = skopeo("inspect", "--tls-verify=false", "--format", "{{.Digest}}", reference)
                self.assertEqual(found.decode().strip(), self.digests[tag])
            docker = work("image", "pulled-docker")
            registry.pull("docker://%s/portcullis:1.2.3" % registry.address, docker, "--format", "v2s2")
            self.assertEqual(unpack.manifest(docker)["layers"][-1]["mediaType"], unpack.IMAGE_LAYERS[0])
            self.assertEqual(sha256(unpack.module(docker)), sha256(self.module))
        self.assert_runs(unpack.module(work("image", "pulled-1.2.3")))

    def assert_runs(self, module):
        path = work("image", "pulled.wasm")
        with open(path, "wb") as file:
            file.write(module)
        upstream = Upstream()
        listener = WasmListener("pulled", plugin_file("blocking"), {"local": {"filename": path}})
        try:
            with Gateway([listener], upstream.port, work("image", "envoy")) as envoy:
                self.assertEqual(envoy.send("pulled"), 200)
                self.assertEqual(envoy.send("pulled", headers={"x-user-type": "baned"}), 403)
        finally:
            upstream.stop()

    def test_the_licence_notices_come_with_the_module(self):
        rootfs = work("image", "rootfs")
        subprocess.run([sys.executable, IMAGE, "--rootfs", rootfs], check=True)
        pulled = work("image", "layout")
        skopeo("copy", "oci:%s:1.2.3" % self.layout, "dir:" + pulled)
        with tarfile.open(fileobj=io.BytesIO(unpack.last_layer(pulled))) as tar:
            self.assertEqual({entry.name: tar.extractfile(entry).read() for entry in tar}, tree(rootfs))
        with open(os.path.join(rootfs, "licenses", "NOTICE")) as file:
            self.assertIn("libinjection", file.read())
        skopeo("copy", "oci:%s:1.2.3-artifact" % self.layout, "dir:" + pulled)
        details = json.loads(unpack.blob(pulled, unpack.manifest(pulled)["layers"][0]))
        self.assertEqual({name: text.encode() for name, text in details["notices"].items()},
                         {name: data for name, data in tree(rootfs).items() if name != "plugin.wasm"})
        if b"OWASP_CRS/" in self.module:
            with open(os.path.join(rootfs, "licenses", "OWASP-CRS")) as file:
                self.assertIn("Apache License", file.read())

    def test_the_dockerfile_takes_its_files_from_the_same_script(self):
        with open(os.path.join(ROOT, "Dockerfile")) as file:
            stages = re.split(r"^FROM ", file.read(), flags=re.MULTILINE)
        self.assertIn("scripts/build-wasm && scripts/image --rootfs .build/rootfs\n", stages[-2])
        self.assertEqual(stages[-1].splitlines(), ["scratch", "COPY --from=build /portcullis/.build/rootfs /"])
        for copied in re.findall(r"^COPY (?!--)(.+) \S+$", stages[-2], flags=re.MULTILINE):
            for name in copied.split():
                self.assertTrue(os.path.exists(os.path.join(ROOT, name)), name)

    def test_an_image_of_another_kind_is_refused(self):
        pulled = work("image", "zstd")
        skopeo("copy", "oci:%s:1.2.3" % self.layout, "dir:" + pulled)
        manifest = unpack.manifest(pulled)
        manifest["layers"][-1]["mediaType"] = "application/vnd.oci.image.layer.v1.tar+zstd"
        with open(os.path.join(pulled, "manifest.json"), "w") as file:
            json.dump(manifest, file)
        with self.assertRaises(ValueError):
            unpack.module(pulled)


if __name__ == "__main__":
    unittest.main()
