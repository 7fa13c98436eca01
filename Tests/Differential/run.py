"""Reads random bodies with every parser there is and tells what passes; see scripts/multipart-differential."""

import collections
import http.client
import multiprocessing
import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import time

import grammar
from readers import READERS

FOLDER = os.path.dirname(os.path.abspath(__file__))
TEXT = grammar.ATTACK.decode()


class Process:
    """A reader in a process of its own, asked case by case."""

    def __init__(self, *command):
        # Where Debian puts packages for Node; one from elsewhere does not look there.
        environment = {"NODE_PATH": "/usr/share/nodejs", **os.environ}
        self.pipe = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def ask(self, content_type, body):
        self.pipe.stdin.write(struct.pack("<I", len(content_type)) + content_type + struct.pack("<I", len(body)) + body)
        self.pipe.stdin.flush()
        line = self.pipe.stdout.readline()
        if not line:
            raise SystemExit(f"{self.pipe.args[0]} ended at {content_type!r} {body!r}")
        return line.decode().split()


class PHP:
    """PHP's own server, on a port of this machine that was free."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server = subprocess.Popen(
            ["php", "-d", "display_errors=0", "-S", f"127.0.0.1:{self.port}", os.path.join(FOLDER, "php_reader.php")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("php does not listen")

    def sees(self, content_type, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", "/", body, {"Content-Type": content_type.decode("latin-1")})
        answer = connection.getresponse().read()
        connection.close()
        return answer == b"seen"


def holds(value):
    return grammar.ATTACK in value if isinstance(value, bytes) else TEXT in value


def sees(reader, content_type, body):
    # A parser that gives up has no fields to hand to anybody.
    try:
        return any(holds(value) for value in reader(content_type, body))
    except Exception:
        return False


def run(arguments):
    program, count, seed = arguments
    source = random.Random(seed)
    ours = Process(program, TEXT)
    node = Process("node", os.path.join(FOLDER, "readers.js"), TEXT) if shutil.which("node") else None
    names = node.pipe.stdout.readline().decode().split() if node else []
    php = PHP() if shutil.which("php") else None
    seen = collections.Counter({name: 0 for name in [*READERS, *names, *(["php"] if php else [])]})
    passed, clean = [], 0
    try:
        for _ in range(count):
            content_type, body = grammar.case(source)
            error, attack = ours.ask(content_type, body)
            if error == "clean":
                clean += 1
            # Only what we let pass unseen need be asked of the others, but that they see attacks at all is shown too.
            is_silent = error == "clean" and attack == "unseen"
            if not is_silent and source.random() > 0.05:
                continue
            readers = [name for name, reader in READERS.items() if sees(reader, content_type, body)]
            if node:
                readers += node.ask(content_type, body)
            if php and php.sees(content_type, body):
                readers.append("php")
            seen.update(readers)
            if is_silent and readers:
                passed.append((readers, content_type, body))
    finally:
        for process in [ours.pipe, node and node.pipe, php and php.server]:
            if process:
                process.terminate()
    return seen, passed, clean


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    workers = 2
    work = [(program, count // workers, seed * 1000 + index) for index in range(workers)]
    with multiprocessing.Pool(workers) as pool:
        results = pool.map(run, work)
    seen = sum((result[0] for result in results), collections.Counter())
    passed = [case for result in results for case in result[1]]
    print(f"{count} bodies, {sum(result[2] for result in results)} without an error; attacks seen in a field by:")
    for name in sorted(set().union(*(result[0] for result in results))):
        print(f"  {name}: {seen[name]}")
    for readers, content_type, body in passed[:40]:
        print("passes:", " ".join(readers), content_type, body)
    print(f"{len(passed)} pass")
    sys.exit(1 if passed else 0)


if __name__ == "__main__":
    main()
