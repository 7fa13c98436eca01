"""Takes the module out of a pulled image by the rules Envoy Gateway and Istio use."""
import gzip
import io
import json
import os
import tarfile

IMAGE_LAYERS = ("application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.oci.image.layer.v1.tar+gzip")
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
    last = manifest(directory)["layers"][-1]
    if last["mediaType"] not in IMAGE_LAYERS:
        raise ValueError("the last layer is a " + last["mediaType"])
    return gzip.decompress(blob(directory, last))


def module_of_image(directory):
    """The file plugin.wasm of the last layer."""
    with tarfile.open(fileobj=io.BytesIO(last_layer(directory))) as tar:
        for entry in tar:
            if os.path.basename(entry.name) == "plugin.wasm" and entry.size <= SIZE_LIMIT:
                return tar.extractfile(entry).read()
    raise ValueError("no plugin.wasm in the last layer")


def module_of_artifact(directory):
    """The module's own layer; the other one of exactly two must be its details."""
    layers = {layer["mediaType"]: layer for layer in manifest(directory)["layers"]}
    if set(layers) != {WASM_CONFIG, WASM_LAYER}:
        raise ValueError("the layers are " + ", ".join(layers))
    return blob(directory, layers[WASM_LAYER])


def module(directory):
    """As both controllers do: an ordinary image first, else an artifact."""
    try:
        return module_of_image(directory)
    except ValueError as no_image:
        try:
            return module_of_artifact(directory)
        except ValueError as no_artifact:
            raise ValueError("%s; %s" % (no_image, no_artifact)) from None
