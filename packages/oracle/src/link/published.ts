// What packages and namespaces give: their names are written in any of their files.
import { namedFirst, nearestOf } from './choose-definition.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';

/** What a package gives under a name; where several files do, the one that lies nearest to who asks. */
export function published(ask: Evaluator, space: string, name: string, from: LinkedFile): Entity | undefined {
  return choose(ask, from, namedFirst(ask.filesOf(space, name), name), (file) =>
    file.childrenOf(0, name).filter((index) => file.isIn(index, space)),
  );
}

/** A member of a type of a package that is written in another file than the type. */
export function publishedMember(
  ask: Evaluator,
  space: string,
  owner: string,
  name: string,
  from: LinkedFile,
): Entity | undefined {
  return choose(ask, from, ask.filesOf(space, `${owner}.${name}`), (file) => file.addedTo(owner, name));
}

function choose(
  ask: Evaluator,
  from: LinkedFile,
  paths: readonly string[],
  indexesIn: (file: LinkedFile) => readonly number[],
): Entity | undefined {
  const nearest = nearestOf(from.path, paths);
  const file = nearest === undefined ? null : ask.file(nearest);
  const index = file === null ? undefined : indexesIn(file)[0];
  return file === null || index === undefined ? undefined : { kind: 'definition', file, index };
}
