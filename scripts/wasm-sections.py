#!/usr/bin/env python3
"""Reads a wasm module: the sizes of its sections, its imports and exports.

  wasm-sections.py FILE             prints total, code and data bytes
  wasm-sections.py FILE --interface prints one line per import and export, sorted
  wasm-sections.py FILE --check BUDGET.json   fails when a size exceeds its budget
"""
import json
import sys

NAMES = {0: "custom", 1: "type", 2: "import", 3: "function", 4: "table", 5: "memory", 6: "global", 7: "export",
         8: "start", 9: "element", 10: "code", 11: "data", 12: "data count"}
KINDS = ["function", "table", "memory", "global"]


class Reader:
    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def text(self):
        count = self.number()
        self.at += count
        return self.data[self.at - count:self.at].decode()

    def limits(self):
        flags = self.byte()
        self.number()
        if flags & 1:
            self.number()


def sections(data):
    reader = Reader(data, 8)
    while reader.at < len(data):
        kind = reader.byte()
        size = reader.number()
        yield NAMES.get(kind, str(kind)), data[reader.at:reader.at + size]
        reader.at += size


def interface(data):
    for name, content in sections(data):
        reader = Reader(content)
        if name == "import":
            for _ in range(reader.number()):
                module, field, kind = reader.text(), reader.text(), reader.byte()
                if kind == 0:
                    reader.number()
                elif kind == 1:
                    reader.byte()
                    reader.limits()
                elif kind == 2:
                    reader.limits()
                else:
                    reader.at += 2
                yield f"import {KINDS[kind]} {module}.{field}"
        elif name == "export":
            for _ in range(reader.number()):
                field, kind, _ = reader.text(), reader.byte(), reader.number()
                yield f"export {KINDS[kind]} {field}"


def sizes(data):
    total = {"total": len(data), "code": 0, "data": 0}
    for name, content in sections(data):
        if name in ("code", "data"):
            total[name] += len(content)
    return total


def main():
    data = open(sys.argv[1], "rb").read()
    if data[:8] != b"\0asm\1\0\0\0":
        sys.exit(f"{sys.argv[1]} is not a wasm module")
    if "--interface" in sys.argv:
        print("\n".join(sorted(interface(data))))
        return
    found = sizes(data)
    print(f"{sys.argv[1]}: " + ", ".join(f"{name} {count} bytes" for name, count in found.items()))
    if "--check" in sys.argv:
        budget = json.load(open(sys.argv[sys.argv.index("--check") + 1]))
        over = [f"{name} {found[name]} > {budget[name + 'Bytes']} bytes" for name in found
                if found[name] > budget.get(name + "Bytes", sys.maxsize)]
        if over:
            sys.exit("over budget: " + ", ".join(over))


if __name__ == "__main__":
    main()
