"""Builds the OCI image of .build/plugin.wasm without a container engine: an OCI layout with two tags.

  scripts/image [--module FILE] [--version V] [--revision R] [--output DIRECTORY]
  scripts/image --rootfs DIRECTORY    only writes the files of the image, for the Dockerfile

  <version>            an ordinary image whose one layer holds plugin.wasm and the licence notices
  <version>-artifact   the two-layer artifact: details of the module, and the module

Both are accepted by Envoy Gateway and Istio. The same input gives the same digests. To push one:

  skopeo copy oci:.build/image:<version> docker://registry.example.com/portcullis:<version>
"""
import argparse
import os
import re
import shutil
import sys

from . import contents
from .contents import ROOT
from .oci import Layout


def write_files(directory, files):
    for name, data in files.items():
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def main():
    parser = argparse.ArgumentParser(prog="image", description="Builds the OCI image of the module.")
    parser.add_argument("--module", default=os.path.join(ROOT, ".build", "plugin.wasm"))
    parser.add_argument("--version", help="default: what git describe says")
    parser.add_argument("--revision", help="default: the commit that is checked out")
    parser.add_argument("--output", default=os.path.join(ROOT, ".build", "image"), help="an image that is there is replaced")
    parser.add_argument("--rootfs", help="write the image's files here, and build no image")
    options = parser.parse_args()

    if not os.path.isfile(options.module):
        sys.exit("image: there is no %s; scripts/build-wasm makes it" % options.module)
    module = contents.read(options.module)
    if not module.startswith(b"\0asm"):
        sys.exit("image: %s is no WebAssembly module" % options.module)
    files = contents.files(module)
    if options.rootfs:
        write_files(options.rootfs, files)
        return

    labels = contents.annotations(module, options.version, options.revision)
    tag = labels["org.opencontainers.image.version"]
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,117}", tag):
        sys.exit("image: registries take no tag '%s': letters, digits, '.', '_' and '-'" % tag)
    if os.path.exists(options.output):
        if os.listdir(options.output) and not os.path.exists(os.path.join(options.output, "oci-layout")):
            sys.exit("image: %s holds something else than an image: it is not replaced" % options.output)
        shutil.rmtree(options.output)
    layout = Layout(options.output)
    notices = {name: text.decode() for name, text in files.items() if name != "plugin.wasm"}
    details = {"name": "portcullis", "abiVersions": ["v0.2.1"], "rootID": "portcullis", "labels": labels,
               "notices": notices}
    print("%s %s" % (tag, layout.image(tag, files, labels)))
    print("%s-artifact %s" % (tag, layout.artifact(tag + "-artifact", module, details, labels)))
    layout.finish()


if __name__ == "__main__":
    main()
