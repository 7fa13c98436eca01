"""What an image of the module holds, and what its labels say."""
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Debian keeps the text of the licence on every machine.
APACHE = "/usr/share/common-licenses/Apache-2.0"
CORE_RULE_SET_NOTICE = b"""\
plugin.wasm holds the OWASP Core Rule Set %s (https://coreruleset.org), with its comments taken out.
Copyright (c) 2006-2020 Trustwave and contributors. (c) 2021-2026 CRS project. All rights reserved.
It is distributed under the Apache Software Licence, version 2, whose text follows.

"""


def read(path):
    with open(path, "rb") as file:
        return file.read()


def core_rule_set_version(module):
    """The version its rules name, or None for a module without rules."""
    found = re.search(rb"OWASP_CRS/(\d+\.\d+\.\d+)", module)
    return found[1].decode() if found else None


def core_rule_set_licence():
    crs = os.environ.get("PORTCULLIS_CRS") or os.path.join(ROOT, ".build", "crs")
    for path in (os.path.join(crs, "LICENSE"), APACHE):
        if os.path.exists(path):
            return read(path)
    raise FileNotFoundError("the Apache licence of the Core Rule Set is neither in %s nor %s" % (crs, APACHE))


def files(module):
    """The module and the notices that must come with it, by name."""
    result = {"plugin.wasm": module, "licenses/NOTICE": read(os.path.join(ROOT, "NOTICE"))}
    version = core_rule_set_version(module)
    if version:
        result["licenses/OWASP-CRS"] = CORE_RULE_SET_NOTICE % version.encode() + core_rule_set_licence()
    return result


def git(*arguments):
    """What git says about the checkout; None where there is no git or no checkout."""
    try:
        found = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.decode().strip() or None


def annotations(module, version=None, revision=None):
    """The labels of an image (image-spec's annotations.md, and the version of the rules inside)."""
    crs = core_rule_set_version(module)
    revision = revision or git("rev-parse", "HEAD")
    labels = {
        "org.opencontainers.image.title": "Portcullis",
        "org.opencontainers.image.description": "A web application firewall as a proxy-wasm filter",
        "org.opencontainers.image.version": version or git("describe", "--tags", "--always", "--dirty") or "0.0.0",
        "org.opencontainers.image.licenses": "BSD-3-Clause AND Apache-2.0" if crs else "BSD-3-Clause",
    }
    if revision:
        labels["org.opencontainers.image.revision"] = revision
    if crs:
        labels["org.coreruleset.version"] = crs
    return labels
