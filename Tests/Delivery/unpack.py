"""Takes the module out of a pulled image by the rules Envoy Gateway and Istio use."""
import gzip
import io
import json
import os
import tarfile

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
# The type the last layer of an ordinary image must have, by the type of its manifest.
IMAGE_LAYERS = {DOCKER_MANIFEST: "application/vnd.docker.image.rootfs.diff.tar.gzip",
                OCI_MANIFEST: "application/vnd.oci.image.layer.v1.tar+gzip"}
WASM_CONFIG = "application/vnd.module.wasm.config.v1+json"
WASM_LAYER = "application/vnd.module.wasm.content.layer.v1+wasm"
SIZE_LIMIT = 256 << 20


def blob(directory, descriptor):
    with open(os.path.join(directory, descriptor["digest"].split(":")[1]), "rb") as file:
        return file.read()


def manifest(directory):
    with open(os.path.join(directory, "manifest.json")) as file:
        return json.load(file)


def last_layer(directory):
    """The tar of an ordinary image's last layer, which must be gzipped."""
    found = manifest(directory)
    last, expected = found["layers"][-1], IMAGE_LAYERS.get(found["mediaType"])
    if last["mediaType"] != expected:
        raise ValueError("the last layer is a %s, not a %s" % (last["mediaType"], expected))
    return gzip.decompress(blob(directory, last))


def module_of_image(directory):
    """The file plugin.wasm of the last layer."""
    with tarfile.open(fileobj=io.BytesIO(last_layer(directory))) as tar:
        for entry in tar:
            if os.path.basename(entry.name) == "plugin.wasm":
                return tar.extractfile(entry).read()
    raise ValueError("no plugin.wasm in the last layer")


def module_of_artifact(directory):
    """The module's own layer; the other one of exactly two must be its details."""
    found = manifest(directory)
    layers = {layer["mediaType"]: layer for layer in found["layers"]}
    if found["mediaType"] != OCI_MANIFEST or len(found["layers"]) != 2 or set(layers) != {WASM_CONFIG, WASM_LAYER}:
        raise ValueError("no artifact of two layers: " + ", ".join(layer["mediaType"] for layer in found["layers"]))
    return blob(directory, layers[WASM_LAYER])


def module(directory):
    """As both controllers do: an ordinary image first, else an artifact; what comes out must be a module."""
    try:
        found = module_of_image(directory)
    except ValueError as no_image:
        try:
            found = module_of_artifact(directory)
        except ValueError as no_artifact:
            raise ValueError("%s; %s" % (no_image, no_artifact)) from None
    if len(found) > SIZE_LIMIT or not found.startswith(b"\0asm"):
        raise ValueError("plugin.wasm is no WebAssembly module, or larger than 256 MiB")
    return found
