"""Tries candidates in forked children of a warm process. Lines of JSON come in and go out.

In:   {"n": 1, "files": {"path": "new text"}, "thorough": false}
Out:  {"ready": true, "collecting": seconds, "preload": [modules]} once, then {"n": 1, "outcome": "plausible" | "fails" | "breaks-others" | "timeout" | "invalid" | "cold" | "doubtful", "passed": 0}

A child that exits, closes files or hangs costs its own candidate. One that kills this process ends it: whoever started it
starts another one.
"""

import ctypes
import json
import os
import resource
import select
import shutil
import signal
import sys
import time

MOST_CHILD_BYTES = 65536
GRACE = 1.0
MEMORY = 1 << 30
FILE_BYTES = 64 << 20
BLOCK = 1 << 16
# The deadline is by the wall clock and moves with each test; this one is for what the server does not see.
CPU_LIMITS = 100

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Channel:
    """The protocol's ends, moved away from where tests could write by accident; output of tests goes nowhere."""

    def __init__(self):
        self._in = os.dup(0)
        self._out = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.close(nothing)
        self._received = b""

    def fileno(self):
        return self._in

    def send(self, **message):
        data = (json.dumps(message) + "\n").encode("ascii")
        while data:
            data = data[os.write(self._out, data) :]

    def receive(self):
        """The messages that are there, or None at the end."""
        data = os.read(self._in, BLOCK)
        if not data:
            return None
        lines = (self._received + data).split(b"\n")
        self._received = lines.pop()
        return [json.loads(line) for line in lines]

    def close(self):
        os.close(self._in)
        os.close(self._out)


class Voice:
    """A child's way to say how far it is and what came of it."""

    def __init__(self, descriptor):
        self._descriptor = descriptor

    def say(self, **message):
        os.write(self._descriptor, (json.dumps(message) + "\n").encode("ascii"))


class Child:
    def __init__(self, number, pid, descriptor, patience, scratch):
        self.number = number
        self.pid = pid
        self.descriptor = descriptor
        self.scratch = scratch
        self._patience = patience
        self._received = b""
        self._size = 0
        self._phase = "targets"
        self._passed = 0
        self._result = None
        self.deadline = time.monotonic() + patience

    def listen(self):
        """False when there is no more to hear."""
        try:
            data = os.read(self.descriptor, BLOCK)
        except OSError:
            data = b""
        self._size += len(data)
        if not data or self._size > MOST_CHILD_BYTES * 16:
            return False
        lines = (self._received + data).split(b"\n")
        self._received = lines.pop()
        for line in lines:
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError):
                return False
        return self._result is None

    def _take(self, message):
        self.deadline = time.monotonic() + self._patience
        if "outcome" in message:
            self._result = {"outcome": str(message["outcome"]), "passed": int(message["passed"])}
        else:
            self._phase = message["phase"]
            self._passed = int(message["passed"])

    def result(self, late):
        if self._result is not None:
            return self._result
        if self._phase == "guards":
            return {"outcome": "breaks-others", "passed": self._passed}
        return {"outcome": "timeout" if late else "fails", "passed": self._passed}


class ForkServer:
    """`prepare(request)` gives what a child does, `work(voice, scratch)`, or an outcome at once as a string."""

    def __init__(self, channel, prepare, patience, parallel, scratch):
        self._channel = channel
        self._prepare = prepare
        self._patience = patience
        self._parallel = parallel
        self._scratch = scratch
        self._children = {}
        self._waiting = []
        self._dying = set()
        self._open = True
        os.makedirs(scratch, exist_ok=True)
        adopt_orphans()

    def serve(self):
        while self._open or self._children or self._waiting:
            while self._waiting and len(self._children) < self._parallel:
                self._start(self._waiting.pop(0))
            sources = list(self._children) + ([self._channel] if self._open else [])
            if not sources:
                continue
            now = time.monotonic()
            nearest = min([child.deadline for child in self._children.values()], default=now + 3600)
            ready, _, _ = select.select(sources, [], [], max(0.0, nearest - now))
            for source in ready:
                if source is self._channel:
                    messages = self._channel.receive()
                    self._open = messages is not None
                    self._waiting.extend(messages or [])
                elif not self._children[source].listen():
                    self._end(source, False)
            now = time.monotonic()
            for source, child in list(self._children.items()):
                if child.deadline < now:
                    self._end(source, True)

    def _start(self, request):
        work = self._prepare(request)
        if isinstance(work, str):
            self._channel.send(n=request["n"], outcome=work, passed=0)
            return
        scratch = os.path.join(self._scratch, str(request["n"]))
        incoming, outgoing = os.pipe()
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._be_child(work, outgoing, scratch, server)
        os.close(outgoing)
        self._children[incoming] = Child(request["n"], pid, incoming, self._patience + GRACE, scratch)

    def _be_child(self, work, outgoing, scratch, server):
        try:
            end_with(server)
            os.setpgid(0, 0)
            self._channel.close()
            for descriptor in self._children:
                os.close(descriptor)
            nothing = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nothing, standard)
            limit_child(CPU_LIMITS * self._patience)
            work(Voice(outgoing), scratch)
        except BaseException:
            pass
        finally:
            os._exit(0)

    def _end(self, source, late):
        child = self._children.pop(source)
        self._channel.send(n=child.number, **child.result(late))
        kill_group(child.pid)
        os.close(source)
        self._dying.add(child.pid)
        self._reap()
        if os.path.isdir(child.scratch):
            shutil.rmtree(child.scratch, ignore_errors=True)

    def _reap(self):
        """Without waiting: a process takes milliseconds to go, in which the next candidate can run."""
        self._dying = {pid for pid in self._dying if not is_reaped(pid)}
        end_orphans(self._dying | {child.pid for child in self._children.values()})


def kill_group(pid):
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            pass


def limit_child(cpu_seconds):
    """What a runaway candidate may take. The sandbox has limits too, but reaching those would end the server."""
    lower(resource.RLIMIT_CORE, 0)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    lower(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime + cpu_seconds) + 1)
    lower(resource.RLIMIT_FSIZE, FILE_BYTES)
    try:
        with open("/proc/self/statm") as file:
            lower(resource.RLIMIT_AS, int(file.read().split()[0]) * resource.getpagesize() + MEMORY)
    except OSError:
        pass


def lower(what, value):
    _, hard = resource.getrlimit(what)
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(what, (most, hard))
    except (OSError, ValueError):
        pass


def process_control(option, value):
    if LIBC is not None:
        LIBC.prctl(option, value, 0, 0, 0)


def adopt_orphans():
    """Processes that a child leaves behind become ours on Linux, so that they can be ended."""
    process_control(PR_SET_CHILD_SUBREAPER, 1)


def end_with(parent):
    """On Linux a child doesn't outlive its server."""
    process_control(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def is_reaped(pid):
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def end_orphans(known):
    """Ends what ended children left behind; what those leave behind in turn, the next time."""
    try:
        with open("/proc/self/task/%d/children" % os.getpid()) as file:
            left = [int(pid) for pid in file.read().split()]
    except OSError:
        return
    for pid in left:
        if pid not in known:
            kill_group(pid)
            is_reaped(pid)
