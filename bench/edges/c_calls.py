"""Prints the files of a repository in C or C++, and every call from one of them to another as Clang sees it: path, line, path of what is called, its name.

python3 c_calls.py ROOT [FLAG...]; needs libclang from PyPI and a g++, whose include paths are taken. The fifth column has the other places of
what is called: it may be defined for several systems, and is announced in a header. A call that leads out of the repository, or stays in its file, has no path.
What a macro calls is a call of the macro, at its definition; of a macro from elsewhere it is none.
"""

import os
import re
import subprocess
import sys
from collections import namedtuple
from ctypes import byref, c_uint

from clang.cindex import CursorKind, File, Index, TranslationUnit, c_object_p, conf

FUNCTIONS = (CursorKind.FUNCTION_DECL, CursorKind.CXX_METHOD, CursorKind.FUNCTION_TEMPLATE)
# Everything is read on, also behind a header that isn't there.
OPTIONS = TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD | 0x200
AROUND = (CursorKind.UNEXPOSED_DECL, CursorKind.LINKAGE_SPEC, CursorKind.NAMESPACE)
NAME = re.compile(r"[A-Za-z_]\w*")

root = os.path.realpath(sys.argv[1])
real_paths, texts = {}, {}


def system_includes():
    said = subprocess.run(["g++", "-E", "-x", "c++", "-", "-v"], input="", capture_output=True, text=True).stderr
    listed = said.split("#include <...>", 1)[1].split("End of search list", 1)[0].split("\n")[1:]
    return [flag for line in listed if line.strip() for flag in ("-isystem", line.strip())]


Written = namedtuple("Written", "file line column offset")


def written_at(location):
    """Where it stands in a file: what a macro is given stands there, and what it says by itself where it is used."""
    file, line, column, offset = c_object_p(), c_uint(), c_uint(), c_uint()
    conf.lib.clang_getFileLocation(location, byref(file), byref(line), byref(column), byref(offset))
    return Written(File(file) if file else None, line.value, column.value, offset.value)


def path_of(location):
    name = "" if location.file is None else location.file.name
    if name not in real_paths:
        path = os.path.realpath(name) if name else ""
        real_paths[name] = os.path.relpath(path, root) if path.startswith(root + os.sep) else None
    return real_paths[name]


def line_of(path, number):
    if path not in texts:
        with open(os.path.join(root, path), "rb") as file:
            texts[path] = file.read().split(b"\n")
    lines = texts[path]
    return lines[number - 1] if number <= len(lines) else b""


def word_at(path, location):
    found = NAME.match(line_of(path, location.line)[location.column - 1 :].decode("utf-8", "replace"))
    return found[0] if found else ""


def macros_of(unit):
    """Name -> path (None: not of the repository), line, and the names that it is written with."""
    found = {}
    for cursor in unit.cursor.get_children():
        if cursor.kind != CursorKind.MACRO_DEFINITION:
            continue
        path = path_of(cursor.location)
        words = set() if path is None else {token.spelling for token in cursor.get_tokens()} - {cursor.spelling}
        found[cursor.spelling] = (path, cursor.location.line, words)
    return found


def speaker(macros, outermost, name):
    """The macro that calls something by its name, from the one that is used on."""
    seen, waiting = {outermost}, [outermost]
    for macro in waiting:
        path, line, words = macros[macro]
        if name in words:
            return path, line
        waiting += sorted((words & macros.keys()) - seen)
        seen |= words
    return None


listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
units = [path for path in listed if path.endswith((".c", ".cc", ".cpp", ".cxx"))]
folders = {os.path.dirname(path[: at.end()] + "x") for path in listed for at in re.finditer(r"(?:^|/)(?:include|inc|src)/", path)}
includes = [f"-I{os.path.join(root, folder)}" for folder in sorted(folders)] + system_includes()
for folder in sorted({os.path.dirname(path) for path in listed if path.endswith((".h", ".hh", ".hpp"))}):
    includes += ["-idirafter", os.path.join(root, folder)]
files, calls, definitions = set(units), set(), {}
for unit in units:
    language = ["-x", "c"] if unit.endswith(".c") else ["-x", "c++", "-std=c++17"]
    own = [f"-I{os.path.join(root, os.path.dirname(unit))}"]
    parsed = Index.create().parse(
        os.path.join(root, unit),
        args=language + ["-ferror-limit=0"] + sys.argv[2:] + own + includes,
        options=OPTIONS,
    )
    macros = macros_of(parsed)
    stack = [parsed.cursor]
    while stack:
        for child in stack.pop().get_children():
            location = written_at(child.location)
            path = path_of(location)
            if path is None and child.kind not in AROUND:
                continue
            stack.append(child)
            if child.kind in FUNCTIONS and child.is_definition() and path is not None:
                definitions.setdefault(child.get_usr(), set()).add(path)
            called = child.referenced if child.kind == CursorKind.CALL_EXPR else None
            if called is None or called.kind not in FUNCTIONS or path is None:
                continue
            announced = written_at(called.canonical.location)
            if announced.file is not None and (announced.offset, announced.file.name) == (location.offset, location.file.name):
                # Called without being announced: nothing is known of it.
                continue
            # What gmock makes of a method is the method to people.
            name = called.spelling.removeprefix("gmock_")
            if name.startswith(("operator", "__builtin")):
                continue
            first = next(child.get_children(), None)
            at = written_at(first.location) if first is not None and first.kind == CursorKind.MEMBER_REF_EXPR else location
            line, word = at.line, word_at(path, location)
            if word in macros and word != name:
                said = speaker(macros, word, name)
                if said is not None:
                    path, line = said
                elif macros[word][0] is None:
                    continue
            files.add(path)
            calls.add((path, line, name, called.get_usr(), path_of(announced)))

for path in sorted(files):
    print(path)
for path, line, name, usr, announced in sorted(calls, key=str):
    places = sorted(definitions.get(usr, set())) + ([announced] if announced else [])
    target, *others = dict.fromkeys([""] * (path in places or not places) + [place for place in places if place != path])
    print(path, line, target, name, ";".join(others), sep="\t")
