"""Puts changed source text into a live process: new code for functions that are there, new text for modules that aren't."""

import ast
import gc
import importlib.machinery
import re
import sys
import types

CO_OPTIMIZED = 0x1


class Cold(Exception):
    """The change can't be swapped in: it is seen only where the module is imported anew."""


class Unusable(Exception):
    """Not Python, or no change at all."""


def compile_text(text, filename, flags=0):
    try:
        return compile(text, filename, "exec", flags=flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise Unusable(str(error))


def own_key(code):
    """What a code object says itself, without those inside it and without positions."""
    constants = tuple(
        constant.co_name if isinstance(constant, types.CodeType) else constant_key(constant) for constant in code.co_consts
    )
    return (
        code.co_name,
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        code.co_flags,
        code.co_code,
        getattr(code, "co_exceptiontable", b""),
        constants,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
    )


def constant_key(constant):
    """1, 1.0 and True are equal but not the same, also within tuples."""
    if isinstance(constant, (tuple, frozenset)):
        keys = [constant_key(member) for member in constant]
        return (type(constant).__name__, tuple(keys if isinstance(constant, tuple) else sorted(keys, key=repr)))
    return (type(constant).__name__, repr(constant))


def full_key(code):
    return (own_key(code), tuple(full_key(inner) for inner in inner_codes(code)))


def inner_codes(code):
    return [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]


def changed_functions(old, new):
    """[(old code, new code, inside another function)] of the functions that differ. Raises Cold when anything else does."""
    changed = []

    def compare(old, new, inside):
        if full_key(old) == full_key(new):
            return
        before, after = inner_codes(old), inner_codes(new)
        alike = [code.co_name for code in before] == [code.co_name for code in after]
        if old.co_flags & CO_OPTIMIZED:
            changed.append((old, new, inside))
            if not alike:
                changed.extend((code, None, True) for code in before)
                return
        elif own_key(old) != own_key(new):
            raise Cold("module or class level")
        for one, other in zip(before, after):
            compare(one, other, inside or bool(old.co_flags & CO_OPTIMIZED))

    compare(old, new, False)
    return changed


class SourceFile:
    """A file as it is on disk, cut into its top-level statements so that a change compiles only the one it is in."""

    def __init__(self, filename, text):
        self.filename = filename
        self.text = text
        self._lines = text.split("\n")
        self._chunks = []
        self._imports = []
        self._flags = 0
        self._compiled = {}
        if re.search(r"[\r\f]", text):
            return
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            return
        for statement in tree.body:
            first = min([statement.lineno] + [decorator.lineno for decorator in getattr(statement, "decorator_list", [])]) - 1
            if self._chunks and first < self._chunks[-1][1]:
                self._chunks[-1] = (self._chunks[-1][0], statement.end_lineno)
            else:
                self._chunks.append((first, statement.end_lineno))
            if imports_something(statement):
                self._imports.append(self._chunks[-1])
        self._flags = compile_text(text, filename).co_flags & future_mask()

    def compare(self, text):
        """(old code, new code) of the smallest part that holds the whole change. Raises Unusable."""
        part = self._changed_chunk(text)
        if part is not None:
            (first, last), changed = part
            try:
                new = compile_text(self._in_place((first, last), changed), self.filename, self._flags)
            except Unusable:
                part = None
            else:
                return self._old((first, last)), new
        return self._old(None), compile_text(text, self.filename)

    def _old(self, chunk):
        if chunk not in self._compiled:
            if chunk is None:
                try:
                    self._compiled[chunk] = compile_text(self.text, self.filename)
                except Unusable:
                    raise Cold("the file on disk does not compile")
            else:
                first, last = chunk
                self._compiled[chunk] = compile_text(
                    self._in_place(chunk, "\n".join(self._lines[first:last])), self.filename, self._flags
                )
        return self._compiled[chunk]

    def _in_place(self, chunk, text):
        """The chunk on its own lines, with the file's imports: which names are modules' decides how calls are compiled."""
        before = [""] * chunk[0]
        after = []
        for first, last in self._imports:
            if last <= chunk[0]:
                before[first:last] = self._lines[first:last]
            elif first >= chunk[1]:
                after.extend(self._lines[first:last])
        return "\n".join(before + [text] + after)

    def _changed_chunk(self, text):
        if re.search(r"[\r\f]", text):
            return None
        old, new = self._lines, text.split("\n")
        shorter = min(len(old), len(new))
        start = 0
        while start < shorter and old[start] == new[start]:
            start += 1
        end = 0
        while end < shorter - start and old[-1 - end] == new[-1 - end]:
            end += 1
        for first, last in self._chunks:
            if first <= start and len(old) - end <= last:
                return (first, last), "\n".join(new[first : last + len(new) - len(old)])
        return None


def imports_something(statement):
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    return any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(statement))


def future_mask():
    import __future__

    mask = 0
    for name in __future__.all_feature_names:
        mask |= getattr(__future__, name).compiler_flag
    return mask & ~0x10  # CO_NESTED, which is no future any more


class LiveCode:
    """The functions of the repository that exist in this process, by their code."""

    def __init__(self, wanted, ran):
        self._functions = {}
        self._ran = {code for code in ran}
        for found in gc.get_objects():
            if type(found) is types.FunctionType and wanted(found.__code__.co_filename) is not None:
                self._functions.setdefault(found.__code__, []).append(found)

    def plan(self, old, new):
        """
        [(function, its new code)], and whether one of them ran while tests were collected: what was made then keeps the old code's
        mark. Raises Cold when that would not be the whole change.
        """
        swaps = []
        doubtful = False
        for before, after, inside in changed_functions(old, new):
            doubtful = doubtful or before in self._ran
            functions = self._functions.get(before, [])
            if not functions and not inside:
                raise Cold("no live function %s" % before.co_name)
            if functions and (after is None or after.co_freevars != before.co_freevars):
                raise Cold("the closure of %s" % before.co_name)
            swaps.extend((function, after) for function in functions)
        return swaps, doubtful


def is_imported(filename):
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == filename:
            return True
    return False


def serve_from_memory(texts):
    """Imports of these files, by absolute path, get these texts."""
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        if path in texts:
            return compile(texts[path], path, "exec", dont_inherit=True)
        return original(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code
