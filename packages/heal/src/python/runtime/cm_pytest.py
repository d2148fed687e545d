"""Pytest plugin: reports each test as one line of JSON in a file, limits its time, and records the lines that ran.

What to do is read from the JSON file that CM_HEAL_REQUEST names:
  root       the repository's root; paths in the report are relative to it
  report     the file to append records to
  watchdog   the file that says that a test had to be ended from outside
  tests      node ids to run, or null for all
  done       node ids to leave out: they ran in an earlier process that a test ended
  ignore     folders, absolute, with suites of their own
  coverage   record lines
  protected  regular expression over paths: files whose lines don't matter
  limit      seconds that a test may take
"""

import json
import os
import re
import sys

import pytest

from cm_failure import Places, bounded_repr, cut, describe, describe_collection
from cm_lines import line_recorder, ranges
from cm_time_limit import Alarm, LimitPolicy, TestTimeout, Watchdog

COLLECTION_LIMIT = 60.0
WATCHDOG_GRACE = 5.0


def read_request():
    with open(os.environ.pop("CM_HEAL_REQUEST"), encoding="utf-8") as file:
        return json.load(file)


class Report:
    """Opened anew for each record: a test may close any file it likes."""

    def __init__(self, path):
        self._path = path
        self._process = os.getpid()

    def write(self, **record):
        if os.getpid() != self._process:
            return
        line = (json.dumps(record) + "\n").encode("ascii")
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)


class Running:
    """What is known so far of the test that runs."""

    def __init__(self, file):
        self.file = file
        self.status = None
        self.seconds = 0.0
        self.failure = None

    def add(self, report):
        self.seconds += report.duration
        if report.failed:
            self.status = "failed"
            if self.failure is None:
                self.failure = {"kind": "error", "type": "", "message": cut(str(report.longrepr), 4000), "frames": []}
        elif report.skipped:
            self.status = self.status or "skipped"
        elif report.when == "call":
            self.status = self.status or "passed"


class Reporter:
    def __init__(self, request):
        self._report = Report(request["report"])
        self._places = Places(request["root"])
        self._tests = None if request["tests"] is None else set(request["tests"])
        self._done = set(request["done"])
        self._ignore = set(request["ignore"])
        self._policy = LimitPolicy(request["limit"])
        self._alarm = Alarm()
        self._watchdog = Watchdog(request["watchdog"])
        self._lines = None
        self._running = None
        self._comparison = None
        if request["coverage"]:
            protected = re.compile(request["protected"])
            known = {}

            def wanted(filename):
                if filename not in known:
                    path = self._places.relative(filename)
                    known[filename] = None if path is None or protected.search(path) else path
                return known[filename]

            self._lines = line_recorder(wanted)

    # Start

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_load_initial_conftests(self):
        self._report.write(t="begin", python=sys.version.split()[0], pytest=pytest.__version__)
        if self._lines is not None:
            self._lines.start()
        outcome = yield
        if outcome.excinfo is not None and isinstance(outcome.excinfo[1], Exception):
            error = outcome.excinfo[1]
            path = getattr(error, "path", None)
            file = None if path is None else self._places.relative(str(path))
            if file is not None:
                self._report.write(t="uncollected", id=file, file=file, failure=describe_collection(error, self._places))

    # Collection

    def pytest_ignore_collect(self, path=None, collection_path=None):
        return True if str(collection_path or path) in self._ignore else None

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector):
        self._alarm.arm(COLLECTION_LIMIT)
        yield
        self._alarm.disarm()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        left = [item for item in items if (self._tests is None or item.nodeid in self._tests) and item.nodeid not in self._done]
        if len(left) < len(items):
            kept = set(map(id, left))
            config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
            items[:] = left

    def pytest_collection_finish(self, session):
        self._report.write(t="collected", count=len(session.items))
        self._take_lines(None)

    def pytest_exception_interact(self, node, call, report):
        if isinstance(report, pytest.CollectReport):
            self._report.write(
                t="uncollected", id=report.nodeid, file=self._file_of(node), failure=describe_collection(call.excinfo.value, self._places)
            )

    # One test

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self._running = Running(self._file_of(item))
        self._report.write(t="start", id=item.nodeid, file=self._running.file)
        limit = self._policy.seconds(function_of(item))
        self._watchdog.arm(3 * limit + WATCHDOG_GRACE)
        if self._lines is not None:
            self._lines.resume()
        yield
        self._watchdog.disarm()
        running, self._running = self._running, None
        self._report.write(
            t="end",
            id=item.nodeid,
            file=running.file,
            status=running.status or "skipped",
            ms=round(running.seconds * 1000, 3),
            failure=running.failure if running.status == "failed" else None,
        )
        self._take_lines(item.nodeid)
        if running.status == "passed":
            self._policy.passed(function_of(item), running.seconds)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item):
        self._arm(item)
        yield
        self._alarm.disarm()

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item):
        self._comparison = None
        self._arm(item)
        yield
        self._alarm.disarm()

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item):
        self._arm(item)
        yield
        self._alarm.disarm()

    def pytest_assertrepr_compare(self, op, left, right):
        if op in ("==", "is"):
            self._comparison = (bounded_repr(left), bounded_repr(right))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        if outcome.excinfo is not None or self._running is None:
            return
        report = outcome.get_result()
        if report.failed and call.excinfo is not None and self._running.failure is None:
            self._running.failure = describe(call.excinfo.value, self._places, self._comparison)
            if isinstance(call.excinfo.value, TestTimeout) or self._alarm.fired:
                self._running.failure["kind"] = "timeout"
                self._policy.hung(function_of(item))
        self._alarm.fired = False

    def pytest_runtest_logreport(self, report):
        if self._running is not None:
            self._running.add(report)

    # End

    def pytest_internalerror(self, excinfo):
        self._report.write(t="internal", message=cut("%s: %s" % (excinfo.typename, excinfo.value), 2000))

    def pytest_keyboard_interrupt(self, excinfo):
        self._report.write(t="interrupted", message=cut("%s: %s" % (excinfo.typename, excinfo.value), 2000))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus):
        self._report.write(t="finish", exit=int(exitstatus))

    def _arm(self, item):
        self._alarm.arm(self._policy.seconds(function_of(item)))

    def _file_of(self, node):
        path = getattr(node, "path", None) or getattr(node, "fspath", None)
        return (None if path is None else self._places.relative(str(path))) or node.nodeid.split("::")[0]

    def _take_lines(self, test):
        if self._lines is not None:
            files = {path: ranges(lines) for path, lines in self._lines.take().items()}
            raised = {path: ranges(lines) for path, lines in self._lines.take_raised().items()}
            self._report.write(t="lines", id=test, files=files, raised=raised)


def function_of(item):
    """The id without the parameters."""
    return item.nodeid.split("[", 1)[0]


reporter = Reporter(read_request())


def pytest_addoption(pluginmanager):
    pluginmanager.register(reporter, "cm-heal-reporter")
