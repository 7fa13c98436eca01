"""The real Envoy on 127.0.0.1 with the filter in it: writes its bootstrap, starts it, reads its counters, stops it."""
import functools
import json
import os
import re
import time
import urllib.request

from .background import Background, wait_until

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENVOY = os.environ.get("PORTCULLIS_ENVOY") or os.path.join(ROOT, ".venv", "bin", "envoy")
MODULE = os.path.join(ROOT, ".build", "plugin.wasm")
TYPE = "type.googleapis.com/envoy."


def plugin_file(name):
    """The text of one of the configurations in Tests/Envoy/plugins."""
    with open(os.path.join(ROOT, "Tests", "Envoy", "plugins", name + ".json")) as file:
        return file.read()


class Listener:
    """A port with the filter in front of the upstream.

    plugin: the plugin's configuration, as text; holds: sets allow_on_headers_stop_iteration; buffer_limit: Envoy's
    per-connection limit in bytes (Envoy Gateway's is 32768); http2: whether clients speak HTTP/2 without TLS;
    cluster: where requests go; routes: more of Envoy's routes, before the one for all paths; before, after: names of
    Envoy's filters around ours; at_the_edge: clients connect to it, as to a gateway, and so Envoy itself does not
    believe x-forwarded-for; options: more of its http_protocol_options.
    """

    def __init__(self, name, plugin, holds=False, buffer_limit=None, http2=False, cluster="upstream", trailers=False,
                 options=None, access_log=None, routes=(), before=(), after=(), at_the_edge=False):
        self.name, self.plugin, self.holds, self.buffer_limit = name, plugin, holds, buffer_limit
        self.options, self.routes, self.before, self.after = options or {}, list(routes), before, after
        self.at_the_edge = at_the_edge
        self.http2, self.cluster, self.trailers, self.access_log = http2, cluster, trailers, access_log

    def filter(self):
        config = {
            "name": self.name, "root_id": "portcullis", "fail_open": False,
            "vm_config": {"vm_id": "portcullis", "runtime": "envoy.wasm.runtime.v8",
                          "code": {"local": {"filename": MODULE}}},
            "configuration": {"@type": "type.googleapis.com/google.protobuf.StringValue", "value": self.plugin},
        }
        if self.holds:
            config["allow_on_headers_stop_iteration"] = True
        return {"name": "waf", "typed_config": {"@type": TYPE + "extensions.filters.http.wasm.v3.Wasm", "config": config}}

    def bootstrap(self):
        manager = {
            "@type": TYPE + "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            # Envoy waits this long for a client to close after an answer that ends the connection.
            "delayed_close_timeout": "0.1s",
            "stat_prefix": self.name, "use_remote_address": self.at_the_edge, "codec_type": "HTTP2" if self.http2 else "AUTO",
            "http2_protocol_options": {"allow_connect": True},
            "http_protocol_options": {"accept_http_10": True, "enable_trailers": self.trailers, **self.options},
            "upgrade_configs": [{"upgrade_type": "websocket"}, {"upgrade_type": "CONNECT"}],
            "http_filters": [*map(stock_filter, self.before)] + ([self.filter()] if self.plugin is not None else []) + [
                *map(stock_filter, self.after), stock_filter("router.v3.Router")],
            "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": self.routes + [
                {"match": {"prefix": "/"}, "route": {"cluster": self.cluster, "timeout": "30s"}},
                {"match": {"connect_matcher": {}}, "route": {"cluster": self.cluster}}]}]},
        }
        if self.access_log:
            line = " ".join("%%FILTER_STATE(wasm.waf.%s:PLAIN)%%" % name
                            for name in ("decision", "rule_ids", "score", "transaction_id"))
            manager["access_log"] = [{"name": "file", "typed_config": {
                "@type": TYPE + "extensions.access_loggers.file.v3.FileAccessLog", "path": self.access_log,
                "log_format": {"text_format_source": {"inline_string": line + "\n"}}}}]
        listener = {
            "name": self.name, "address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
            "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
        }
        if self.buffer_limit:
            listener["per_connection_buffer_limit_bytes"] = self.buffer_limit
        return listener


def stock_filter(kind):
    """One of Envoy's own HTTP filters, such as `router.v3.Router`, or a pair of that and its settings."""
    kind, settings = (kind, {}) if isinstance(kind, str) else kind
    return {"name": kind, "typed_config": {"@type": TYPE + "extensions.filters.http." + kind, **settings}}


