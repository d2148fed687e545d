// Partial types of C#, whose parts are in several files of a project.
import { isType, namedFirst } from './choose-definition.ts';
import type { Entity, Repository } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { calledName, spaceKey } from './published-names.ts';

/** Under what a file keeps the path of its project. */
export const PROJECT = 'project';

export const keyOf = (file: LinkedFile, namespace: string): string => spaceKey('csharp', file.path, namespace);

/** Parts that one type has: far more than people write. */
const MOST_PARTS = 200;

interface Part {
  file: LinkedFile;
  index: number;
}

/** The same part of a type, whoever asks. */
export function wholeType(ask: Evaluator, found: Entity): Entity {
  if (found.kind !== 'definition' || !isType(found.file.definition(found.index).type)) return found;
  const parts = partsOf(ask, found.file, found.index);
  if (parts.length === 0) return found;
  // Of a file with several parts it is the first.
  const all = [found, ...parts].sort((one, other) => other.index - one.index);
  const files = new Map(all.map((part) => [part.file.path, part]));
  const [first] = namedFirst([...files.keys()].sort(), found.file.definition(found.index).name);
  return { kind: 'definition', file: files.get(first!)!.file, index: files.get(first!)!.index };
}

const known = new WeakMap<Repository, Map<LinkedFile, Map<number, readonly Part[]>>>();

/** The other parts of a partial type. One file is linked at a time. */
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
  const { parent, namespace, isPartial } = file.definition(index);
  if (!isPartial) return [];
  const type = calledName(file.definition(index));
  const space = keyOf(file, namespace ?? file.surface.namespace);
  const others = ({ file: other, index: around }: Part) =>
    other
      .childrenOf(around, type)
      .filter((each) => other.definition(each).isPartial && (other !== file || each !== index))
      .map((each) => ({ file: other, index: each }));
  if (parent > 0) {
    if (!isType(file.definition(parent).type)) return [];
    return [{ file, index: parent }, ...partsOf(ask, file, parent)].flatMap(others).slice(0, MOST_PARTS);
  }
  const paths = new Set([file.path, ...namedFirst(ask.filesOf(space, type), type).slice(0, MOST_PARTS)]);
  return [...paths]
    .flatMap((path) => {
      const other = path === file.path ? file : ask.file(path);
      if (other === null || other.resolved[PROJECT] !== file.resolved[PROJECT]) return [];
      return others({ file: other, index: 0 }).filter((part) => other.isIn(part.index, space));
    })
    .slice(0, MOST_PARTS);
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
