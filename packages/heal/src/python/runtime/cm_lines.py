"""Which lines of the repository's files run, and at which exceptions come up, between one `take` and the next."""

import sys
import threading


class TracedLines:
    """By sys.settrace, for Pythons before 3.12. Code from elsewhere costs one dictionary look-up a call."""

    def __init__(self, wanted):
        self._wanted = wanted
        self._tracers = {}
        self._codes = []
        self._lines = {}
        self._raised = {}

    def start(self):
        threading.settrace(self._called)
        sys.settrace(self._called)

    def resume(self):
        """After a test that set another trace function."""
        if sys.gettrace() != self._called:
            self.start()

    def stop(self):
        sys.settrace(None)
        threading.settrace(None)

    def take(self):
        """Path -> set of lines, and starts anew."""
        taken = {}
        for code, lines in self._lines.items():
            if lines:
                taken.setdefault(self._wanted(code.co_filename), set()).update(lines)
                lines.clear()
        return taken

    def take_raised(self):
        """Path -> set of lines, and starts anew."""
        taken, self._raised = self._raised, {}
        return taken

    def _called(self, frame, event, argument):
        code = frame.f_code
        try:
            return self._tracers[id(code)]
        except KeyError:
            # Kept alive, so that no other code gets its id. Hashing the code itself would cost more than all the rest.
            self._codes.append(code)
            tracer = self._tracers[id(code)] = self._tracer(code)
            return tracer

    def _tracer(self, code):
        if self._wanted(code.co_filename) is None:
            return None
        # Equal code objects of two functions on the same lines share one set: they are the same lines.
        lines = self._lines.setdefault(code, set())
        add = lines.add

        def tracer(frame, event, argument):
            if event == "line":
                add(frame.f_lineno)
            elif event == "exception":
                note_raised(self._raised, self._wanted, argument[2])
            return tracer

        return tracer


class MonitoredLines:
    """By sys.monitoring, from 3.12 on: each line costs once between one `take` and the next."""

    TOOL = 4

    def __init__(self, wanted):
        self._wanted = wanted
        self._lines = {}
        self._raised = {}
        self._instrumented = {}

    def start(self):
        monitoring = sys.monitoring
        monitoring.use_tool_id(self.TOOL, "cm-heal")
        monitoring.register_callback(self.TOOL, monitoring.events.PY_START, self._started)
        monitoring.register_callback(self.TOOL, monitoring.events.LINE, self._line)
        monitoring.register_callback(self.TOOL, monitoring.events.RAISE, self._raise)
        monitoring.set_events(self.TOOL, monitoring.events.PY_START | monitoring.events.RAISE)

    def resume(self):
        pass

    def stop(self):
        sys.monitoring.set_events(self.TOOL, 0)
        sys.monitoring.free_tool_id(self.TOOL)

    def take(self):
        taken = {self._wanted(filename): lines for filename, lines in self._lines.items()}
        self._lines = {}
        sys.monitoring.restart_events()
        return taken

    def take_raised(self):
        taken, self._raised = self._raised, {}
        return taken

    def _raise(self, code, offset, error):
        if self._wanted(code.co_filename) is not None:
            note_raised(self._raised, self._wanted, error.__traceback__)

    def _started(self, code, offset):
        if id(code) not in self._instrumented and self._wanted(code.co_filename) is not None:
            self._instrumented[id(code)] = code
            sys.monitoring.set_local_events(self.TOOL, code, sys.monitoring.events.LINE)
        return sys.monitoring.DISABLE

    def _line(self, code, line):
        try:
            self._lines[code.co_filename].add(line)
        except KeyError:
            self._lines[code.co_filename] = {line}
        return sys.monitoring.DISABLE


def note_raised(raised, wanted, traceback):
    """Notes the line where an exception came up, unless it came from farther in, where it was noted already."""
    if traceback is None:
        return
    inner = traceback.tb_next
    while inner is not None:
        if wanted(inner.tb_frame.f_code.co_filename) is not None:
            return
        inner = inner.tb_next
    path = wanted(traceback.tb_frame.f_code.co_filename)
    if path is not None:
        raised.setdefault(path, set()).add(traceback.tb_lineno)


def line_recorder(wanted):
    """`wanted` gives a file's path in the repository, or None when its lines don't matter."""
    return MonitoredLines(wanted) if hasattr(sys, "monitoring") else TracedLines(wanted)


def ranges(lines):
    """Ascending lines as [first, last, first, last, ...]; code that stands on no line counts as line 0 and is left out."""
    flat = []
    for line in sorted(lines):
        if line < 1:
            continue
        if flat and line == flat[-1] + 1:
            flat[-1] = line
        else:
            flat.extend((line, line))
    return flat
