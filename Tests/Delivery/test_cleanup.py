"""Nothing a test starts outlives it: neither when it fails, nor when it is killed."""
import signal
import subprocess
import sys
import unittest

from Tests.Envoy.background import Background, wait_until
from .workspace import ROOT, work

# A test that hangs once its process runs.
HANGS = """
import sys, time
from Tests.Envoy.background import Background
with Background(["sleep", "600"], sys.argv[1]) as sleeper:
    print(sleeper.process.pid, flush=True)
    time.sleep(600)
"""


class NeverServes(Background):
    def start(self):
        super().start()
        raise TimeoutError("as a server that does not come up")


def is_there(pid):
    """Whether a process runs; one that ended and waits for its parent does not."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class CleanupTest(unittest.TestCase):
    def test_a_process_ends_with_a_test_that_is_killed(self):
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
            with subprocess.Popen([sys.executable, "-c", HANGS, work("cleanup", "output.txt")], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, cwd=ROOT) as test:
                pid = int(test.stdout.readline())
                self.assertTrue(is_there(pid))
                test.send_signal(number)
                test.wait(10)
                wait_until(lambda: not is_there(pid), "the end of the process after %s" % number.name, 10)

    def test_a_server_that_does_not_come_up_is_ended(self):
        server = NeverServes(["sleep", "600"], work("cleanup", "output.txt"))
        with self.assertRaises(TimeoutError), server:
            pass
        self.assertFalse(server.is_running())


if __name__ == "__main__":
    unittest.main()
