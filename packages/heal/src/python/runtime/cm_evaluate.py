"""The two servers that try candidates: `warm` has the tests collected and swaps code in, `cold` imports everything anew.

What to do is read from the JSON file that CM_HEAL_REQUEST names:
  mode       warm or cold
  root       the repository's root
  arguments  for pytest, without files
  files      {"targets": [...], "guards": [...]} to collect
  targets    node ids that must pass, guards: node ids that must not fail
  limit      seconds that a test may take
  parallel   children at a time
  scratch    folder for the children's temporary files
  preload    cold only: modules to import before the first candidate
  collecting cold only: seconds that collecting may take
"""

import gc
import hashlib
import importlib
import json
import os
import sys
import time

import cm_fork_server as fork_server
from cm_candidate import Cold, LiveCode, SourceFile, Unusable, full_key, is_imported, serve_from_memory
from cm_failure import Places
from cm_time_limit import Alarm

# Forked from a process that has it imported, so that no candidate pays for it.
import pytest


class Verdicts:
    """Pytest plugin in a child: did each test pass, skip or fail?"""

    def __init__(self):
        self.failed = False
        self.passed = False
        self.uncollected = set()

    def reset(self):
        self.failed = self.passed = False

    def pytest_collectreport(self, report):
        if report.failed:
            self.uncollected.add(report.nodeid)

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed = True
        elif report.passed and report.when == "call":
            self.passed = True


class Trial:
    """Runs one phase's tests in a child, up to the first that isn't as it should be."""

    def __init__(self, voice, verdicts, limit):
        self._voice = voice
        self._verdicts = verdicts
        self._limit = limit
        self._alarm = Alarm()

    def run(self, phase, items, passed=0, later=()):
        """(how many tests of the phase are as they should be, timed out). Fixtures that `later` tests share are kept."""
        good = 0
        for index, item in enumerate(items):
            self._voice.say(phase=phase, passed=good if phase == "targets" else passed)
            self._verdicts.reset()
            item.repr_failure = lambda excinfo, style=None: ""
            following = next(iter(items[index + 1 :] or later), None)
            self._alarm.arm(self._limit)
            try:
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            except BaseException:
                self._verdicts.failed = True
            finally:
                self._alarm.disarm()
            if self._verdicts.failed or (phase == "targets" and not self._verdicts.passed):
                return good, self._alarm.fired
            good += 1
        return good, False


def redirect_temporary(config, scratch):
    """Each child has temporary folders of its own, so that two don't meet and the server can remove them."""
    factory = getattr(config, "_tmp_path_factory", None)
    if factory is not None and hasattr(factory, "_given_basetemp"):
        from pathlib import Path

        factory._given_basetemp = Path(scratch)
        factory._basetemp = None


class Sources:
    """The files on disk, and which changes of them were tried already."""

    def __init__(self, root):
        self._root = root
        self._files = {}
        self._tried = set()

    def absolute(self, path):
        return os.path.join(self._root, path)

    def compare(self, files, again):
        """[(absolute path, old code, new code)] of what changes. Raises Unusable for nothing, and for what was tried unless `again`."""
        compared = []
        digest = hashlib.sha256()
        for path, text in sorted(files.items()):
            filename = self.absolute(path)
            if filename not in self._files:
                with open(filename, encoding="utf-8", newline="") as file:
                    self._files[filename] = SourceFile(filename, file.read())
            old, new = self._files[filename].compare(text)
            key = full_key(new)
            if key != full_key(old):
                compared.append((filename, old, new))
                digest.update(repr((path, old.co_firstlineno, [code.co_firstlineno for code in old.co_consts if hasattr(code, "co_code")], key)).encode())
        if not compared or (digest.digest() in self._tried and not again):
            raise Unusable("no change, or one that was tried")
        self._tried.add(digest.digest())
        return compared


