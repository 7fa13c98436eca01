"""What the filter costs in the real Envoy; see scripts/bench.

One worker, loopback. The same Envoy has a listener with the filter and one without; rounds of both alternate, so that
whatever else the machine does meets both. A request's CPU time is that of the whole Envoy process; on a busy machine
the least of all rounds says more than their median.
"""
import argparse
import glob
import json
import os
import statistics
import sys
import time

from . import bench_requests
from .client import Client
from .envoy import MODULE, ROOT, Envoy, Listener
from .upstream_process import UpstreamProcess, build

DIRECTORY = os.path.join(ROOT, ".build", "bench")
PLUGIN = json.dumps({
    "directives_map": {"crs": [
        "Include @recommended-conf", "SecRuleEngine On", "Include @crs-setup-conf", "Include @owasp_crs/*.conf"]},
    "default_directives": "crs"})
ROUNDS = 9
WARM_UP = 200


def read_requests(directory):
    if not directory:
        return bench_requests.requests()
    found = {}
    for path in sorted(glob.glob(os.path.join(directory, "*.http"))):
        with open(path, "rb") as file:
            found[os.path.basename(path)[:-len(".http")]] = file.read()
    if not found:
        sys.exit("there are no *.http files in %s" % directory)
    return found


def cpu_seconds(pid):
    """Time on a processor of all threads; the scheduler counts it in nanoseconds."""
    total = 0
    for path in glob.glob("/proc/%d/task/*/schedstat" % pid):
        with open(path) as file:
            total += int(file.read().split()[0])
    return total / 1e9


def round_of(client, request, count, envoy):
    before = cpu_seconds(envoy.process.pid)
    times, statuses = [], set()
    for _ in range(count):
        status, seconds = client.exchange(request)
        times.append(seconds)
        statuses.add(status)
    return (cpu_seconds(envoy.process.pid) - before) / count, times, statuses


def measure(envoy, request, seconds):
    """CPU per request (the median of the rounds, and what the least disturbed ones say) and all latencies."""
    clients = {name: Client(envoy.port(name)) for name in ("with", "without")}
    status = clients["with"].exchange(request)[0]
    took = min(clients["with"].exchange(request)[1] for _ in range(3))
    count = max(4, min(2000, int(seconds / ROUNDS / took)))
    cpu = {"with": [], "without": []}
    times = {"with": [], "without": []}
    statuses = set()
    for number in range(ROUNDS):
        for name in ("with", "without") if number % 2 else ("without", "with"):
            used, taken, found = round_of(clients[name], request, count, envoy)
            cpu[name].append(used)
            times[name] += taken
            if name == "with":
                statuses |= found
    for client in clients.values():
        client.close()
    if statuses != {status}:
        status = "/".join(str(each) for each in sorted(statuses | {status}))
    added = [choose(cpu["with"]) - choose(cpu["without"]) for choose in (statistics.median, min)]
    return status, added, sorted(times["with"]), sorted(times["without"]), count * ROUNDS


def percentile(times, share):
    return times[min(len(times) - 1, int(len(times) * share))] * 1e6


def bench_requests_of(directory, upstream, seconds):
    listeners = [Listener("with", PLUGIN), Listener("without", None)]
    with Envoy(listeners, upstream.port, DIRECTORY, wasm_level="info") as envoy:
        print("%-4s %7s %12s %12s %24s %24s %8s" % (
            "", "status", "CPU added", "least", "p50 with / without", "p99 with / without", "requests"))
        requests = read_requests(directory)
        # V8 compiles a function again, better, once it has run often enough.
        client = Client(envoy.port("with"))
        for request in requests.values():
            for _ in range(WARM_UP if len(request) < 10_000 else WARM_UP // 10):
                client.exchange(request)
        client.close()
        for name, request in requests.items():
            status, added, on, off, count = measure(envoy, request, seconds)
            print("%-4s %7s %9.0f µs %9.0f µs %12.0f / %6.0f µs %12.0f / %6.0f µs %8d" % (
                name, status, added[0] * 1e6, added[1] * 1e6, percentile(on, 0.5), percentile(off, 0.5),
                percentile(on, 0.99), percentile(off, 0.99), count), flush=True)


def first_answer(listener, upstream, concurrency):
    """Seconds from the start to the first 200, and RSS in MiB after some requests."""
    began = time.monotonic()
    with Envoy([listener], upstream.port, DIRECTORY, concurrency=concurrency, wasm_level="info") as envoy:
        port = envoy.port(listener.name)
        request = bench_requests.requests()["R1"]
        status = Client(port).exchange(request)[0]
        seconds = time.monotonic() - began
        if status != 200:
            sys.exit("the first request was answered with %d" % status)
        for _ in range(20 * concurrency):
            client = Client(port)
            client.exchange(request)
            client.close()
        return seconds, envoy.memory_kib() / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", help="a directory of raw requests, *.http; the project's own otherwise")
    parser.add_argument("--seconds", type=float, default=4, help="about how long a request is measured with the filter")
    options = parser.parse_args()
    binaries = build("test-upstream")
    with UpstreamProcess(binaries) as upstream:
        bench_requests_of(options.requests, upstream, options.seconds)
        print("\n%-12s %18s %18s %14s" % ("concurrency", "first 200 after", "RSS", "added RSS"))
        for concurrency in (1, 2, 4):
            plain_seconds, plain = first_answer(Listener("without", None), upstream, concurrency)
            seconds, memory = first_answer(Listener("with", PLUGIN), upstream, concurrency)
            print("%-12d %5.2f s (%4.2f s) %6.0f MiB (%3.0f) %10.0f MiB" % (
                concurrency, seconds, plain_seconds, memory, plain, memory - plain), flush=True)
    print("in parentheses: without the filter\n")
    os.execv(sys.executable, [sys.executable, os.path.join(ROOT, "scripts", "wasm-sections.py"), MODULE])


if __name__ == "__main__":
    main()
