import { createHash } from 'node:crypto';

/** A file that the checker reads. */
export interface CheckedFile {
  path: string;
  sha256: string;
  /** What the index made of its module names. */
  resolved: Readonly<Record<string, string | null>>;
  /** It says something that holds everywhere: `declare global`, a declaration file. */
  ambient: boolean;
}

/** Raised when other answers are taken from the same files. */
const CHECKER_VERSION = 1;

/**
 * For each file a hash of everything its types can rest on: its own text, that of all files it imports, directly or not, and of those that
 * declare something for everybody. Linear in files and imports.
 */
export function closureKeys(files: ReadonlyMap<string, CheckedFile>): Map<string, string> {
  const own = new Map<string, string>();
  for (const group of importGroups(files)) {
    const hash = createHash('sha256');
    const inside = new Set(group);
    for (const path of group) {
      const file = files.get(path)!;
      hash.update(JSON.stringify([path, file.sha256, Object.entries(file.resolved)]));
    }
    const outside = new Set(group.flatMap((path) => importsOf(files, path)).filter((path) => !inside.has(path)));
    for (const path of [...outside].sort()) hash.update(own.get(path)!);
    const key = hash.digest('hex');
    for (const path of group) own.set(path, key);
  }
  const everybody = createHash('sha256').update(String(CHECKER_VERSION));
  for (const path of [...files.keys()].sort()) if (files.get(path)!.ambient) everybody.update(own.get(path)!);
  const suffix = everybody.digest('hex').slice(0, 16);
  return new Map([...own].map(([path, key]) => [path, `${key.slice(0, 32)}${suffix}`]));
}

export function importsOf(files: ReadonlyMap<string, CheckedFile>, path: string): string[] {
  const found: string[] = [];
  for (const target of Object.values(files.get(path)!.resolved)) if (target !== null && files.has(target)) found.push(target);
  return found;
}

/** The files that import one another in circles, as one group each; a group comes after those it imports. Tarjan's, without recursion. */
function importGroups(files: ReadonlyMap<string, CheckedFile>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  const enter = (path: string) => {
    order.set(path, order.size);
    low.set(path, order.get(path)!);
    stack.push(path);
    onStack.add(path);
    return { path, imports: importsOf(files, path), next: 0 };
  };
  for (const start of [...files.keys()].sort()) {
    if (order.has(start)) continue;
    const work = [enter(start)];
    for (let at = work.at(-1); at !== undefined; at = work.at(-1)) {
      const target = at.imports[at.next++];
      if (target !== undefined) {
        if (!order.has(target)) work.push(enter(target));
        else if (onStack.has(target)) low.set(at.path, Math.min(low.get(at.path)!, order.get(target)!));
        continue;
      }
      work.pop();
      const outer = work.at(-1);
      if (outer !== undefined) low.set(outer.path, Math.min(low.get(outer.path)!, low.get(at.path)!));
      if (low.get(at.path) !== order.get(at.path)) continue;
      const group = stack.splice(stack.lastIndexOf(at.path));
      for (const path of group) onStack.delete(path);
      groups.push(group.sort());
    }
  }
  return groups;
}
