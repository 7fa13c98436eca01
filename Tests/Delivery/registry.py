"""A real image registry (Debian's docker-registry) on 127.0.0.1, and skopeo to push to it and pull from it."""
import os
import shutil
import subprocess
import urllib.request

from Tests.Envoy.background import Background, wait_until
from .workspace import free_port, work

CONFIGURATION = """\
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: %s}}
http: {addr: "127.0.0.1:%d"}
"""


class Registry(Background):
    def __init__(self):
        shutil.rmtree(work("registry", ""), ignore_errors=True)
        self.address = "127.0.0.1:%d" % free_port()
        configuration = work("registry", "config.yml")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION % (work("registry", "blobs"), int(self.address.split(":")[1])))
        command = ["docker-registry", "serve", configuration]
        super().__init__(command, work("registry", "output.txt"),
                         env={**os.environ, "OTEL_TRACES_EXPORTER": "none"})

    def start(self):
        super().start()
        wait_until(lambda: urllib.request.urlopen("http://%s/v2/" % self.address, timeout=5), "the registry")

    def push(self, layout, tag, as_tag=None, format=None):
        """Pushes one tag of an OCI layout, unchanged or converted to `format`; the reference it then has."""
        reference = "docker://%s/portcullis:%s" % (self.address, as_tag or tag)
        kept = ["--format", format] if format else ["--preserve-digests"]
        skopeo("copy", *kept, "--dest-tls-verify=false", "oci:%s:%s" % (layout, tag), reference)
        return reference

    def pull(self, reference, directory):
        """Pulls an image as a plain directory: manifest.json, and each blob under its digest."""
        shutil.rmtree(directory, ignore_errors=True)
        skopeo("copy", "--src-tls-verify=false", reference, "dir:" + directory)


def skopeo(*arguments):
    done = subprocess.run(["skopeo", "--insecure-policy", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=120, check=False)
    if done.returncode:
        raise RuntimeError("skopeo %s: %s" % (" ".join(arguments), done.stdout.decode()))
    return done.stdout
