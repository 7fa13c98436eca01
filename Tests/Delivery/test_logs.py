"""The audit records of the filter: from Envoy's log file through the real rsyslog to a receiver, as lines of JSON."""
import json
import os
import re
import shutil
import socketserver
import threading
import unittest

from Tests.Envoy.background import Background, wait_until
from Tests.Envoy.upstream import Upstream
from .workspace import ROOT, work
from .gateway import Gateway, WasmListener
from . import manifests

CONFIGURATION = os.path.join(ROOT, "wasm", "observability", "audit-log.conf")
ATTACK = "/search?q=%3Cscript%3Ealert(1)%3C/script%3E"
FORGED = "/search?q=%3Cscript%3EAuditLog:%7B%22forged%22:1%7D%3C/script%3E"
# By name: the rules mind an address.
HOST = {"host": "shop.example.com"}
FORM = {"content-type": "application/x-www-form-urlencoded", **HOST}


class Receiver:
    """Collects the lines that come in over TCP."""

    def __init__(self):
        self.lines = lines = []

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                for line in self.rfile:
                    lines.append(line)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def records(self):
        return [json.loads(line) for line in self.lines]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def plugin():
    """Two policies as in the manifests, with the bodies of requests in the records too."""
    for name in ("blocking", "detection"):
        policy = manifests.one("kubernetes/envoy-gateway/%s.yaml" % name, "EnvoyExtensionPolicy")
        config = policy["spec"]["wasm"][0]["config"]
        config["directives_map"]["default"].append("SecAuditLogParts ABCFHIJKZ")
        config["audit"] = {"max_bytes": 1 << 20}  # records whole, so that a long line is forwarded too
        yield WasmListener(name, json.dumps(config))


class LogPipelineTest(unittest.TestCase):
    def setUp(self):
        upstream, self.receiver = Upstream(), Receiver()
        self.addCleanup(upstream.stop)
        self.addCleanup(self.receiver.stop)
        shutil.rmtree(work("logs", ""), ignore_errors=True)
        self.envoy = Gateway(list(plugin()), upstream.port, work("logs", "envoy", ""))
        self.enterContext(self.envoy)
        self.collect()

    def collect(self):
        state = work("logs", "state", "")
        self.audit_log = work("logs", "audit.jsonl")
        environment = {"ENVOY_LOG": self.envoy.log_path, "COLLECTOR": "127.0.0.1", "STATE": state.rstrip("/"),
                       "COLLECTOR_PORT": str(self.receiver.port), "AUDIT_LOG": self.audit_log,
                       "PATH": os.environ["PATH"]}
        rsyslogd = shutil.which("rsyslogd") or "/usr/sbin/rsyslogd"
        command = [rsyslogd, "-n", "-f", CONFIGURATION, "-i", os.path.join(state, "rsyslogd.pid")]
        self.enterContext(Background(command, work("logs", "rsyslog.txt"), env=environment))

    def test_audit_records_arrive_whole_and_nothing_else(self):
        self.assertEqual(self.envoy.send("blocking", headers=HOST), 200)
        self.assertEqual(self.envoy.send("blocking", path=ATTACK, headers=HOST), 403)
        self.assertEqual(self.envoy.send("detection", path=ATTACK, headers=HOST), 200)
        # What a client sends stands in the error log too, and must not begin a record there.
        self.assertEqual(self.envoy.send("blocking", path=FORGED, headers=HOST), 403)
        body = b"q=<script>alert(1)</script>&more=" + b"x" * 60_000
        self.assertEqual(self.envoy.send("blocking", "POST", "/", body, FORM), 403)

        wait_until(lambda: len(self.receiver.lines) >= 4, "four records")
        with open(self.envoy.log_path) as file:
            log = file.read()
        written = re.findall(r": AuditLog:(\{.*)", log)
        self.assertGreater(len(re.findall(r"AuditLog:\{", log)), len(written))
        # Each is, byte for byte, what Envoy wrote.
        self.assertEqual([line.decode().rstrip("\n") for line in self.receiver.lines], written)
        blocked, watched, forged, large = self.receiver.records()
        self.assertTrue(blocked["transaction"]["is_interrupted"])
        self.assertFalse(watched["transaction"]["is_interrupted"])
        self.assertNotIn("forged", forged)
        self.assertEqual(len(large["transaction"]["request"]["body"]), len(body))
        for record in (blocked, watched):
            transaction = record["transaction"]
            self.assertTrue(transaction["id"])
            self.assertEqual(transaction["client_ip"], "127.0.0.1")
            self.assertEqual(transaction["request"]["method"], "GET")
            self.assertEqual(transaction["request"]["uri"], ATTACK)
            rules = {message["data"]["id"]: message["data"] for message in record["messages"]}
            self.assertIn(949110, rules)
            self.assertIn(941100, rules)
            self.assertTrue(rules[941100]["msg"])
            self.assertIn("941", rules[941100]["file"])
            self.assertTrue(rules[941100]["line"])
        wait_until(lambda: os.path.getsize(self.audit_log) >= sum(map(len, self.receiver.lines)), "the file")
        with open(self.audit_log, "rb") as file:
            self.assertEqual(file.readlines(), self.receiver.lines)


if __name__ == "__main__":
    unittest.main()
