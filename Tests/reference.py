"""Where the reference data is, and what is said where it is not: see also Tests/Reference/ReferenceSupport."""
import os
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BESIDE, FETCHED = os.path.join(ROOT, "..", "shared"), os.path.join(ROOT, ".build", "reference")
# What scripts/fetch-reference brought is the last resort.
DATA = os.environ.get("PORTCULLIS_SHARED") or (BESIDE if os.path.isdir(BESIDE) else FETCHED)


def path(*names):
    return os.path.join(DATA, *names)


def rule_set():
    """The Core Rule Set at hand, of which version so ever: where scripts/build-wasm takes it from, too."""
    places = (os.environ.get("PORTCULLIS_CRS"), os.path.join(ROOT, ".build", "crs"), path("crs", "4.28.0"))
    return next((place for place in places if place and os.path.isdir(place)), places[-1])


def is_missing(name, suite, cases):
    """Whether the reference data lacks `name`. Then a line says what is left out; with CI=true it is a failure."""
    if os.path.exists(path(*name.split("/"))):
        return False
    reason = "the reference data lacks %s (scripts/fetch-reference)" % name
    if os.environ.get("CI") == "true":
        raise FileNotFoundError(reason)
    print("left out: %s: %s did not run: %s" % (suite, cases, reason))
    return True


def needs(name, suite, cases):
    """Skips a test or a class of tests where the reference data lacks `name`."""
    return unittest.skipIf(is_missing(name, suite, cases), "no reference data")
