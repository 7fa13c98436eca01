"""Shows the Core Rule Set at work in a real Envoy: builds what is missing, sends requests with curl, says what came of them.

  scripts/demo            exits 0 only if everything was as it should be
  scripts/demo --verbose  every log line, counter and audit record whole
  scripts/demo --keep     leaves Envoy and the upstream running and prints their URLs; Ctrl-C ends them

It takes the rule set of .build/crs, which scripts/fetch-crs brings: 4.28, or Debian's 3.3.4 where no git host is reached.
"""
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time

from .envoy import ROOT, Envoy, Listener
from .upstream import Upstream

CRS = os.path.join(ROOT, ".build", "crs")
VERBOSE = "--verbose" in sys.argv
SQL = "//test/artists.php?artist=0+div+1+union%23foo*%2F*bar%0D%0Aselect%23foo%0D%0A1%2C2%2Ccurrent_user"
HEADER_RULE = ("SecRule REQUEST_HEADERS:x-user-type \"@streq baned\" "
               "\"id:101,phase:1,t:lowercase,deny,msg:'denied by header'\"")


class Request:
    """What is sent to which listener, the status it should get, and a rule that should have matched, if any."""

    def __init__(self, what, listener, arguments, path, status, rule=None):
        self.what, self.listener, self.arguments, self.path = what, listener, arguments, path
        self.status, self.rule = status, rule


REQUESTS = [
    Request("an SQL injection", "blocking", [], SQL, 403, 942100),
    Request("a script in a form", "blocking", ["-d", "comment=<script>alert(1)</script>"], "/comments", 403, 941100),
    Request("a harmless request", "blocking", [], "/artists?artist=7&sort=name", 200),
    Request("the SQL injection, only watched", "detection", [], SQL, 200, 942100),
    Request("a header that a rule of our own denies", "blocking", ["-H", "x-user-type: BANED"], "/", 403, 101),
]


def rule_set():
    """Brings a rule set where there is none. - Returns: its version."""
    if not os.path.isdir(os.path.join(CRS, "rules")):
        subprocess.run([os.path.join(ROOT, "scripts", "fetch-crs")], check=True)
    with open(os.path.join(CRS, "crs-setup.conf.example")) as file:
        return re.search(r"ver\.?\s*(\d+\.\d+\.\d+)", file.read())[1]


def build():
    subprocess.run([os.path.join(ROOT, "scripts", "setup")], check=True)
    subprocess.run([os.path.join(ROOT, "scripts", "build-wasm"), "--crs", CRS], check=True)


def configuration(engine, identifier):
    directives = ["Include @recommended-conf", "Include @crs-setup-conf", "SecRuleEngine " + engine,
                  "SecAuditEngine RelevantOnly", "SecAuditLogParts ABCFHKZ", HEADER_RULE, "Include @owasp_crs/*.conf"]
    return json.dumps({"directives_map": {"default": directives}, "default_directives": "default",
                       "metric_labels": {"identifier": identifier, "owner": "team-a"}})


def curl(url, arguments):
    command = ["curl", "-sS", "--max-time", "10", "-o", "/dev/null", "-w", "%{http_code}", *arguments, url]
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=20).stdout or 0)


def cut(text, length=100):
    return text if VERBOSE or len(text) <= length else text[:length - 1] + "…"


def brief(record, rule):
    """The lines of an audit record that matter: what was asked, `rule`, one rule more, and how many others matched."""
    head = record["transaction"]
    lines = ["%s %s  interrupted: %s" % (
        head["request"]["method"], cut(head["request"]["uri"], 60), str(head["is_interrupted"]).lower())]
    found = [message["data"] for message in record["messages"] if message["data"].get("msg")]
    for data in sorted(found, key=lambda data: data["id"] != rule)[:2]:
        lines.append(cut("rule %d  %s  %s" % (data["id"], data["msg"], data.get("data", ""))).rstrip())
    if len(found) > 2:
        lines.append("rules beside these: %d" % (len(found) - 2))
    return lines


def show(envoy, upstream, request):
    problems = []
    before, log_before, received = envoy.counters(), envoy.log_bytes(), len(upstream.received)
    url = "http://localhost:%d%s" % (envoy.port(request.listener), request.path)
    status = curl(url, request.arguments)
    arrived = len(upstream.received) - received
    print("\n%s: curl %s" % (request.what, cut(" ".join(map(shlex.quote, [*request.arguments, url])), 90)))
    print("  status   %d, the upstream %s" % (status, "answered" if arrived else "never saw it"))
    if status != request.status or arrived != (status == 200):
        problems.append("status %d expected" % request.status)

    if request.rule:
        lines = envoy.wait_for_log("AuditLog:{", log_before)
        records = [json.loads(line.split("AuditLog:", 1)[1]) for line in lines]
        if len(records) != 1:
            problems.append("one audit record expected, found %d" % len(records))
        for record in records:
            if request.rule not in [message["data"]["id"] for message in record["messages"]]:
                problems.append("rule %d is not in the audit record" % request.rule)
            said = json.dumps(record, indent=2, ensure_ascii=False).splitlines() if VERBOSE else brief(record, request.rule)
            print("\n".join("  audit    " + line for line in said))
    after = envoy.counters()
    risen = {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name, 0)}
    decision = {name for name in risen if re.match("waf_filter_tx_(interruptions|would_block)", name)}
    for name in sorted(risen if VERBOSE else decision):
        print("  counter  %s +%d" % (name, risen[name]))
    if bool(decision) != bool(request.rule) or risen.get("waf_filter_tx_total") != 1:
        problems.append("the counters rose by %s" % risen)
    for problem in problems:
        print("  WRONG    " + problem)
    return not problems


def main():
    version = rule_set()
    build()
    print("\nOWASP Core Rule Set %s, paranoia level 1" % version)
    upstream = Upstream()
    listeners = [Listener("blocking", configuration("On", "demo")),
                 Listener("detection", configuration("DetectionOnly", "demo-detection"))]
    with Envoy(listeners, upstream.port, os.path.join(ROOT, ".build", "demo")) as envoy:
        print("Envoy serves after %.2f s and has %d MiB" % (envoy.ready_seconds, envoy.memory_kib() // 1024))
        held = all([show(envoy, upstream, request) for request in REQUESTS])
        if "--keep" in sys.argv:
            print("\nblocking   http://127.0.0.1:%d/\ndetection  http://127.0.0.1:%d/" % (
                envoy.port("blocking"), envoy.port("detection")))
            print("counters   %s/stats/prometheus\nlog        %s\nCtrl-C ends it" % (envoy.admin, envoy.log_path))
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            try:
                while envoy.process.poll() is None:
                    time.sleep(1)
            except KeyboardInterrupt:
                pass
    upstream.stop()
    print("\n" + ("All as it should be." if held else "Not as it should be."))
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
