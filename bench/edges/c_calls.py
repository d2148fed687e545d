"""Prints the files of a repository in C or C++, and every call from one of them to another as Clang sees it: path, line, path of what is called, its name.

python3 c_calls.py ROOT [FLAG...]; needs libclang from PyPI and a g++, whose include paths are taken. The fifth column has the other places of
what is called: it may be defined for several systems, and is announced in a header. A call that leads out of the repository, or stays in its file, has no path.
"""

import os
import subprocess
import sys

from clang.cindex import CursorKind, Index

FUNCTIONS = (CursorKind.FUNCTION_DECL, CursorKind.CXX_METHOD, CursorKind.FUNCTION_TEMPLATE)
AROUND = (CursorKind.UNEXPOSED_DECL, CursorKind.LINKAGE_SPEC, CursorKind.NAMESPACE)

root = os.path.realpath(sys.argv[1])


def system_includes():
    said = subprocess.run(["g++", "-E", "-x", "c++", "-", "-v"], input="", capture_output=True, text=True).stderr
    listed = said.split("#include <...>", 1)[1].split("End of search list", 1)[0].split("\n")[1:]
    return [flag for line in listed if line.strip() for flag in ("-isystem", line.strip())]


def path_of(location):
    path = "" if location.file is None else os.path.realpath(location.file.name)
    return os.path.relpath(path, root) if path.startswith(root + os.sep) else None


listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
units = [path for path in listed if path.endswith((".c", ".cc", ".cpp", ".cxx"))]
includes = system_includes()
files, calls, definitions = set(units), set(), {}
for unit in units:
    language = ["-x", "c"] if unit.endswith(".c") else ["-x", "c++", "-std=c++17"]
    stack = [Index.create().parse(os.path.join(root, unit), args=language + includes + sys.argv[2:]).cursor]
    while stack:
        for child in stack.pop().get_children():
            path = path_of(child.location)
            if path is None and child.kind not in AROUND:
                continue
            stack.append(child)
            if child.kind in FUNCTIONS and child.is_definition() and path is not None:
                definitions.setdefault(child.get_usr(), set()).add(path)
            called = child.referenced if child.kind == CursorKind.CALL_EXPR else None
            if called is None or called.kind not in FUNCTIONS or called.spelling.startswith("operator") or path is None:
                continue
            first = next(child.get_children(), None)
            line = (first if first is not None and first.kind == CursorKind.MEMBER_REF_EXPR else child).location.line
            files.add(path)
            calls.add((path, line, called.spelling, called.get_usr(), path_of(called.canonical.location)))

for path in sorted(files):
    print(path)
for path, line, name, usr, announced in sorted(calls, key=str):
    places = sorted(definitions.get(usr, set())) + ([announced] if announced else [])
    target, *others = dict.fromkeys([""] * (path in places or not places) + [place for place in places if place != path])
    print(path, line, target, name, ";".join(others), sep="\t")
