"""What is written about a transaction: the audit line, the error lines, and the filter state of access logs."""
import json
import os
import re
import unittest

from .envoy import ROOT
from .harness import ENGINE, FORM, RULES, EnvoyTest, configuration, listener

DENY = "SecRule ARGS \"@contains evil\" \"id:1,phase:2,deny,severity:2,tag:'attack',msg:'found %{MATCHED_VAR}'\""
PARTS = "SecAuditLogParts ABCEFHKZ"


def audited(name, *directives, **keys):
    return listener("audit-" + name, configuration(*ENGINE, PARTS, DENY, *directives, **keys))


ON = audited("on", "SecAuditEngine On")
OFF = audited("off", "SecAuditEngine Off")
RELEVANT = audited("relevant", "SecAuditEngine RelevantOnly", "SecAuditLogRelevantStatus \"^(?:5|4(?!04))\"")
WATCHING = audited("detection", "SecAuditEngine RelevantOnly", "SecRuleEngine DetectionOnly")
FEW_PARTS = audited("parts", "SecAuditEngine On", "SecAuditLogParts AHZ")
NATIVE = audited("native", "SecAuditEngine On", "SecAuditLogFormat Native")
SHORT = audited("short", "SecAuditEngine On", audit={"max_bytes": 2000})
SHORT_NATIVE = audited("short-native", "SecAuditEngine On", "SecAuditLogFormat Native", audit={"max_bytes": 2000})
SECRETS = {"mask_headers": ["Authorization", "cookie"], "mask_args": ["password"]}
SHOWING = "SecRule ARGS|REQUEST_BODY|REQUEST_HEADERS|REQUEST_COOKIES \"@contains hush\" " \
    "\"id:2,phase:2,pass,log,msg:'%{MATCHED_VAR}',logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}'\""
READING = "SecRule REQUEST_HEADERS:Content-Type \"@streq application/json\" " \
    "\"id:3,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON,ctl:forceRequestBodyVariable=On\""
MASKED = [audited("masked", "SecAuditEngine On", READING, SHOWING, audit=SECRETS),
          audited("masked-native", "SecAuditEngine On", "SecAuditLogFormat Native", READING, SHOWING, audit=SECRETS)]
OTHER_STATUS = audited("other-status", "SecAuditEngine RelevantOnly", block_response={"status": 404})
NO_UPGRADES = audited("no-upgrades", "SecAuditEngine RelevantOnly", skip={"upgrades": False})
FULL = audited("full", "SecAuditEngine RelevantOnly", limits={"held_body_bytes": 10_000})
TRAILERS = listener("audit-trailers", configuration(*ENGINE, PARTS, "SecAuditEngine RelevantOnly"), trailers=True)

ACCESS_LOGS = {}
STATE_RULES = RULES + (
    "SecRule REQUEST_URI \"@contains noted\" \"id:120,phase:1,pass,log,setvar:tx.blocking_inbound_anomaly_score=7\"",)
for state in ("matched", "always", "never"):
    ACCESS_LOGS[state] = os.path.join(ROOT, ".build", "envoy-test-access-%s.log" % state)
    if os.path.exists(ACCESS_LOGS[state]):
        os.remove(ACCESS_LOGS[state])
    listener("state-" + state, configuration(*STATE_RULES, filter_state=state), access_log=ACCESS_LOGS[state])
ACCESS_LOGS["watching"] = ACCESS_LOGS["always"] + ".watching"
if os.path.exists(ACCESS_LOGS["watching"]):
    os.remove(ACCESS_LOGS["watching"])
listener("state-watching", configuration(*STATE_RULES, "SecRuleEngine DetectionOnly", filter_state="always"),
         access_log=ACCESS_LOGS["watching"])


