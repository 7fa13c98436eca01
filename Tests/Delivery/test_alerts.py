"""The recording and alerting rules, tried by promtool."""
import json
import os
import shutil
import subprocess
import unittest

import yaml

from .workspace import HERE, work
from . import manifests

TESTS = os.path.join(HERE, "alerts.promtool.yaml")


def rules_file(path):
    """Writes what the PrometheusRule holds as Prometheus reads it."""
    with open(path, "w") as file:
        json.dump(manifests.one("observability/rules.yaml", "PrometheusRule")["spec"], file, indent=2)


class AlertTest(unittest.TestCase):
    def promtool(self, *arguments):
        done = subprocess.run(["promtool", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())

    def test_the_rules_do_what_their_tests_say(self):
        rules_file(work("alerts", "rules.json"))
        shutil.copy(TESTS, work("alerts", "test.yaml"))
        self.promtool("check", "rules", work("alerts", "rules.json"))
        self.promtool("test", "rules", work("alerts", "test.yaml"))

    def test_no_alert_is_without_a_test_that_it_fires(self):
        with open(TESTS) as file:
            tests = yaml.safe_load(file)["tests"]
        fires = {alert["alertname"] for test in tests for alert in test["alert_rule_test"] if alert.get("exp_alerts")}
        groups = manifests.one("observability/rules.yaml", "PrometheusRule")["spec"]["groups"]
        alerts = {rule["alert"] for group in groups for rule in group["rules"] if "alert" in rule}
        self.assertEqual(fires, alerts)


if __name__ == "__main__":
    unittest.main()
