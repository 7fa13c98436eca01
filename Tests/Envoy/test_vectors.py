"""The vectors of operators and transformations once more, as rules in Envoy: what is 64 bits wide in the native tests has
32 bits in the module."""
import glob
import json
import os
import re
import unittest
from urllib.parse import quote_from_bytes

from Tests import reference
from .envoy import ROOT
from .harness import EnvoyTest, configuration, listener

WITHOUT_SHARED = reference.is_missing("vectors/language", "test_vectors", "4331 vectors of the language's own")
OWN = os.path.join(ROOT, "Tests", "Vectors")
BATCH_BYTES, BATCH_COUNT = 16000, 200
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
OPERATOR_LINE = re.compile(STRING.pattern + r"(?: " + STRING.pattern + r")? => (match|no match|refused)")
ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|.)", re.DOTALL)


def unescaped(text):
    """The bytes of a string in a vector file."""
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
    return ESCAPE.sub(lambda match: bytes.fromhex(match[1][1:].decode()) if len(match[1]) == 3
                      else named.get(match[1], match[1]), text.encode())


def shared_rows(kind):
    if WITHOUT_SHARED:
        return []
    with open(reference.path("vectors", "language", kind + ".jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def own_lines(kind):
    """(name, place, line) of each vector in our own files."""
    for path in sorted(glob.glob(os.path.join(OWN, kind, "*.txt"))):
        name = os.path.basename(path)[:-4]
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if name != "exceptions" and line.strip() and not line.startswith("#"):
                    yield name, "%s/%s.txt:%d" % (kind, name, number), line.rstrip("\n")


def exceptions(kind):
    """The places of shared rows that are not kept, as the native tests know them."""
    with open(os.path.join(OWN, kind, "exceptions.txt"), encoding="utf-8") as file:
        return {line.rpartition(" | ")[0] for line in file if not line.startswith("#")}


def operator_vectors():
    """(place, operator, argument, input, whether it matches)."""
    kept_out = exceptions("operators")
    for row in shared_rows("operators"):
        place = "%s %d" % (row["file"], row["index"])
        if place not in kept_out:
            yield place, row["name"], row["param"].encode(), bytes.fromhex(row["input_hex"]), row["ret"] == 1
    for name, place, line in own_lines("operators"):
        argument, value, result = OPERATOR_LINE.match(line).groups()
        if result != "refused":
            yield place, name, unescaped(argument), unescaped(value), result == "match"


def transformation_vectors():
    """(place, transformation, input, output)."""
    kept_out = exceptions("transformations")
    for row in shared_rows("transformations"):
        # The file is named after the transformation; the name inside it is not always one.
        name = os.path.basename(row["file"]).removesuffix(".json")
        if "%s %d" % (name, row["index"]) not in kept_out:
            yield ("%s %d" % (row["file"], row["index"]), name, bytes.fromhex(row["input_hex"]),
                   bytes.fromhex(row["output_hex"]))
    for name, place, line in own_lines("transformations"):
        strings = [unescaped(text) for text in STRING.findall(line)]
        yield place, name, strings[0], strings[-1]


def is_expressible(argument):
    """Whether rule text says exactly this: no macro, no line's end, and what a quoted word would not change."""
    text = argument.decode("utf-8", "replace")
    return "\ufffd" not in text and not re.search(r"[\n\r\0]|%\{|\\\"|^[\s!]|[\s\\]$", text)


def vector_rules():
    """(place, rule without its id, input, whether it matches) of all vectors that rules can express; how many cannot."""
    rules, inexpressible = [], 0
    for place, name, argument, value, matches in operator_vectors():
        if name in ("rx", "rxGlobal"):
            argument = argument.replace(b"\n", b"\\n")
        if not is_expressible(argument):
            inexpressible += 1
            continue
        text = argument.decode().replace('"', '\\"')
        rules.append((place, '"@%s %s" "t:none' % (name, text), value, matches))
    for place, name, value, output in transformation_vectors():
        rules.append((place, '"@streq %s" "t:none,t:%s,t:hexEncode' % (output.hex(), name), value, True))
        rules.append((place, '"!@streq %s" "t:none,t:%s,t:hexEncode' % (output.hex(), name), value, False))
    return rules, inexpressible


def data():
    """Files by the names rules give them, and the directives that define data sets."""
    files, sets = {}, []
    for path in sorted(glob.glob(os.path.join(OWN, "operators", "data", "*"))):
        name = os.path.basename(path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        files[name] = files["test-cases/secrules-language-tests/operators/op/" + name] = text
        if name.endswith(".dataset"):
            sets.append("SecDataset %s `\n%s`" % (name[:-len(".dataset")], text))
    return files, sets


RULES, INEXPRESSIBLE = vector_rules()
FILES, SETS = data()
VECTORS = listener("vectors", configuration(
    "SecRuleEngine On", "SecAuditEngine On", "SecAuditLogParts AHZ", "SecArgumentsLimit 10000", *SETS,
    *('SecRule ARGS_GET:v%d %s,id:%d,phase:1,pass,log,auditlog"' % (number, rule, number)
      for number, (_, rule, _, _) in enumerate(RULES, 1)),
    files=FILES, audit={"max_bytes": 4000000}))


class VectorTest(EnvoyTest):
    def batches(self):
        """Vectors by number, as many as a request line takes."""
        batch, size = {}, 0
        for number, (_, _, value, _) in enumerate(RULES, 1):
            argument = "v%d=%s" % (number, quote_from_bytes(value, safe=""))
            if batch and (size + len(argument) > BATCH_BYTES or len(batch) == BATCH_COUNT):
                yield batch
                batch, size = {}, 0
            batch[number], size = argument, size + len(argument) + 1
        yield batch

    def test_each_vector_holds_in_the_module(self):
        self.assertGreater(len(RULES), 600 if WITHOUT_SHARED else 5000)
        self.assertLess(INEXPRESSIBLE, 40)
        for count, batch in enumerate(self.batches()):
            path = "/batch-%d?%s" % (count, "&".join(batch.values()))
            self.assertEqual(self.send(VECTORS, path=path).status, 200)
            record = self.audit("/batch-%d?" % count)
            matched = {int(message["data"]["id"]) for message in record["messages"]}
            expected = {number for number in batch if RULES[number - 1][3]}
            self.assertEqual([RULES[number - 1] for number in sorted(matched ^ expected)], [])


if __name__ == "__main__":
    unittest.main()
