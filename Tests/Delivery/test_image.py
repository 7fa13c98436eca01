"""The image: built twice, pushed to a real registry, pulled, unpacked by the controllers' rules, run in Envoy."""
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import unittest

from Tests import reference
from Tests.Envoy.envoy import MODULE, plugin_file
from wasm.image import oci
from Tests.Envoy.upstream import Upstream
from .workspace import ROOT, work
from .gateway import Gateway, WasmListener
from . import manifests
from .registry import Registry, skopeo
from . import unpack

IMAGE = os.path.join(ROOT, "scripts", "image")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def build(name, *options):
    """The layout's directory and what scripts/image printed: a digest for each tag."""
    output = work("image", name)
    command = [IMAGE, "--version", "1.2.3", "--revision", "f" * 40, "--output", output, *options]
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
            # As Docker's own media types, which is what a registry may ask for.
            reference = registry.push(self.layout, "1.2.3", as_tag="1.2.3-docker", format="v2s2")
            pulled = work("image", "pulled-1.2.3-docker")
            registry.pull(reference, pulled)
            self.assertEqual(unpack.manifest(pulled)["mediaType"], unpack.DOCKER_MANIFEST)
            self.assertEqual(sha256(unpack.module(pulled)), sha256(self.module))
            with self.assertRaisesRegex(RuntimeError, "manifest unknown"):
                registry.pull("docker://%s/portcullis:9.9.9" % registry.address, work("image", "pulled-none"))
        self.assert_run({tag: unpack.module(work("image", "pulled-" + tag)) for tag in (*self.digests, "1.2.3-docker")})

    def assert_run(self, modules):
        listeners = []
        for name, module in modules.items():
            path = work("image", "pulled-%s.wasm" % name)
            with open(path, "wb") as file:
                file.write(module)
            listeners.append(WasmListener(name, plugin_file("blocking"), {"local": {"filename": path}}))
        upstream = Upstream()
        self.addCleanup(upstream.stop)
        with Gateway(listeners, upstream.port, work("image", "envoy")) as envoy:
            for name in modules:
                self.assertEqual(envoy.send(name), 200, name)
                self.assertEqual(envoy.send(name, headers={"x-user-type": "baned"}), 403, name)

    def test_the_licence_notices_come_with_the_module(self):
        rootfs = work("image", "rootfs")
        subprocess.run([IMAGE, "--rootfs", rootfs], check=True)
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

    def test_the_last_layer_of_the_dockerfile_holds_the_same_files(self):
        """Its own steps, carried out in an empty directory; only the module is taken as built."""
        with open(os.path.join(ROOT, "Dockerfile")) as file:
            build, image = re.split(r"^FROM ", file.read(), flags=re.MULTILINE)[-2:]
        self.assertEqual(image.splitlines(), ["scratch", "COPY --from=build /portcullis/.build/rootfs /"])
        place = work("image", "dockerfile", "")
        shutil.rmtree(place)
        os.makedirs(os.path.join(place, ".build"))
        for copied in re.findall(r"^COPY (?!--)(.+) \S+$", build, flags=re.MULTILINE):
            for name in copied.split():
                source, target = os.path.join(ROOT, name), os.path.join(place, name)
                (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)
        shutil.copy(MODULE, os.path.join(place, ".build"))
        run, = re.findall(r"^RUN (scripts/build-wasm.*)$", build, flags=re.MULTILINE)
        compiles, packs = run.split(" && ")
        self.assertEqual(compiles, "scripts/build-wasm")
        self.assertTrue(os.access(os.path.join(place, compiles), os.X_OK))
        environment = {"PATH": os.environ["PATH"], "PORTCULLIS_CRS": reference.rule_set()}
        subprocess.run(packs.split(), cwd=place, env=environment, check=True)
        pulled = work("image", "layout")
        skopeo("copy", "oci:%s:1.2.3" % self.layout, "dir:" + pulled)
        with tarfile.open(fileobj=io.BytesIO(unpack.last_layer(pulled))) as tar:
            self.assertEqual(tree(os.path.join(place, ".build", "rootfs")),
                             {entry.name: tar.extractfile(entry).read() for entry in tar})

    def changed(self, tag, change):
        """A pulled image, after `change` has had its manifest and its directory."""
        pulled = work("image", "changed")
        skopeo("copy", "oci:%s:%s" % (self.layout, tag), "dir:" + pulled)
        manifest = unpack.manifest(pulled)
        change(manifest, pulled)
        with open(os.path.join(pulled, "manifest.json"), "w") as file:
            json.dump(manifest, file)
        return pulled

    def test_images_of_other_kinds_are_refused(self):
        def store(directory, data, media_type):
            with open(os.path.join(directory, sha256(data)), "wb") as file:
                file.write(data)
            return {"mediaType": media_type, "digest": "sha256:" + sha256(data), "size": len(data)}

        def zstd(manifest, _):
            manifest["layers"][-1]["mediaType"] = "application/vnd.oci.image.layer.v1.tar+zstd"

        def layer_on_top(manifest, directory):
            data = oci.gzipped(oci.archive({"etc/motd": b"hello"}))
            manifest["layers"].append(store(directory, data, oci.LAYER))

        def no_module(manifest, directory):
            data = oci.gzipped(oci.archive({"plugin.wasm": b"not a module"}))
            manifest["layers"] = [store(directory, data, oci.LAYER)]

        def docker_with_oci_layer(manifest, _):
            manifest["mediaType"] = unpack.DOCKER_MANIFEST

        def third_layer(manifest, directory):
            manifest["layers"].append(store(directory, b"{}", "application/json"))

        def other_artifact(manifest, _):
            for layer in manifest["layers"]:
                layer["mediaType"] = "application/wasm"

        for tag, change, complaint in (
                ("1.2.3", zstd, "the last layer is a .*zstd"), ("1.2.3", layer_on_top, "no plugin.wasm in the last layer"),
                ("1.2.3", no_module, "is no WebAssembly module"), ("1.2.3", docker_with_oci_layer, "the last layer is a"),
                ("1.2.3-artifact", third_layer, "no artifact of two layers"),
                ("1.2.3-artifact", other_artifact, "no artifact of two layers")):
            with self.assertRaisesRegex(ValueError, complaint, msg=change.__name__):
                unpack.module(self.changed(tag, change))

    def test_what_makes_no_image_is_refused(self):
        text, kept = work("image", "text.wasm"), work("image", "kept", "")
        for path in (text, os.path.join(kept, "letter.txt")):
            with open(path, "w") as file:
                file.write("something else")
        for options, complaint in (
                (["--module", text], "is no WebAssembly module"), (["--module", text + "2"], "scripts/build-wasm makes it"),
                (["--version", "1.0+5"], "registries take no tag '1.0+5'"), (["--output", kept], "is not replaced")):
            command = [IMAGE, "--output", work("image", "refused"), *options]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout), (1, ""), options)
            self.assertIn(complaint, done.stderr)
        self.assertTrue(os.path.exists(os.path.join(kept, "letter.txt")))


if __name__ == "__main__":
    unittest.main()