class Warm:
    """Pytest plugin that takes over when the tests are collected."""

    def __init__(self, request, channel):
        self._request = request
        self._channel = channel
        self._places = Places(request["root"])
        self._sources = Sources(request["root"])
        self._verdicts = Verdicts()
        self._ran = {}
        self._live = None
        self._session = None
        self._items = {}
        self._incomplete = False
        self._started = time.monotonic()

    def watch_collection(self):
        wanted = self._places.relative
        ran = self._ran

        def called(frame, event, argument):
            code = frame.f_code
            if id(code) not in ran:
                ran[id(code)] = code if wanted(code.co_filename) is not None else code.co_name

        sys.settrace(called)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        sys.settrace(None)
        self._session = session
        session.config.pluginmanager.register(self._verdicts, "cm-heal-verdicts")
        found = {item.nodeid: item for item in session.items}
        self._items = {phase: [found[test] for test in self._request[phase] if test in found] for phase in ("targets", "guards")}
        self._incomplete = len(self._items["targets"]) < len(self._request["targets"])
        self._live = LiveCode(self._places.relative, [code for code in self._ran.values() if not isinstance(code, str)])
        gc.collect()
        gc.freeze()
        self._channel.send(ready=True, collecting=time.monotonic() - self._started, preload=self._foreign_modules())
        request = self._request
        fork_server.ForkServer(self._channel, self._prepare, request["limit"], request["parallel"], request["scratch"]).serve()
        return True

    def _prepare(self, request):
        files = request["files"]
        try:
            compared = self._sources.compare(files, request["thorough"])
            swaps = []
            doubtful = False
            unseen = {}
            if self._incomplete:
                raise Cold("not every target could be collected")
            for filename, old, new in compared:
                if is_imported(filename):
                    planned, ran = self._live.plan(old, new)
                    if ran and request["thorough"]:
                        raise Cold("a function that ran while tests were collected")
                    swaps.extend(planned)
                    doubtful = doubtful or ran
                else:
                    unseen[filename] = files[os.path.relpath(filename, self._request["root"])]
        except Unusable:
            return "invalid"
        except (Cold, OSError, UnicodeDecodeError):
            return "cold"

        def work(voice, scratch):
            for function, code in swaps:
                function.__code__ = code
            if unseen:
                serve_from_memory(unseen)
            redirect_temporary(self._session.config, scratch)
            trial = Trial(voice, self._verdicts, self._request["limit"])
            passed, late = trial.run("targets", self._items["targets"], later=self._items["guards"])
            if passed < len(self._items["targets"]):
                voice.say(outcome="doubtful" if doubtful else "timeout" if late else "fails", passed=passed)
                return
            if doubtful:
                voice.say(outcome="cold", passed=passed)
                return
            unbroken, _ = trial.run("guards", self._items["guards"], passed)
            voice.say(outcome="plausible" if unbroken == len(self._items["guards"]) else "breaks-others", passed=passed)

        return work

    def _foreign_modules(self):
        """Modules that tests needed and that are not the repository's: worth importing once in the cold server."""
        plugins = {getattr(plugin, "__name__", "").split(".")[0] for _, plugin in self._session.config.pluginmanager.list_name_plugin()}
        names = []
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            top = name.split(".")[0]
            if file and self._places.relative(file) is None and top not in plugins and not top.startswith(("cm_", "_pytest", "pytest", "__")):
                names.append(name)
        return names[:2000]


class ColdRun:
    """Pytest plugin in a child of the cold server: collects one phase's files, then runs its tests."""

    def __init__(self, request, phase, wanted, voice, verdicts, scratch, passed):
        self._wanted = wanted
        self._limit = request["limit"]
        self._phase = phase
        self._voice = voice
        self._verdicts = verdicts
        self._scratch = scratch
        self._before = passed
        self.good = 0
        self.late = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        redirect_temporary(session.config, self._scratch)
        found = {item.nodeid: item for item in session.items}
        items = []
        whole = []
        for test in self._wanted:
            if test in found:
                items.append(found[test])
            elif "::" not in test and test not in self._verdicts.uncollected:
                # The file itself could not be collected: now it can, and then its tests should pass too.
                whole.append(test)
                items.extend(item for item in session.items if item.nodeid.split("::")[0] == test)
        trial = Trial(self._voice, self._verdicts, self._limit)
        if self._phase == "targets" and len([test for test in self._wanted if test in found]) + len(whole) < len(self._wanted):
            return True
        good, self.late = trial.run(self._phase, items, self._before)
        self.good = len(self._wanted) if good == len(items) else min(good, len(self._wanted) - 1)
        return True


