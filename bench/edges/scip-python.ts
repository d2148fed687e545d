// scip-python, which is Pyright. It is installed from npm with install scripts off and run on a copy of the repository.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Indexed, readDocuments, run } from './scip.ts';

/** A folder with a Python that fails: what is installed on this machine is not looked at, which may be another version of the repository. */
function withoutPython(folder: string): string {
  const empty = join(folder, 'no-python');
  mkdirSync(empty);
  for (const name of ['python', 'python3']) writeFileSync(join(empty, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return `${empty}:${process.env.PATH}`;
}

export const python: Indexed = {
  source: /\.pyi?$/,
  start: (home) => {
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), '{ "private": true }');
    run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '@sourcegraph/scip-python'], home);
    const indexer = join(home, 'node_modules/@sourcegraph/scip-python/index.js');
    return (root, folder) => {
      const copy = join(folder, 'copy');
      cpSync(root, copy, { recursive: true, filter: (path) => !/[/\\](?:\.codemonkeys|node_modules|\.venv)$/.test(path) });
      const file = join(folder, 'index.scip');
      writeFileSync(join(copy, 'pyrightconfig.json'), '{ "extraPaths": ["src"] }');
      const environment = join(folder, 'environment.json');
      writeFileSync(environment, '[]');
      const args = ['--cwd', copy, '--project-name', basename(root), '--environment', environment, '--output', file];
      run(process.execPath, [indexer, 'index', copy, ...args], copy, withoutPython(folder));
      return readDocuments(file);
    };
  },
  // Modules of the repository are imported with `src` and without.
  descriptorsOf: (symbol) => symbol.replace(/^scip-python \S+ \S+ \S+ /, '').replace(/^`src\./, '`'),
  nameOf: (symbol) => /(?:^|[#/.`])([^#/.`()]+)(?:\(\)\.|#)$/.exec(symbol)?.[1] ?? null,
  isCall: (name, before, text, after) => {
    // Of a module that takes all of another, scip-python names what `__all__` has first for whatever is asked of it: `httpx.Response` is `Request`.
    if (before.endsWith('.') && text !== name && text !== '__init__') return false;
    return /^\s*@[\w.]*$/.test(before + text) || /^\s*\(/.test(after);
  },
  // Decorators before `def` or `class` are called by what is around.
  isIn: (lines, { start_line }, line) => {
    const found = lines.findIndex((each, row) => row >= start_line - 1 && /^\s*(?:async\s+def|def|class)\b/.test(each));
    return (found < 0 ? start_line : found + 1) <= line;
  },
};
