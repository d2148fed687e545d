import { posix } from 'node:path';

const SCRIPT_ENDINGS = ['', '.ts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.mts', '/index.ts', '/index.js'];

/**
 * Paths that a test file's imports may mean, by text alone: for the search's start when no test could be run with coverage.
 * Some of them will not exist.
 */
export function importedFiles(path: string, text: string): string[] {
  return path.endsWith('.py') ? pythonFiles(path, text) : scriptFiles(path, text);
}

function scriptFiles(path: string, text: string): string[] {
  const found: string[] = [];
  for (const [, target] of text.matchAll(/(?:from|import|require\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g)) {
    const base = posix.join(posix.dirname(path), target!);
    found.push(...SCRIPT_ENDINGS.map((ending) => base + ending));
    if (/\.[cm]?js$/.test(base)) found.push(base.replace(/js$/, 'ts'), base.replace(/\.js$/, '.tsx'));
  }
  return [...new Set(found)];
}

function pythonFiles(path: string, text: string): string[] {
  const found: string[] = [];
  const folder = posix.dirname(path);
  for (const [, from, names, plain] of text.matchAll(
    /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+([^\n#]+)|import[ \t]+([\w.]+))/gm,
  )) {
    const module = (from ?? plain)!;
    const dots = /^\.*/.exec(module)![0].length;
    const rest = module.slice(dots).replaceAll('.', '/');
    const roots =
      dots > 0 ? [posix.join(folder, ...Array<string>(dots - 1).fill('..'))] : ['', 'src', folder, posix.dirname(folder)];
    for (const root of roots) {
      const base = posix.join(root, rest);
      const inside = (names ?? '').split(',').map((name) => posix.join(base, name.trim().split(/\s/)[0] || '_'));
      found.push(...[base, ...inside].map((name) => `${name}.py`), posix.join(base, '__init__.py'));
    }
  }
  return [...new Set(found)];
}
