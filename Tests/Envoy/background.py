"""Processes the tests and benchmarks start: ended by their own id, and never left behind."""
import os
import subprocess
import time


def wait_until(condition, what, seconds=30):
    """What `condition` returns, as soon as that is true; OSError counts as not yet."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = condition()
        except OSError:
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError("%s: not within %d s" % (what, seconds))
        time.sleep(0.01)


class Background:
    """A process whose output goes to the file `output`; `with` starts and ends it.

    It also ends when the one that started it does, however that comes to its end.
    """

    def __init__(self, command, output, **options):
        self.command, self.output, self.options = command, output, options
        self.process = None

    def start(self):
        """Starts the process; a subclass waits here until it serves."""
        with open(self.output, "w") as file:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *self.command], stdout=file,
                                            stderr=subprocess.STDOUT, **self.options)
        # setpriv sets the signal, then becomes the command.
        program = "/proc/%d/exe" % self.process.pid
        wait_until(lambda: not self.is_running() or not os.readlink(program).endswith("/setpriv"), "a process")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        if self.is_running():
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
