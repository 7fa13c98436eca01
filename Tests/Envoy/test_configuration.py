"""Which rules a request gets, and where rules, lists and the client's address come from."""
import json
import unittest

from .harness import EnvoyTest, configuration, listener


def denying(status):
    return ["SecRuleEngine On", "SecAction \"id:%d,phase:1,deny,status:%d\"" % (status, status)]


def route(name, prefix):
    return {"name": name, "match": {"prefix": prefix}, "route": {"cluster": "upstream"}}


SETS = {str(status): denying(status) for status in (401, 402, 403, 404, 405, 406, 407, 408)}
CHOICE = listener("choice", json.dumps({
    "directives_map": SETS, "default_directives": "401",
    "per_authority_directives": {"a.example": "402", "a.example.:8443": "403", "*.example": "404", "*.b.example": "405"},
    "per_path_directives": {"/api": "406", "/api/v1": "407"}, "per_route_directives": {"admin": "408"}}),
    routes=[route("admin", "/admin"), route("other", "/other")])
OLD_FORM = listener("old-form", json.dumps({"rules": denying(451)}))
EMPTY = listener("empty", "")
MARKED = listener("marked", "\ufeff" + json.dumps({"rules": denying(452)}))
UNMATCHED = listener("unmatched", json.dumps({
    "directives_map": {"a": denying(403)}, "per_authority_directives": {"a.example": "a"}}))

FILES = listener("files", json.dumps({
    "directives_map": {"own": ["Include rules/*.conf"]}, "default_directives": "own",
    "files": {
        "rules/1-engine.conf": "SecRuleEngine On\nInclude more/words.conf",
        "rules/more/words.conf": "SecRule REQUEST_URI \"@pmFromFile words.data\" \"id:1,phase:1,deny,status:401\"",
        "rules/more/words.data": "# what is not wanted\nevil\nworse\n",
        "rules/2-networks.conf":
            "SecRule REQUEST_HEADERS:x-from \"@ipMatchFromFile networks.data\" \"id:2,phase:1,deny,status:402\"",
        "rules/networks.data": "# private\n10.0.0.0/8\n2001:db8::/32\n"}}))

SHOW_ADDRESS = ("SecRuleEngine On",
                "SecRule REMOTE_ADDR \"@ipMatch 198.51.100.1,2001:db8::1\" \"id:1,phase:1,deny,status:401\"",
                "SecRule REMOTE_ADDR \"@ipMatch 10.0.0.1\" \"id:2,phase:1,deny,status:402\"",
                "SecRule REMOTE_ADDR \"@ipMatch 127.0.0.1\" \"id:3,phase:1,deny,status:403\"")
for name, policy in (("peer", {}), ("last", {"header": "X-Forwarded-For"}),
                     ("hops", {"header": "x-forwarded-for", "trusted_hops": 1}),
                     ("proxies", {"header": "x-forwarded-for", "trusted_proxies": ["127.0.0.0/8", "10.0.0.0/8"]}),
                     ("strangers", {"header": "x-forwarded-for", "trusted_proxies": ["192.0.2.0/24"]})):
    for at_the_edge in (False, True):
        listener("address-%s-%s" % (name, at_the_edge), configuration(*SHOW_ADDRESS, client_address=policy),
                 at_the_edge=at_the_edge)


class ConfigurationTest(EnvoyTest):
    def status(self, name, authority="other.test", path="/"):
        return self.send(name, path=path, headers={"host": authority}).status

    def test_the_most_specific_authority_chooses_the_rules(self):
        for authority, status in (("a.example", 402), ("A.Example", 402), ("a.example:80", 402), ("a.example:8443", 403),
                                  ("a.example.:8443", 403), ("A.example.:80", 402), ("a.example.", 402),
                                  ("b.example", 404), ("x.y.example:80", 404), ("x.b.example", 405), ("example", 401),
                                  ("a.example.org", 401), ("aexample", 401)):
            self.assertEqual(self.status(CHOICE, authority), status, authority)

    def test_the_longest_path_prefix_of_whole_segments_goes_before_the_authority(self):
        for path, status in (("/api", 406), ("/api/", 406), ("/api?x", 406), ("/api/v2", 406), ("/api/v1", 407),
                             ("/api/v1/x?y", 407), ("/apis", 402), ("/", 402)):
            self.assertEqual(self.status(CHOICE, "a.example", path), status, path)

    def test_the_route_goes_before_path_and_authority(self):
        self.assertEqual(self.status(CHOICE, "a.example", "/admin"), 408)
        self.assertEqual(self.status(CHOICE, "a.example", "/other"), 402, "its name is in no list")

    def test_without_a_rule_set_requests_pass_and_are_counted(self):
        self.assertEqual(self.status(EMPTY), 200)
        self.assertEqual(self.status(UNMATCHED), 200)
        self.assertEqual(self.status(UNMATCHED, "a.example"), 403)
        self.assertEqual(len(self.upstream.received), 2)
        self.assertCounted(waf_filter_tx_total=3, waf_filter_tx_interruptions_ruleid_403_phase_http_request_headers=1)

    def test_the_old_form_is_one_rule_set_for_all(self):
        self.assertEqual(self.status(OLD_FORM), 451)
        self.assertEqual(self.status(MARKED), 452, "behind a byte order mark as well")
        self.assertLeftNoTrace()

    def test_rules_phrases_and_networks_come_from_the_files_of_the_configuration(self):
        for path, source, status in (("/", "", 200), ("/evil", "", 401), ("/x?WORSE", "", 401), ("/", "10.1.2.3", 402),
                                     ("/", "2001:db8::7", 402), ("/", "192.0.2.1", 200)):
            answer = self.send(FILES, path=path, headers={"x-from": source} if source else {})
            self.assertEqual(answer.status, status, (path, source))

    def test_the_clients_address_comes_from_a_header_only_as_far_as_it_is_trusted(self):
        # 403 stands for the connection's address, 401 and 402 for entries of the header. The last column is for a
        # gateway: there Envoy adds an entry of its own before the filter sees the header.
        for policy, header, inside, at_the_edge in (
                ("peer", None, 403, 403), ("peer", "198.51.100.1", 401, 403), ("last", None, 403, None),
                ("last", "198.51.100.1, 10.0.0.1", 402, None), ("last", "unknown", 403, None),
                ("last", "[2001:db8::1]:4711", 401, None), ("hops", None, 403, 403),
                ("hops", "10.0.0.1, 198.51.100.1", 402, 401), ("hops", "198.51.100.1, 10.0.0.1", 401, 402),
                ("proxies", "198.51.100.1, 10.0.0.2, 10.0.0.3", 401, None),
                ("proxies", "10.0.0.1, 198.51.100.1", 401, None), ("strangers", "10.0.0.1", 402, 403)):
            for place, status in ((False, inside), (True, at_the_edge)):
                if status is None:
                    continue  # The entry Envoy adds for a client on its own machine differs from machine to machine.
                name = "address-%s-%s" % (policy, place)
                answer = self.send(name, headers={"x-forwarded-for": header} if header else {})
                self.assertEqual(answer.status, status, (name, header))


if __name__ == "__main__":
    unittest.main()
