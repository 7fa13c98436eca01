"""The rules a custom resource definition has beside its schema: x-kubernetes-validations, in CEL.

As Kubernetes does it: defaults are filled in first; rules about the former object have nothing to say when one is
created; a rule that cannot be evaluated is broken.
"""
import functools
import json
import re
import urllib.parse

import celpy
from celpy import celtypes

ENVIRONMENT = celpy.Environment()


def parse_url(text):
    """A URL with a scheme and a host, or with an absolute path: what Kubernetes takes for one."""
    if re.search(r"[\x00-\x20\x7f]", text):
        return None
    found = urllib.parse.urlsplit(text)
    return found if (found.scheme and found.netloc) or text.startswith("/") else None


# What Kubernetes adds to CEL, as far as the definitions here ask for it.
FUNCTIONS = {
    "isURL": lambda text: celtypes.BoolType(parse_url(text) is not None),
    "url": lambda text: text if parse_url(text) is not None else celpy.CELEvalError("no URL: " + text),
    "getScheme": lambda text: celtypes.StringType(parse_url(text).scheme),
    "trim": lambda text: celtypes.StringType(text.strip()),
    "upperAscii": lambda text: celtypes.StringType(re.sub("[a-z]", lambda letter: letter[0].upper(), text)),
    "split": lambda text, separator: celpy.json_to_cel(text.split(separator)),
}


@functools.lru_cache(maxsize=None)
def program(rule):
    return ENVIRONMENT.program(ENVIRONMENT.compile(rule), functions=FUNCTIONS)


def holds(rule, value):
    """Whether a rule holds for a value."""
    try:
        return bool(program(rule).evaluate({"self": celpy.json_to_cel(escaped(value))}))
    except celpy.CELEvalError:
        return False


def escaped(value):
    """`value` as rules see it: a field called like a word of CEL's has underscores around it."""
    if isinstance(value, dict):
        return {"__namespace__" if key == "namespace" else key: escaped(child) for key, child in value.items()}
    return [escaped(child) for child in value] if isinstance(value, list) else value


def with_defaults(schema, value):
    """`value` with the defaults of its schema."""
    if isinstance(value, dict):
        result = {key: with_defaults(below(schema, key), child) for key, child in value.items()}
        for key, child in schema.get("properties", {}).items():
            if key not in value and "default" in child:
                result[key] = with_defaults(child, json.loads(json.dumps(child["default"])))
        return result
    return [with_defaults(schema.get("items", {}), child) for child in value] if isinstance(value, list) else value


def below(schema, key):
    """The schema of a field."""
    more = schema.get("additionalProperties")
    return schema.get("properties", {}).get(key) or (more if isinstance(more, dict) else {})


def rules(schema, value, path="$"):
    """Every rule that has something to say about `value` or what is in it: its place, itself, the value it is for."""
    for entry in schema.get("x-kubernetes-validations", []):
        if "oldSelf" not in entry["rule"]:
            yield path, entry, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from rules(below(schema, key), child, "%s.%s" % (path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from rules(schema.get("items", {}), child, "%s[%d]" % (path, index))


def all_rules(schema):
    """The text of every rule of a definition."""
    yield from (entry["rule"] for entry in schema.get("x-kubernetes-validations", []))
    for child in (*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")):
        if isinstance(child, dict):
            yield from all_rules(child)


def problems(schema, value):
    """What the rules say against an object."""
    return ["%s: %s" % (path, entry.get("message", entry["rule"]))
            for path, entry, part in rules(schema, with_defaults(schema, value)) if not holds(entry["rule"], part)]
