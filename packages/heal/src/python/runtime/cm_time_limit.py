"""Ends a test that goes on too long, from inside: an alarm raises in it, and where that can't be heard the process ends."""

import faulthandler
import signal


class TestTimeout(BaseException):
    """Raised in a test that went over its limit. Not an Exception, so that `except Exception` lets it pass."""

    __test__ = False


class Alarm:
    """One armed alarm at a time, in the main thread."""

    def __init__(self):
        self.fired = False
        self._seconds = 0.0
        self._previous = None

    def _ring(self, signum, frame):
        self.fired = True
        raise TestTimeout("the test ran longer than %.3g s" % self._seconds)

    def arm(self, seconds):
        self._seconds = seconds
        self._previous = signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def disarm(self):
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self._previous is not None:
            signal.signal(signal.SIGALRM, self._previous)
            self._previous = None


class Watchdog:
    """Ends the process when the alarm was not heard, e.g. inside a C function. What it wrote tells that it was the watchdog."""

    def __init__(self, path):
        self._file = open(path, "w")

    def arm(self, seconds):
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._file)

    def disarm(self):
        faulthandler.cancel_dump_traceback_later()


class LimitPolicy:
    """How long each test may take. A suite with one endless loop often has dozens, so the first one costs the most.

    Other cases of a test function that hung get a second, or five times what its slowest passing case took. Other tests get
    half of what the last hanging one got, not less than `FLOOR` or five times what the slowest passing test took.
    """

    FLOOR = 3.0
    CASE_FLOOR = 1.0

    def __init__(self, first):
        self._general = first
        self._hung = set()
        self._slowest = 0.0
        self._slowest_case = {}

    def seconds(self, function):
        if function in self._hung:
            return min(self._general, max(self.CASE_FLOOR, 5 * self._slowest_case.get(function, 0.0)))
        return self._general

    def passed(self, function, seconds):
        self._slowest = max(self._slowest, seconds)
        self._slowest_case[function] = max(self._slowest_case.get(function, 0.0), seconds)

    def hung(self, function):
        if function not in self._hung:
            self._hung.add(function)
            self._general = min(self._general, max(self.FLOOR, self._general / 2, 5 * self._slowest))


