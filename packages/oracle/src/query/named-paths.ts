const PATH = /(?:[\w@.-]+[/\\])*[\w@-][\w@.-]*\.[A-Za-z]\w{0,4}\b/g;
const MOST_NAMED = 50;

/**
 * The files that a text names, as a stack trace or a person does: `src/a.ts:12`, `File "/srv/app/src/a.py"`, `a.ts`. The longest end that a
 * path shares with what is written decides; what several files are called is shared among them.
 */
export function namedPaths(text: string, paths: readonly string[]): Map<string, number> {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = nameOf(path);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const found = new Map<string, number>();
  const written = new Set(Array.from(text.matchAll(PATH), ([each]) => each.replaceAll('\\', '/').replace(/^(?:\.{0,2}\/)+/, '')));
  for (const each of [...written].slice(0, MOST_NAMED)) {
    const alike = (byName.get(nameOf(each)) ?? []).map((path) => ({ path, shared: sharedEnd(path, each) }));
    const most = Math.max(0, ...alike.map(({ shared }) => shared));
    const meant = alike.filter(({ shared }) => shared === most);
    for (const { path } of meant) found.set(path, Math.max(found.get(path) ?? 0, 1 / meant.length));
  }
  return found;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** How many folders and names two paths have in common, counted from their ends. */
function sharedEnd(a: string, b: string): number {
  const [left, right] = [a.split('/').reverse(), b.split('/').reverse()];
  const end = left.findIndex((part, index) => part !== right[index]);
  return end < 0 ? left.length : end;
}
