"""The manifests of wasm/kubernetes and wasm/observability: read, held against their schemas, taken apart."""
import glob
import json
import os

import jsonschema
import yaml

from Tests import reference
from . import validations
from .workspace import ROOT

SCHEMAS = reference.path("schemas")
FOLDERS = [os.path.join(ROOT, "wasm", folder) for folder in ("kubernetes", "observability")]
WASM_FILTER = "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm"


def paths():
    """Every file with manifests, as names below wasm/."""
    found = [path for folder in FOLDERS for path in glob.glob(os.path.join(folder, "**", "*.yaml"), recursive=True)]
    return sorted(os.path.relpath(path, os.path.join(ROOT, "wasm")) for path in found)


def read(name):
    """The objects of one file, `name` below wasm/."""
    with open(os.path.join(ROOT, "wasm", name)) as file:
        return [value for value in yaml.safe_load_all(file) if value]


def one(name, kind):
    """The only object of a kind in a file."""
    found, = [value for value in read(name) if value["kind"] == kind]
    return found


def strict(schema):
    """An OpenAPI schema of Kubernetes as a JSON schema that knows no other fields than those it names."""
    schema = dict(schema)
    if schema.pop("x-kubernetes-int-or-string", False):
        schema.pop("type", None)
        schema["anyOf"] = [{"type": "integer"}, {"type": "string"}]
        # A pattern holds for strings only; JSON schema says so too.
    schema.pop("format", None)
    if "properties" in schema:
        schema["properties"] = {key: strict(value) for key, value in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            schema["additionalProperties"] = False
    elif isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = strict(schema["additionalProperties"])
    if isinstance(schema.get("items"), dict):
        schema["items"] = strict(schema["items"])
    if schema.pop("nullable", False) and "type" in schema:
        schema["type"] = [schema["type"], "null"]
    return schema


class Schemas:
    """The custom resource definitions the objects are held against."""

    def __init__(self):
        self.validators, self.definitions = {}, {}
        files = glob.glob(os.path.join(SCHEMAS, "*.yaml"))
        if not files:
            raise FileNotFoundError("there are no schemas in " + SCHEMAS)
        for path in files:
            with open(path) as file:
                definition = yaml.load(file, yaml.CSafeLoader)["spec"]
            for version in definition["versions"]:
                declared = version["schema"]["openAPIV3Schema"]
                schema = strict(declared)
                schema["properties"].update({"apiVersion": {}, "kind": {}, "metadata": {"required": ["name"]}})
                kind = "%s/%s" % (definition["group"], version["name"]), definition["names"]["kind"]
                self.validators[kind] = jsonschema.Draft202012Validator(schema)
                self.definitions[kind] = declared

    def problems(self, value):
        """What its definition says against an object; None for one without a definition here."""
        kind = value["apiVersion"], value["kind"]
        if kind not in self.validators:
            return None
        found = ["%s: %s" % (error.json_path, error.message[:300]) for error in self.validators[kind].iter_errors(value)]
        # The rules take it for granted that fields have their types.
        return found or validations.problems(self.definitions[kind], value)


def filters(value):
    """Every Wasm filter inside an object, however deep, as Envoy's own configuration."""
    if isinstance(value, dict):
        if value.get("@type") == WASM_FILTER:
            yield value["config"]
        for child in value.values():
            yield from filters(child)
    elif isinstance(value, list):
        for child in value:
            yield from filters(child)


def plugin_configurations(value):
    """The configurations of the plugin in an object, as the text that reaches it."""
    spec = value.get("spec", {})
    if value["kind"] == "WasmPlugin":
        return [json.dumps(spec["pluginConfig"])]
    if value["kind"] == "EnvoyExtensionPolicy":
        return [json.dumps(entry["config"]) for entry in spec["wasm"]]
    return [filter["configuration"]["value"] for filter in filters(value)]