def cluster(name, port, http2=False):
    result = {
        "name": name, "type": "STATIC", "connect_timeout": "5s",
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {
            "socket_address": {"address": "127.0.0.1", "port_value": port}}}}]}]},
    }
    if http2:
        result["typed_extension_protocol_options"] = {
            TYPE.split("/")[1] + "extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": TYPE + "extensions.upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": {"http2_protocol_options": {}}}}
    return result


class Envoy(Background):
    """Envoy with some listeners; `with` stops it. `ready_seconds` is how long it took to serve."""

    def __init__(self, listeners, upstream_port, directory, concurrency=1, clusters=(), wasm_level="debug"):
        self.directory = directory
        os.makedirs(directory, exist_ok=True)
        self.log_path = os.path.join(directory, "envoy.log")
        self.admin_path = os.path.join(directory, "admin-address")
        self.config_path = os.path.join(directory, "envoy.json")
        for path in (self.log_path, self.admin_path):
            if os.path.exists(path):
                os.remove(path)
        bootstrap = {
            "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}},
            "static_resources": {"listeners": [listener.bootstrap() for listener in listeners],
                                 "clusters": [cluster("upstream", upstream_port), *clusters]},
        }
        with open(self.config_path, "w") as file:
            json.dump(bootstrap, file, indent=2)
        super().__init__(
            [ENVOY, "-c", self.config_path, "--concurrency", str(concurrency), "--disable-hot-restart",
             "--log-path", self.log_path, "--file-flush-interval-msec", "50", "-l", "warn",
             "--component-log-level", "wasm:" + wasm_level, "--admin-address-path", self.admin_path],
            os.path.join(directory, "output.txt"))

    def start(self, seconds=60):
        """Waits until Envoy serves; False when it refused its configuration and ended."""
        began = time.monotonic()
        super().start()
        try:
            wait_until(lambda: self.is_ready() or not self.is_running(), "Envoy, whose log is " + self.log_path, seconds)
        except TimeoutError:
            self.stop()
            raise
        self.ready_seconds = time.monotonic() - began
        return self.is_running()

    @functools.cached_property
    def version(self):
        """Such as (1, 40, 0): where Envoy itself changed, tests say what it did before."""
        said = json.loads(self.get("/server_info"))["version"]
        return tuple(map(int, re.search(r"/(\d+)\.(\d+)\.(\d+)", said).groups()))

    def is_ready(self):
        try:
            with open(self.admin_path) as file:
                self.admin = "http://" + file.read().strip()
            return self.get("/ready").startswith("LIVE")
        except (OSError, ValueError):
            return False

    def get(self, path):
        with urllib.request.urlopen(self.admin + path, timeout=10) as answer:
            return answer.read().decode()

    def ports(self):
        """The port of each listener."""
        statuses = json.loads(self.get("/listeners?format=json"))["listener_statuses"]
        return {status["name"]: status["local_address"]["socket_address"]["port_value"] for status in statuses}

    def port(self, name):
        return self.ports()[name]

    def counters(self):
        """The filter's counters as Prometheus sees them, without those that are 0."""
        found = {}
        for line in self.get("/stats/prometheus").splitlines():
            match = re.match(r"(waf_\w+)\{\} (\d+)$", line)
            if match and match[2] != "0":
                found[match[1]] = int(match[2])
        return found

    def log(self, after=0):
        """The whole lines of the log after `after` bytes; Envoy may be in the middle of writing another."""
        with open(self.log_path, "rb") as file:
            file.seek(after)
            written = file.read()
        return written[:written.rfind(b"\n") + 1].decode(errors="replace")

    def log_bytes(self):
        return os.path.getsize(self.log_path)

    def wait_for_log(self, text, after=0, seconds=5, count=1):
        """The log's lines after `after` bytes that contain `text`, once there are so many; Envoy writes with a delay."""
        def lines():
            return [line for line in self.log(after).splitlines() if text in line]
        try:
            return wait_until(lambda: lines() if len(lines()) >= count else None, text, seconds)
        except TimeoutError:
            return lines()

    def memory_kib(self):
        with open("/proc/%d/status" % self.process.pid) as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1])

    def __enter__(self):
        super().__enter__()
        if not self.is_running():
            raise RuntimeError("Envoy did not start:\n" + self.log()[-4000:])
        return self
