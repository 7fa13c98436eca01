"""The rules inside the module, by the names users include them under."""
import unittest

from .harness import EnvoyTest, configuration, listener

SETUP = ("Include @recommended-conf", "SecRuleEngine On", "Include @crs-setup-conf")
WHOLE = listener("crs-whole", configuration(*SETUP, "Include @owasp_crs/*.conf"))
SINGLE = listener("crs-single", configuration(
    *SETUP, *("Include @owasp_crs/%s.conf" % name for name in (
        "REQUEST-901-INITIALIZATION", "REQUEST-942-APPLICATION-ATTACK-SQLI", "REQUEST-949-BLOCKING-EVALUATION"))))
DEMO = listener("crs-demo", configuration(
    "Include @demo-conf", "Include @crs-setup-demo-conf", "Include @owasp_crs/*.conf"))
FTW = listener("crs-ftw", configuration(
    "Include @recommended-conf", "Include @ftw-conf", "Include @crs-setup-conf", "Include @owasp_crs/*.conf"))
# Data lists stand beside the rules that name them, and own rules can name them too.
OWN = listener("crs-own", configuration(
    "SecRuleEngine On", "SecRule REQUEST_HEADERS:User-Agent \"@pmFromFile @owasp_crs/scanners-user-agents.data\" "
    "\"id:1,phase:1,deny\""))
HONEST = {"user-agent": "Mozilla/5.0", "accept": "*/*", "host": "shop.example"}
SQL = "/?id=1%27%20or%20%271%27%3D%271"
SCRIPT = "/?q=%3Cscript%3Ealert(1)%3C/script%3E"


class BuiltinRulesTest(EnvoyTest):
    def status(self, name, path="/", headers=None):
        return self.send(name, path=path, headers=headers or HONEST).status

    def test_the_whole_rule_set_lets_the_honest_pass_and_denies_attacks(self):
        for name in (WHOLE, DEMO):
            self.assertEqual([self.status(name, path) for path in ("/", SQL, SCRIPT)], [200, 403, 403], name)
        self.assertEqual([request.path for request in self.upstream.received], ["/"] * 2)

    def test_single_files_of_the_rule_set_work_alone(self):
        self.assertEqual([self.status(SINGLE, path) for path in ("/", SQL, SCRIPT)], [200, 403, 200])

    def test_the_set_up_for_regression_tests_only_watches(self):
        self.assertEqual([self.status(FTW, path) for path in ("/", SQL, SCRIPT)], [200, 200, 200])
        self.log_lines('[id "949110"]', count=2)

    def test_own_rules_can_use_the_rule_sets_lists(self):
        self.assertEqual(self.status(OWN, headers={**HONEST, "user-agent": "sqlmap/1.5"}), 403)
        self.assertEqual(self.status(OWN), 200)


if __name__ == "__main__":
    unittest.main()
