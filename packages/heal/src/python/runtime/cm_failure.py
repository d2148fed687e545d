"""Says what went wrong in a test: kind, exception, message, frames in the repository, and the values that were compared."""

import os
import re
import reprlib

import pytest

from cm_time_limit import TestTimeout

MESSAGE_CHARS = 4000
VALUE_CHARS = 2000
FRAMES = 60
CAUSES = 8

UNITTEST_COMPARISON = re.compile(r"^(.{1,1000}?) != (.{1,1000}?)(?: : .*)?$")


def cut(text, limit):
    return text if len(text) <= limit else text[: limit - 1] + "\u2026"


def bounded_repr(value):
    writer = reprlib.Repr()
    writer.maxlevel = 8
    writer.maxlist = writer.maxtuple = writer.maxset = writer.maxfrozenset = writer.maxdeque = writer.maxdict = writer.maxarray = 300
    writer.maxstring = writer.maxother = writer.maxlong = VALUE_CHARS
    try:
        return cut(writer.repr(value), VALUE_CHARS)
    except Exception:
        return "<%s object that can't be shown>" % type(value).__name__


def message_of(error):
    try:
        text = str(error)
    except Exception:
        text = "<the exception's text can't be shown>"
    return cut(text, MESSAGE_CHARS)


class Places:
    """Which files are the repository's, and what they are called there."""

    OUTSIDE = re.compile(r"(^|/)(\.[^/]+|site-packages|dist-packages|node_modules|venv|__pypackages__)/")

    def __init__(self, root):
        self._roots = sorted({root.rstrip("/") + "/", os.path.realpath(root).rstrip("/") + "/"})
        self._known = {}

    def relative(self, filename):
        """The path in the repository with forward slashes, or None for a file from elsewhere."""
        try:
            return self._known[filename]
        except KeyError:
            found = self._known[filename] = self._find(filename)
            return found

    def _find(self, filename):
        if not isinstance(filename, str) or filename.startswith("<"):
            return None
        absolute = os.path.normpath(os.path.join(os.getcwd(), filename)) if not os.path.isabs(filename) else os.path.normpath(filename)
        for root in self._roots:
            if absolute.startswith(root):
                path = absolute[len(root) :]
                return None if self.OUTSIDE.search(path) else path
        return None


def frames_of(error, places):
    """[path, line] of each frame in the repository, innermost first; a cause's frames after those of what it caused."""
    frames = []
    seen = set()
    for _ in range(CAUSES):
        if error is None or id(error) in seen:
            break
        seen.add(id(error))
        own = []
        if isinstance(error, SyntaxError) and error.filename and error.lineno:
            path = places.relative(error.filename)
            if path is not None:
                own.append([path, error.lineno])
        walked = []
        trace = error.__traceback__
        while trace is not None:
            path = places.relative(trace.tb_frame.f_code.co_filename)
            if path is not None:
                walked.append([path, trace.tb_lineno])
            trace = trace.tb_next
        own.extend(reversed(walked))
        frames.extend(frame for frame in own if frame not in frames[-FRAMES:])
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    half = FRAMES // 2
    distinct = []
    for frame in frames:
        if frame not in distinct:
            distinct.append(frame)
        if len(distinct) > 4 * FRAMES:
            break
    return distinct if len(distinct) <= FRAMES else distinct[:half] + distinct[-half:]


def kind_of(error):
    if isinstance(error, TestTimeout):
        return "timeout"
    if isinstance(error, (AssertionError, pytest.fail.Exception)):
        return "assertion"
    return "error"


def describe(error, places, comparison=None):
    """A failure as the report carries it. `comparison` is (left, right) as text, of the assert that failed last."""
    kind = kind_of(error)
    described = {
        "kind": kind,
        "type": cut(type(error).__name__, 200),
        "message": message_of(error),
        "frames": frames_of(error, places),
    }
    if kind == "assertion":
        if comparison is None:
            match = UNITTEST_COMPARISON.match(described["message"].split("\n", 1)[0])
            comparison = match.groups() if match else None
        if comparison is not None:
            described["actual"], described["expected"] = comparison
    return described


def describe_collection(error, places):
    """Why a file could not be collected: pytest's wrapper around it says less than what it wraps."""
    cause = error.__cause__ if type(error).__name__ in ("CollectError", "ConftestImportFailure") else None
    described = describe(cause or error, places)
    if described["kind"] != "timeout":
        described["kind"] = "collection"
    for name in ("actual", "expected"):
        described.pop(name, None)
    return described
