"""Hostile traffic from many clients at once, in random order: streams are opened, left half sent, left unread and closed.

  scripts/hostile          60 seconds, as scripts/test has it
  scripts/hostile 600      ten minutes

Needs scripts/setup and scripts/build-wasm. Exits with 1 when a virtual machine stopped, when an answer was none that the
budgets of `limits` explain, or when afterwards a large body that passed before does not pass.
"""
import collections
import os
import random
import re
import socket
import sys
import threading
import time

from . import hostile_requests
from .bench import PLUGIN
from .client import Client
from .envoy import ROOT, Envoy, Listener
from .upstream_process import UpstreamProcess, build

CLIENTS = 6
HELD = 12
EXPECTED = {200, 400, 403, 413, 431}
LARGE = hostile_requests.post(b"v" * 12_000_000, "text/plain")
HONEST = hostile_requests.get(b"/", [b"x-honest: yes"])
ATTACK = hostile_requests.get(b"/?q=%3Cscript%3Ealert(1)%3C/script%3E")


class Attacker(threading.Thread):
    """One client: exchanges, streams held open, and streams left in the middle, as chance has it."""

    def __init__(self, port, requests, end, seed):
        super().__init__()
        self.port, self.requests, self.end, self.chance = port, requests, end, random.Random(seed)
        self.statuses, self.held = collections.Counter(), []

    def run(self):
        while time.monotonic() < self.end:
            request = self.chance.choice(self.requests)
            kind = self.chance.random()
            if kind < 0.7:
                self.exchange(request)
            elif kind < 0.85:
                self.hold(request)
            else:
                self.hold(request[:self.chance.randrange(len(request))])
        self.release(0)

    def exchange(self, request):
        client = Client(self.port, 60)
        try:
            self.statuses[client.exchange(request)[0]] += 1
        except OSError:
            self.statuses["closed"] += 1
        client.close()

    def hold(self, text):
        """Sends and does not read: the stream lives until its turn to be closed comes."""
        connection = socket.create_connection(("127.0.0.1", self.port), 20)
        connection.setblocking(False)
        try:
            connection.send(text)
        except OSError:
            pass
        self.held.append(connection)
        self.release(HELD)

    def release(self, count):
        while len(self.held) > count:
            self.held.pop(self.chance.randrange(len(self.held))).close()


def probe(port):
    """- Returns: what an honest request, an attack and a large body get."""
    statuses = []
    for request in (HONEST, ATTACK, LARGE):
        client = Client(port, 60)
        statuses.append(client.exchange(request)[0])
        client.close()
    return statuses


def refused(envoy):
    """How many streams the budgets have ended."""
    return sum(count for name, count in envoy.counters().items()
               if "waf_engine_errors" in name and ("kind_memory" in name or "kind_work" in name))


def run(seconds, upstream):
    requests = list(hostile_requests.amplifying()) * 4 + list(hostile_requests.requests())
    with Envoy([Listener("crs", PLUGIN)], upstream.port, os.path.join(ROOT, ".build", "hostile"),
               wasm_level="critical") as envoy:
        port = envoy.port("crs")
        before = probe(port)
        end = time.monotonic() + seconds
        attackers = [Attacker(port, requests, end, seed) for seed in range(CLIENTS)]
        for attacker in attackers:
            attacker.start()
        for attacker in attackers:
            attacker.join()
        statuses = sum((attacker.statuses for attacker in attackers), collections.Counter())
        after, budget = probe(port), refused(envoy)
        unexplained = {status: count for status, count in statuses.items()
                       if status not in EXPECTED | {"closed"} and not (status == 500 and count <= budget)}
        failed = [line for line in envoy.log().splitlines()
                  if "wasm log" not in line and re.search(r"Uncaught RuntimeError|Function: \w+ failed", line)]
        print("%d requests in %d s: %s; ended by budgets: %d; Envoy has %d MiB" % (
            sum(statuses.values()), seconds, dict(statuses), budget, envoy.memory_kib() // 1024))
        print("an honest request, an attack, a large body: before %s, after %s" % (before, after))
        for problem in [*failed[:5], *(["unexplained: %s" % unexplained] if unexplained else [])]:
            print("WRONG: " + problem)
        return 1 if failed or unexplained or before != after or before[:2] != [200, 403] else 0


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with UpstreamProcess(build("test-upstream")) as upstream:
        return run(seconds, upstream)


if __name__ == "__main__":
    sys.exit(main())
