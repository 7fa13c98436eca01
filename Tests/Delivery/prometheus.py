"""The real Prometheus on 127.0.0.1, scraping as the PodMonitors say."""
import json
import shutil
import urllib.error
import urllib.parse
import urllib.request

from Tests.Envoy.background import Background, wait_until
from .workspace import free_port, work
from . import manifests

MONITORS = ("kubernetes/monitoring/pod-monitor.yaml", "kubernetes/monitoring/health-monitor.yaml")
# What Kubernetes and the operator say about a pod of Envoy Gateway.
POD = {
    "__meta_kubernetes_pod_label_gateway_envoyproxy_io_owning_gateway_name": "public",
    "__meta_kubernetes_pod_label_gateway_envoyproxy_io_owning_gateway_namespace": "shop",
    "namespace": "envoy-gateway-system", "pod": "envoy-shop-public",
}
FIELDS = {"sourceLabels": "source_labels", "targetLabel": "target_label", "regex": "regex", "action": "action",
          "replacement": "replacement"}


def relabelling(rules):
    """PodMonitor's spelling as Prometheus' own; an unknown field is an error."""
    return [{FIELDS[key]: value for key, value in rule.items()} for rule in rules]


def scrape_job(monitor, target):
    """The job the operator makes of a PodMonitor, for one pod that is found."""
    endpoint, = monitor["spec"]["podMetricsEndpoints"]
    return {
        "job_name": monitor["metadata"]["name"], "metrics_path": endpoint["path"],
        "honor_labels": endpoint["honorLabels"],
        "static_configs": [{"targets": [target], "labels": POD}],
        "relabel_configs": relabelling(endpoint["relabelings"]),
        "metric_relabel_configs": relabelling(endpoint["metricRelabelings"]),
    }


class Prometheus(Background):
    """Scrapes `target` (host:port) five times a second, and evaluates `rules_path` where one is given."""

    def __init__(self, target, rules_path=None):
        shutil.rmtree(work("prometheus", ""), ignore_errors=True)
        configuration = work("prometheus", "prometheus.yml")
        with open(configuration, "w") as file:
            # JSON is YAML.
            json.dump({
                "global": {"scrape_interval": "200ms", "scrape_timeout": "200ms", "evaluation_interval": "1s"},
                "rule_files": [rules_path] if rules_path else [],
                "scrape_configs": [scrape_job(manifests.one(name, "PodMonitor"), target) for name in MONITORS],
            }, file, indent=2)
        self.address = "127.0.0.1:%d" % free_port()
        super().__init__(
            ["prometheus", "--config.file=" + configuration, "--storage.tsdb.path=" + work("prometheus", "data"),
             "--web.listen-address=" + self.address, "--log.level=warn"], work("prometheus", "output.txt"))

    def start(self):
        super().start()
        wait_until(lambda: urllib.request.urlopen("http://%s/-/ready" % self.address, timeout=5), "Prometheus")

    def get(self, path, **parameters):
        """The data of an answer of the API; its own words when it refuses."""
        url = "http://%s/api/v1/%s?%s" % (self.address, path, urllib.parse.urlencode(parameters, doseq=True))
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise ValueError("%s: %s" % (parameters, error.read().decode())) from None

    def query(self, expression):
        """The samples of an instant query: labels as a dictionary, and the value."""
        result = self.get("query", query=expression)["result"]
        return [(sample["metric"], float(sample["value"][1])) for sample in result]