class ColdServer:
    def __init__(self, request, channel):
        self._request = request
        self._channel = channel

    def serve(self):
        request = self._request
        preload(request["preload"], Places(request["root"]))
        gc.collect()
        gc.freeze()
        self._channel.send(ready=True, collecting=0, preload=[])
        patience = request["limit"] + request["collecting"]
        fork_server.ForkServer(self._channel, self._prepare, patience, request["parallel"], request["scratch"]).serve()

    def _prepare(self, asked):
        request = self._request
        texts = {os.path.join(request["root"], path): text for path, text in asked["files"].items()}
        for path, text in texts.items():
            try:
                compile(text, path, "exec", dont_inherit=True)
            except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
                return "invalid"

        def work(voice, scratch):
            serve_from_memory(texts)
            wanted = len(request["targets"])
            # Most candidates fail, and collecting costs more than running: the first test's file alone tells it soonest.
            file = request["targets"][0].split("::")[0]
            first = [test for test in request["targets"] if test.split("::")[0] == file]
            passed, late = 0, False
            for tests in ([first] if len(first) == wanted else [first, request["targets"]]):
                passed, late = in_child(lambda: self._phase("targets", tests, voice, scratch, 0), len(tests))
                if passed < len(tests):
                    break
            if passed < wanted:
                voice.say(outcome="timeout" if late else "fails", passed=passed)
                return
            guards = len(request["guards"])
            voice.say(phase="guards", passed=passed)
            unbroken = guards
            if guards:
                unbroken, _ = in_child(lambda: self._phase("guards", request["guards"], voice, scratch, passed), guards)
            voice.say(outcome="plausible" if unbroken == guards else "breaks-others", passed=passed)

        return work

    def _phase(self, phase, tests, voice, scratch, passed):
        verdicts = Verdicts()
        run = ColdRun(self._request, phase, tests, voice, verdicts, scratch, passed)
        wanted = {"./" + test.split("::")[0] for test in tests}
        files = [file for file in self._request["files"][phase] if file in wanted]
        pytest.main(self._request["arguments"] + files, plugins=[verdicts, run])
        return run.good, run.late


def in_child(phase, most):
    """Runs a phase in a process of its own: pytest collects once in a process. (good, late), (0, False) if it ended badly."""
    incoming, outgoing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(incoming)
            good, late = phase()
            os.write(outgoing, json.dumps([good, late]).encode("ascii"))
        except BaseException:
            pass
        finally:
            os._exit(0)
    os.close(outgoing)
    said = b""
    while len(said) < 100:
        data = os.read(incoming, 100)
        if not data:
            break
        said += data
    os.close(incoming)
    os.waitpid(pid, 0)
    try:
        good, late = json.loads(said)
        return min(int(good), most), bool(late)
    except (ValueError, TypeError):
        return 0, False


def preload(names, places):
    """Imports what isn't the repository's, and forgets what of the repository came along."""
    deadline = time.monotonic() + 20
    for name in names:
        if name not in sys.modules and time.monotonic() < deadline:
            try:
                importlib.import_module(name)
            except Exception:
                continue
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and places.relative(file) is not None and not name.startswith("cm_"):
            del sys.modules[name]


def main():
    with open(os.environ.pop("CM_HEAL_REQUEST"), encoding="utf-8") as file:
        request = json.load(file)
    channel = fork_server.Channel()
    if request["mode"] == "cold":
        ColdServer(request, channel).serve()
        return
    warm = Warm(request, channel)
    files = list(dict.fromkeys(request["files"]["targets"] + request["files"]["guards"]))
    warm.watch_collection()
    pytest.main(request["arguments"] + files, plugins=[warm])


if __name__ == "__main__":
    main()
