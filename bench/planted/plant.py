"""Lists the single-statement faults that cosmic-ray (sixty-north/cosmic-ray) would plant in Python sources.

Reads {"files": {path: text}, "seed": n, "most": n} on stdin; writes a JSON list of faults, in random order.
"""

import json
import random
import sys

from cosmic_ray.ast import get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator, operator_names


def positions(tree, operator):
    pending, count = [tree], 0
    while pending:
        node = pending.pop()
        count += len(list(operator.mutation_positions(node)))
        pending.extend(getattr(node, "children", []))
    return count


def changed_line(before, after):
    pairs = zip(before.split("\n"), after.split("\n"))
    return next((number for number, (a, b) in enumerate(pairs, 1) if a != b), 0)


def main():
    task = json.load(sys.stdin)
    rng = random.Random(task["seed"])
    names = [name for name in operator_names()]
    trees = {path: get_ast(text) for path, text in task["files"].items()}
    places = []
    for name in names:
        try:
            operator = get_operator(name)()
        except TypeError:
            continue  # It needs arguments that only a configuration gives.
        for path, tree in trees.items():
            places += [(name, path, index) for index in range(positions(tree, operator))]
    # Operators with many variants (every binary operator by every other) would crowd out the rest: draw the family first.
    families = {}
    for place in places:
        families.setdefault(place[0].split("_")[0], []).append(place)
    faults = []
    for _ in range(task["most"] * 20):
        if len(faults) >= task["most"] or not families:
            break
        family = rng.choice(sorted(families))
        name, path, index = families[family].pop(rng.randrange(len(families[family])))
        if not families[family]:
            del families[family]
        before = task["files"][path]
        after = MutationVisitor.mutate_code(before, get_operator(name)(), index)
        if after is None or after == before:
            continue
        faults.append({"path": path, "text": after, "line": changed_line(before, after), "mutator": name.replace("core/", "")})
    json.dump(faults, sys.stdout)


main()
