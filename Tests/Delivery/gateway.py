"""The real Envoy as a gateway would run it, on top of Tests/Envoy: other sources of the module, other statistics."""
import http.client
import json
import os

from Tests.Envoy.envoy import MODULE, Envoy, Listener


class WasmListener(Listener):
    """A listener whose module comes from `code` (Envoy's AsyncDataSource); `patch` changes the filter before its use.

    Each has its own virtual machines, as every policy entry has under Envoy Gateway.
    """

    def __init__(self, name, plugin, code=None, patch=None, **options):
        super().__init__(name, plugin, **options)
        self.code, self.patch = code or {"local": {"filename": MODULE}}, patch

    def filter(self):
        result = super().filter()
        machine = result["typed_config"]["config"]["vm_config"]
        machine["vm_id"], machine["code"] = self.name, self.code
        if self.patch:
            self.patch(result)
        return result


class Gateway(Envoy):
    """`listeners` in the real Envoy; `bootstrap` is merged into what it starts with (objects, deep; else replaced)."""

    def __init__(self, listeners, upstream_port, directory, bootstrap=None, **options):
        super().__init__(listeners, upstream_port, directory, **options)
        if bootstrap:
            with open(self.config_path) as file:
                merged = merge(json.load(file), bootstrap)
            with open(self.config_path, "w") as file:
                json.dump(merged, file, indent=2)

    def send(self, listener, method="GET", path="/", body=None, headers=None):
        """The status of a request, as a client sees it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port(listener), timeout=30)
        connection.request(method, path, body, {"user-agent": "Mozilla/5.0", "accept": "*/*", **(headers or {})})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


def merge(base, other):
    """`base` with what `other` says in addition."""
    for key, value in other.items():
        base[key] = merge(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
    return base


class DynamicGateway(Gateway):
    """A gateway that reads its listeners from a file as long as it runs, as one under a control plane does."""

    def __init__(self, listeners, upstream_port, directory, **options):
        self.listeners_path = os.path.join(directory, "listeners.json")
        super().__init__([], upstream_port, directory, {
            "node": {"id": "gateway", "cluster": "gateway"},
            "dynamic_resources": {"lds_config": {"path_config_source": {"path": self.listeners_path}}},
        }, **options)
        self.update(listeners)

    def update(self, listeners):
        """Replaces all listeners, in one step as Envoy's watch wants it."""
        resources = [{"@type": "type.googleapis.com/envoy.config.listener.v3.Listener", **listener.bootstrap()}
                     for listener in listeners]
        with open(self.listeners_path + ".new", "w") as file:
            json.dump({"resources": resources}, file)
        os.replace(self.listeners_path + ".new", self.listeners_path)
