// Partial types of C#, whose parts are in several files of a project.
import { isType, namedFirst } from './choose-definition.ts';
import type { Entity, Repository } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { calledName, spaceKey } from './published-names.ts';

/** Under what a file keeps the path of its project. */
export const PROJECT = 'project';

export const keyOf = (file: LinkedFile, namespace: string): string => spaceKey('csharp', file.path, namespace);

interface Part {
  file: LinkedFile;
  index: number;
}

/** The same part of a type, whoever asks. */
export function wholeType(ask: Evaluator, found: Entity): Entity {
  if (found.kind !== 'definition' || !isType(found.file.definition(found.index).type)) return found;
  const parts = partsOf(ask, found.file, found.index);
  if (parts.length === 0) return found;
  const files = new Map([found, ...parts].map((part) => [part.file.path, part]));
  const [first] = namedFirst([...files.keys()].sort(), found.file.definition(found.index).name);
  return { kind: 'definition', file: files.get(first!)!.file, index: files.get(first!)!.index };
}

const known = new WeakMap<Repository, Map<LinkedFile, Map<number, readonly Part[]>>>();

/** The parts of a partial type in other files. One file is linked at a time. */
export function partsOf(ask: Evaluator, file: LinkedFile, index: number): readonly Part[] {
  const byFile = known.get(ask.repository) ?? new Map<LinkedFile, Map<number, readonly Part[]>>();
  known.set(ask.repository, byFile);
  const byIndex = byFile.get(file) ?? new Map<number, readonly Part[]>();
  byFile.set(file, byIndex);
  const found = byIndex.get(index) ?? findParts(ask, file, index);
  byIndex.set(index, found);
  return found;
}

function findParts(ask: Evaluator, file: LinkedFile, index: number): readonly Part[] {
  const { parent, namespace } = file.definition(index);
  const type = calledName(file.definition(index));
  const space = keyOf(file, namespace ?? file.surface.namespace);
  if (parent > 0) {
    if (!isType(file.definition(parent).type)) return [];
    return partsOf(ask, file, parent).flatMap((part) =>
      part.file.childrenOf(part.index, type).map((each) => ({ file: part.file, index: each })),
    );
  }
  return ask.filesOf(space, type).flatMap((path) => {
    const other = path === file.path ? null : ask.file(path);
    const isPart = other !== null && other.resolved[PROJECT] === file.resolved[PROJECT];
    const parts = isPart ? other.childrenOf(0, type).filter((part) => other.isIn(part, space)) : [];
    return parts.map((each) => ({ file: other!, index: each }));
  });
}

/** Whether two places are parts of one type. */
export function isSameType(one: Part, other: Part): boolean {
  if (one.file === other.file && one.index === other.index) return true;
  const [type, of] = [one.file.definition(one.index), other.file.definition(other.index)];
  if (calledName(type) !== calledName(of) || one.file.resolved[PROJECT] !== other.file.resolved[PROJECT]) return false;
  if (type.parent > 0 && of.parent > 0)
    return isSameType({ file: one.file, index: type.parent }, { file: other.file, index: of.parent });
  const namespaces = [type.namespace ?? one.file.surface.namespace, of.namespace ?? other.file.surface.namespace];
  return type.parent <= 0 && of.parent <= 0 && namespaces[0] === namespaces[1];
}