class AuditTest(EnvoyTest):
    def mark(self):
        """A word no other request has, and that no rule minds."""
        self.marks = getattr(self, "marks", 0) + 1
        return "mark-%s-%d-%d" % (self.id().rsplit(".")[-1].replace("_", "-"), self.log_start, self.marks)

    def audit_lines(self, path):
        """The audit lines of the request for `path`, of either format, once there is one."""
        def find():
            lines = self.envoy.log(self.log_start).splitlines()
            return [line for line in lines if "AuditLog:" in line and path in line]
        return self.wait_until(find)

    def assertSilent(self, mark):
        """No audit line of the request with `mark`, though Envoy has written all there is by now."""
        marker = "after-" + mark
        self.send(ON, path="/" + marker)
        self.audit("/" + marker)
        lines = [line for line in self.envoy.log(self.log_start).splitlines() if "AuditLog:" in line]
        self.assertEqual([line for line in lines if "/%s" % mark in line], [])

    def test_the_record_tells_who_asked_for_what_and_what_came_of_it(self):
        path = "/%s?x=1" % self.mark()
        answer = self.send(ON, "POST", path, b"a=evil&b=2", {**FORM, "user-agent": "test"})
        self.assertEqual(answer.status, 403)
        record = self.audit(path)
        transaction, (message,) = record["transaction"], record["messages"]
        request = transaction["request"]
        self.assertEqual((request["method"], request["uri"], request["http_version"]), ("POST", path, "1.1"))
        self.assertEqual((request["headers"]["user-agent"], request["body"]), (["test"], "a=evil&b=2"))
        self.assertEqual((transaction["client_ip"], transaction["host_ip"]), ("127.0.0.1", "127.0.0.1"))
        self.assertEqual(transaction["host_port"], self.ports[ON])
        self.assertEqual((transaction["is_interrupted"], transaction["response"]["status"]), (True, 403))
        self.assertRegex(transaction["id"], "^[0-9a-f]{24}$")
        data = message["data"]
        self.assertEqual((data["id"], data["msg"], data["severity"], data["tags"]), (1, "found evil", 2, ["attack"]))
        self.assertIn('[client "127.0.0.1"] Portcullis: Access denied (phase 2).', message["error_message"])

    def test_each_match_of_a_rule_that_logs_is_a_line_at_the_level_of_its_severity(self):
        path = "/" + self.mark()
        self.send(ON, "POST", path, b"a=evil", FORM)
        line = self.log_lines('[uri "%s"]' % path)[0]
        self.assertRegex(line, r"\]\[critical\]\[wasm\].*\[client \"127\.0\.0\.1\"\] Portcullis: Access denied \(phase 2\)\.")
        for field in ('[id "1"]', '[msg "found evil"]', '[severity "critical"]', '[tag "attack"]', '[unique_id "'):
            self.assertIn(field, line)

    def test_parts_that_were_not_asked_for_are_left_out(self):
        path = "/" + self.mark()
        self.send(FEW_PARTS, "POST", path, b"a=evil", {**FORM, "x-kind": "unwanted"})
        record = self.audit(path)
        self.assertNotIn("unwanted", json.dumps(record))
        self.assertNotIn("body", record["transaction"]["request"])
        self.assertIn("error_message", record["messages"][0])

    def test_with_the_audit_engine_off_nothing_is_written(self):
        mark = self.mark()
        self.assertEqual(self.send(OFF, path="/%s?a=evil" % mark).status, 403)
        self.assertSilent(mark)

    def test_relevant_only_means_what_was_denied_or_has_a_relevant_status(self):
        mark = self.mark()
        for path, is_relevant in (("/body/%s-a", False), ("/%s-b?a=evil", True), ("/status/404?%s-c", False),
                                  ("/status/500?%s-d", True), ("/status/401?%s-e", True)):
            path %= mark
            self.send(RELEVANT, path=path)
            if is_relevant:
                self.audit(path)
        for letter in "ac":
            self.assertSilent("%s-%s" % (mark, letter))

    def test_the_record_has_the_status_the_client_got_whoever_denied_the_request(self):
        upgrade = {"connection": "upgrade", "upgrade": "websocket"}
        for name, method, query, body, headers, status, is_interrupted in (
                (OTHER_STATUS, "GET", "a=evil", None, {}, 404, True),
                (NO_UPGRADES, "GET", "a=1", None, upgrade, 403, True),
                (FULL, "POST", "a=1", b"x" * 20_000, FORM, 500, False)):
            path = "/%s?%s" % (self.mark(), query)
            self.assertEqual(self.send(name, method, path, body, headers).status, status, name)
            transaction = self.audit(path)["transaction"]
            self.assertEqual(transaction["response"]["status"], status, name)
            self.assertEqual(transaction["is_interrupted"], is_interrupted, name)
            self.assertDeniedInALine(path)

    def assertDeniedInALine(self, path):
        """Whoever denied the request, the error log says so once, with its identifier."""
        lines = [line for line in self.log_lines('[uri "%s"]' % path) if "AuditLog:" not in line]
        self.assertEqual(len(lines), 1, lines)
        self.assertRegex(lines[0], r'\[client "127\.0\.0\.1"\] Portcullis: Access denied.*\[unique_id "[0-9a-f]{24}"\]')

    def test_a_body_refused_for_its_trailers_is_recorded(self):
        path = "/" + self.mark()
        request = (b"POST %s HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n"
                   b"content-type: application/x-www-form-urlencoded\r\n\r\n%x\r\n%s\r\n0\r\nchecksum: 1\r\n\r\n"
                   % (path.encode(), 5000, b"x" * 5000))
        self.assertEqual(self.status(TRAILERS, request), 413)
        self.assertEqual(self.audit(path)["transaction"]["response"]["status"], 413)
        self.assertDeniedInALine(path)

    def test_what_detection_would_have_blocked_is_relevant(self):
        path = "/%s?a=evil" % self.mark()
        self.assertEqual(self.send(WATCHING, path=path).status, 200)
        record = self.audit(path)
        self.assertFalse(record["transaction"]["is_interrupted"])
        self.assertEqual(record["transaction"]["would_block"], 1)
        self.assertEqual((record["messages"][0]["data"]["id"], record["messages"][0]["data"]["disruptive"]), (1, True))

    def test_the_native_format_is_one_line_too(self):
        path = "/" + self.mark()
        self.send(NATIVE, "POST", path, b"a=evil", {**FORM, "x-kind": "shown"})
        line = self.log_lines("POST %s HTTP/1.1" % path)[0]
        text = line.split("AuditLog:", 1)[1].replace("\\n", "\n")
        boundary = re.match(r"--(\w{10})-A--\n", text)[1]
        self.assertEqual(re.findall(r"^--%s-([A-Z])--$" % boundary, text, re.M), list("ABCEFHKZ"))
        for expected in ("x-kind: shown", "a=evil", 'Access denied (phase 2).', '[id "1"]'):
            self.assertIn(expected, text)

    def test_a_long_record_is_cut_and_says_so(self):
        for name in (SHORT, SHORT_NATIVE):
            path = "/%s-%s" % (self.mark(), name)
            self.send(name, "POST", path, b"b=" + b"x" * 30_000, FORM)
            line = self.log_lines(path)[0].split("AuditLog:", 1)[1]
            self.assertLessEqual(len(line.encode()), 2100, name)
            self.assertIn("cut]", line, name)
            if name == SHORT:
                self.assertIn("[… ", json.loads(line)["transaction"]["request"]["body"])

    def test_secrets_are_masked_in_every_line_of_either_format(self):
        for name in MASKED:
            path = "/%s-%s" % (self.mark(), name)
            self.send(name, "POST", path + "?PASSWORD=hush1&y=2", b"user=eve&password=hush2&x=1",
                      {**FORM, "authorization": "hush3", "cookie": "s=hush4"})
            audit = self.audit_lines(path)
            self.assertEqual(len(audit), 1, name)
            self.assertIn("user=eve&password=***&x=1", audit[0])
            self.assertIn("?PASSWORD=***&y=2", audit[0])
            self.assertNotRegex(self.envoy.log(self.log_start), "hush[1-4]")

    def test_secrets_are_masked_however_they_are_written(self):
        json_type = {"content-type": "application/json"}
        for name in MASKED:
            for body, headers in ((b"password=hush1 horse battery&x=1", FORM), (b"x=1&p%61ssword=hush2;battery", FORM),
                                  (b"{\"password\":\"hush3 battery\"}", json_type)):
                path = "/" + self.mark()
                self.assertEqual(self.send(name, "POST", path, body, headers).status, 200)
                audit = self.audit_lines(path)
                self.assertEqual(len(audit), 1, name)
                self.assertIn("***", audit[0])
        self.assertNotRegex(self.envoy.log(self.log_start), "hush[1-3]|battery")


class FilterStateTest(EnvoyTest):
    """decision, rule ids, score and transaction id as access logs show them."""

    def lines(self, state, count):
        def read():
            with open(ACCESS_LOGS[state]) as file:
                lines = file.read().splitlines()
            return lines if len(lines) >= count else None
        return self.wait_until(read)

    def test_access_logs_show_the_decision(self):
        for state, answers in (("matched", (200, 403, 200)), ("always", (200, 403, 200)), ("never", (200, 403, 200)),
                               ("watching", (200, 200, 200))):
            paths = ("/quiet", "/denied-in-phase-2", "/noted")
            self.assertEqual(tuple(self.send("state-" + state, path=path).status for path in paths), answers)
            quiet, denied, noted = self.lines(state, 3)
            if state == "never":
                self.assertEqual([quiet, denied, noted], ["- - - -"] * 3)
                continue
            self.assertRegex(quiet, "^- - - -$" if state == "matched" else "^passed - - [0-9a-f]{24}$")
            word = "would_block" if state == "watching" else "blocked"
            self.assertRegex(denied, "^%s 103 - [0-9a-f]{24}$" % word)
            self.assertRegex(noted, "^passed 120 7 [0-9a-f]{24}$")


if __name__ == "__main__":
    unittest.main()
