"""Writes OCI image layouts (image-spec 1.1) byte for byte the same from the same input."""
import hashlib
import io
import json
import os
import struct
import tarfile
import zlib

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
WASM_CONFIG = "application/vnd.module.wasm.config.v1+json"
WASM_LAYER = "application/vnd.module.wasm.content.layer.v1+wasm"


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def archive(files):
    """A tar of `files` (name to bytes): sorted, owned by root, readable by all, of no time."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(files[name]), 0o444
            tar.addfile(entry, io.BytesIO(files[name]))
    return output.getvalue()


def gzipped(data):
    """RFC 1952 with a header of nothing: what Python's own gzip writes there depends on its version."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = compressor.compress(data) + compressor.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xffffffff)


class Layout:
    """A directory of blobs and an index with one manifest for each tag."""

    def __init__(self, directory):
        self.directory = directory
        self.manifests = []
        os.makedirs(os.path.join(directory, "blobs", "sha256"), exist_ok=True)

    def blob(self, data, media_type, **more):
        """Stores `data`; its descriptor."""
        self.write(os.path.join("blobs", "sha256", digest(data).split(":")[1]), data)
        return {"mediaType": media_type, "digest": digest(data), "size": len(data), **more}

    def image(self, tag, files, annotations):
        """An image for any runtime, whose one layer holds `files`."""
        tar = archive(files)
        layer = self.blob(gzipped(tar), LAYER)
        config = self.config([digest(tar)], annotations)
        return self.manifest(tag, config, [layer], annotations)

    def artifact(self, tag, module, details, annotations):
        """The artifact of Istio's Wasm image specification: two layers, details of the module, and the module."""
        details = canonical(details)
        layers = [self.blob(details, WASM_CONFIG),
                  self.blob(module, WASM_LAYER, annotations={"org.opencontainers.image.title": "plugin.wasm"})]
        config = self.config([digest(details), digest(module)], annotations)
        return self.manifest(tag, config, layers, annotations)

    def config(self, diff_ids, annotations):
        """The configuration tools expect of every image; `diff_ids` are the digests of the layers, uncompressed."""
        return self.blob(canonical({
            "architecture": "wasm", "os": "wasip1", "config": {"Labels": annotations},
            "rootfs": {"type": "layers", "diff_ids": diff_ids},
        }), CONFIG)

    def manifest(self, tag, config, layers, annotations):
        data = canonical({"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": layers,
                          "annotations": annotations})
        self.manifests.append(
            self.blob(data, MANIFEST, annotations={"org.opencontainers.image.ref.name": tag}))
        return digest(data)

    def finish(self):
        self.write("oci-layout", canonical({"imageLayoutVersion": "1.0.0"}))
        self.write("index.json", canonical({"schemaVersion": 2, "manifests": self.manifests}))

    def write(self, name, data):
        with open(os.path.join(self.directory, name), "wb") as file:
            file.write(data)
