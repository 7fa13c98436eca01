"""Shows the filter at work in a real Envoy: sets up, builds, sends requests with curl, and says what became of each.

  scripts/demo          exits 0 only if everything was as it should be
  scripts/demo --keep   leaves Envoy and the upstream running and prints their URLs; Ctrl-C ends them
"""
import os
import re
import signal
import subprocess
import sys
import time

from .envoy import ROOT, Envoy, Listener, plugin_file
from .upstream import Upstream

DENIED = "waf_filter_tx_interruptions_ruleid_101_phase_http_request_headers_identifier_demo_owner_team_a"
WOULD_BLOCK = "waf_filter_tx_would_block_identifier_demo_detection_owner_team_a"

# What is sent where, the status, how many requests reach the upstream, the counter that rises.
REQUESTS = [
    ("blocking", None, 200, 1, None),
    ("blocking", "baned", 403, 0, DENIED),
    ("blocking", "BANED", 403, 0, DENIED),
    ("detection", "baned", 200, 1, WOULD_BLOCK),
]


def curl(url, user_type):
    header = ["-H", "x-user-type: " + user_type] if user_type else []
    print("\n$ curl %s%s" % ("-H '%s' " % header[1] if header else "", url))
    command = ["curl", "-sS", "--max-time", "10", "-o", "/dev/null", "-w", "%{http_code}", *header, url]
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=20).stdout or 0)


def message(line):
    return re.sub(r"^.*?wasm log[^:]*: ", "", line)


def show(envoy, upstream, listener, user_type, status, reached, counter):
    problems = []
    before, log_before, received = envoy.counters(), envoy.log_bytes(), len(upstream.received)
    found = curl("http://127.0.0.1:%d/" % envoy.port(listener), user_type)
    print("  status    %d" % found)
    if found != status:
        problems.append("status %d instead of %d" % (found, status))
    arrived = len(upstream.received) - received
    print("  upstream  %s" % ("answered" if arrived else "never saw it"))
    if arrived != reached:
        problems.append("%d requests reached the upstream instead of %d" % (arrived, reached))

    if counter:
        audit = envoy.wait_for_log("AuditLog:{", log_before)
        lines = envoy.wait_for_log('[id "101"]', log_before) + audit
        if len(lines) != 2 or "denied by header" not in lines[0] or '"id":101' not in lines[1]:
            problems.append("one error line and one audit line of rule 101 expected, found %d lines" % len(lines))
        for line in lines:
            print("  log       " + message(line))
    after = envoy.counters()
    for name in sorted(after):
        if after[name] != before.get(name, 0):
            print("  counter   %s %d" % (name, after[name]))
    # Those whose names are an interface; our own beside them are shown above.
    risen = {name: after[name] - before.get(name, 0) for name in after
             if name.startswith("waf_filter") and after[name] != before.get(name, 0)}
    expected = {"waf_filter_tx_total": 1, **({counter: 1} if counter else {})}
    if risen != expected:
        problems.append("counters rose by %s instead of %s" % (risen, expected))
    for problem in problems:
        print("  WRONG     " + problem)
    return not problems


def main():
    for script in ("setup", "build-wasm"):
        subprocess.run([os.path.join(ROOT, "scripts", script)], check=True)
    upstream = Upstream()
    listeners = [Listener(name, plugin_file(name)) for name in ("blocking", "detection")]
    with Envoy(listeners, upstream.port, os.path.join(ROOT, ".build", "demo")) as envoy:
        print("\nEnvoy serves after %.2f s and has %d MiB" % (envoy.ready_seconds, envoy.memory_kib() // 1024))
        held = all([show(envoy, upstream, *request) for request in REQUESTS])
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
