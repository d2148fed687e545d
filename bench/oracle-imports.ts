// Do imports resolve? Of the module names that a repository's JavaScript and TypeScript files import from the repository itself: how many the index follows to a file.
//   node --conditions=@cm/source bench/oracle-imports.ts PATH... [--show N]
// What comes from the repository is decided here, not by the oracle: relative names, names of packages that a package.json of the repository has, `#` names, and names
// that the `paths` of some tsconfig match. Left out are files in folders of fixtures, and names whose file git does not know: what a build makes is not there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import { parseArgs } from 'node:util';
import { openOracle } from '@cm/oracle';
import Database from 'better-sqlite3';
import ts from 'typescript-api';
import { printTable } from './print-table.ts';

const SOURCE = /\.[cm]?[jt]sx?$/;
const NOT_OURS = /(?:^|\/)(?:__fixtures__|fixtures?|testdata|node_modules|templates?)\//;
/** What TypeScript and bundlers add to a name, and what of a name stands for another ending in the sources. */
const ENDINGS = [
  '',
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.mjs',
  '/index.d.ts',
];

interface Count {
  relative: number;
  workspace: number;
  alias: number;
  missed: string[];
}

/** Names of the repository's packages, and patterns of the `paths` of its tsconfigs. */
function readManifests(root: string, paths: readonly string[]): { packages: Set<string>; aliases: RegExp[] } {
  const packages = new Set<string>();
  const aliases: RegExp[] = [];
  for (const path of paths) {
    if (NOT_OURS.test(path)) continue;
    const text = () => readFileSync(join(root, path), 'utf8');
    if (basename(path) === 'package.json') {
      const { name } = JSON.parse(text()) as { name?: string };
      if (name !== undefined) packages.add(name);
    } else if (/^tsconfig.*\.json$/.test(basename(path))) {
      const { config } = ts.parseConfigFileTextToJson(path, text()) as { config?: { compilerOptions?: { paths?: object } } };
      for (const alias of Object.keys(config?.compilerOptions?.paths ?? {}))
        if (alias !== '*') aliases.push(new RegExp(`^${alias.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.+')}$`));
    }
  }
  return { packages, aliases };
}

const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

function isThere(files: ReadonlySet<string>, from: string, specifier: string): boolean {
  const target = posix.join(dirname(from), specifier).replace(/\/$/, '');
  const stem = target.replace(/\.([cm]?)jsx?$/, '');
  return [target, stem].some((each) => ENDINGS.some((ending) => files.has(posix.normalize(each + ending))));
}

async function measure(root: string, folder: string): Promise<Count> {
  const file = join(folder, `${basename(root)}.db`);
  const oracle = await openOracle({ root, file, embedder: null });
  await oracle.scan();
  await oracle.close();
  const paths = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).split('\0');
  const files = new Set(paths);
  const { packages, aliases } = readManifests(root, paths);
  const db = new Database(file, { readonly: true });
  const count: Count = { relative: 0, workspace: 0, alias: 0, missed: [] };
  const rows = db.prepare('select path, resolved from imports join files on files.id = file_id').all() as {
    path: string;
    resolved: string;
  }[];
  for (const { path, resolved } of rows) {
    if (!SOURCE.test(path) || NOT_OURS.test(path)) continue;
    const known = JSON.parse(resolved) as Record<string, string | null>;
    const text = readFileSync(join(root, path), 'utf8');
    // A `declare module` adds to a module and takes nothing from it.
    const imported = ts
      .preProcessFile(text, true, true)
      .importedFiles.filter(({ pos }) => !/\bmodule\s+$/.test(text.slice(pos - 20, pos)));
    for (const specifier of new Set(imported.map((each) => each.fileName.replace(/[?#].*$/, '') || each.fileName))) {
      const kind = specifier.startsWith('.')
        ? 'relative'
        : aliases.some((alias) => alias.test(specifier)) || specifier.startsWith('#')
          ? 'alias'
          : packages.has(packageOf(specifier))
            ? 'workspace'
            : null;
      if (kind === null || (kind === 'relative' && !isThere(files, path, specifier))) continue;
      count[kind]++;
      if (typeof known[specifier] !== 'string') count.missed.push(`${path}: ${specifier}`);
    }
  }
  db.close();
  return count;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: 'string', default: '0' } } });
if (positionals.length === 0 || positionals.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-imports.ts PATH... [--show N]\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'cm-imports-'));
try {
  const rows: object[] = [];
  for (const root of positionals) {
    const { relative, workspace, alias, missed } = await measure(root, folder);
    const all = relative + workspace + alias;
    rows.push({
      repository: basename(root),
      relative,
      workspace,
      alias,
      missed: missed.length,
      resolved: `${((1 - missed.length / all) * 100).toFixed(2)} %`,
    });
    for (const each of missed.slice(0, Number(values.show))) process.stderr.write(`  ${each}\n`);
  }
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
