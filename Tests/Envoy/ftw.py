"""Sends the regression tests of the Core Rule Set through the real Envoy with the filter in it.

  scripts/ftw-envoy                 all of them
  scripts/ftw-envoy --include 9421  those whose id matches

Needs scripts/setup and scripts/build-wasm. Envoy takes every method and a Content-Length beside chunks, so that as many
requests as can be reach the filter; those it still turns away or rewrites are listed with the recorded data and left
out. One line for each failure, then `N passed, N failed, N skipped`; exits with 1 when a test failed.
"""
import argparse
import json
import os
import subprocess
import sys
import time

from Tests import reference
from .envoy import ROOT, Envoy, Listener
from .upstream_process import UpstreamProcess, build

DIRECTORY = os.path.join(ROOT, ".build", "ftw-envoy")
PLUGIN = {
    "directives_map": {"ftw": [
        "Include @recommended-conf", "Include @ftw-conf", "SecAuditEngine Off", "Include @crs-setup-conf",
        "Include @owasp_crs/*.conf",
    ]},
    "default_directives": "ftw",
}
PERMISSIVE = {"allow_custom_methods": True, "allow_chunked_length": True}


def write_exclusions():
    with open(reference.path("crs", "recorded", "envoy-unattainable.json")) as file:
        reasons = json.load(file)["permissive"]
    path = os.path.join(DIRECTORY, "unattainable.txt")
    with open(path, "w") as file:
        for test, reason in reasons.items():
            file.write("%s behind Envoy: %s\n" % (test, reason))
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--include", help="only tests whose id holds a match of this pattern")
    parser.add_argument("--json", help="writes what came of each stage to this file")
    options = parser.parse_args()
    if any(reference.is_missing(name, "ftw-envoy", "3243 regression tests")
           for name in ("crs/4.28.0", "crs/regression-tests", "crs/recorded")):
        return 0

    binaries = build("portcullis", "test-upstream")
    os.makedirs(DIRECTORY, exist_ok=True)
    began = time.monotonic()
    listener = Listener("ftw", json.dumps(PLUGIN), options=PERMISSIVE)
    with UpstreamProcess(binaries) as upstream, \
            Envoy([listener], upstream.port, DIRECTORY, wasm_level="info") as envoy:
        print("Envoy serves after %.1f s" % envoy.ready_seconds)
        command = [os.path.join(binaries, "portcullis"), "ftw", "--live-port", str(envoy.port("ftw")),
                   "--log", envoy.log_path, "--exclude-file", write_exclusions(),
                   "--tests", reference.path("crs", "regression-tests")]
        for name in ("include", "json"):
            if getattr(options, name):
                command += ["--" + name, getattr(options, name)]
        result = subprocess.run(command, check=False, timeout=280).returncode
        if "Function: proxy_on" in envoy.log():
            print("a request stopped a virtual machine: see %s" % envoy.log_path)
            result = 1
    print("%.0f s" % (time.monotonic() - began), file=sys.stderr)
    return result


if __name__ == "__main__":
    sys.exit(main())
