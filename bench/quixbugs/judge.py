"""Says whether a repaired program is the reference, behaves like it, or differs. Reads one JSON object, prints one word."""

import ast
import copy
import json
import random
import signal
import sys

ROUNDS = 400
SECONDS_PER_CALL = 1


def normalised(source):
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [s for s in body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))] or [ast.Pass()]
    return ast.dump(tree)


def vary(value, rng):
    if isinstance(value, bool):
        return rng.random() < 0.5
    if isinstance(value, int):
        return max(0, value + rng.choice([-3, -2, -1, 0, 1, 2, 3])) if value >= 0 else value + rng.choice([-1, 0, 1])
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        letters = list(value)
        for _ in range(rng.randint(0, 2)):
            if letters and rng.random() < 0.5:
                del letters[rng.randrange(len(letters))]
            elif letters:
                letters.insert(rng.randrange(len(letters) + 1), rng.choice(letters))
        return "".join(letters)
    if isinstance(value, list):
        items = [vary(item, rng) if rng.random() < 0.4 else copy.deepcopy(item) for item in value]
        if items and rng.random() < 0.3:
            del items[rng.randrange(len(items))]
        return items
    return value


class Late(Exception):
    pass


def late(*_):
    raise Late


def answer(function, arguments):
    signal.alarm(SECONDS_PER_CALL)
    try:
        result = function(*copy.deepcopy(arguments))
        if hasattr(result, "__next__"):
            result = list(result)
        return ("value", repr(result))
    except Late:
        return ("late",)
    except RecursionError:
        return ("late",)
    except Exception as error:
        return ("error", type(error).__name__)
    finally:
        signal.alarm(0)


def main():
    task = json.load(sys.stdin)
    if normalised(task["repaired"]) == normalised(task["reference"]):
        return "equal"
    lines = [json.loads(line) for line in task["inputs"].splitlines() if line.strip()]
    if not lines:
        return "differs"
    signal.signal(signal.SIGALRM, late)
    spaces = []
    for source in (task["repaired"], task["reference"]):
        space = {}
        exec(compile(source, task["program"], "exec"), space)
        spaces.append(space[task["program"]])
    repaired, reference = spaces
    rng = random.Random(0)
    seen = [case[0] if isinstance(case[0], list) else [case[0]] for case in lines]
    tries = seen + [[vary(argument, rng) for argument in rng.choice(seen)] for _ in range(ROUNDS)]
    lates = 0
    for arguments in tries:
        wanted = answer(reference, arguments)
        # What the reference itself rejects or does not finish is no input of the program's.
        if wanted[0] != "value":
            lates += wanted[0] == "late"
            if lates > 5:
                break
            continue
        if answer(repaired, arguments) != wanted:
            return "differs"
    return "same behaviour"


print(main())
