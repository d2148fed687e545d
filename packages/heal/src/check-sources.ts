// What parsers and linters say of files, before and after a patch.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { loadSyntax } from './syntax/load-syntax.ts';
import type { Workbench } from './workbench.ts';

const CHECK_MS = 60_000;
const PYTHON = new Set(['.py', '.pyi']);
const JAVASCRIPT = new Set(['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx']);

const ofKind = (paths: readonly string[], kind: ReadonlySet<string>) => paths.filter((path) => kind.has(extname(path)));

/** Syntax errors in the files as they are now, a line each: Python by the repository's own interpreter, the rest by their grammar. */
export async function checkSyntax(workbench: Workbench, paths: readonly string[]): Promise<string[]> {
  const syntax = await loadSyntax();
  const unparsable = ofKind(paths, JAVASCRIPT).filter((path) => {
    const tree = syntax.parse(path, readFileSync(join(workbench.root, path), 'utf8'));
    return tree?.hasErrors === true;
  });
  return [...unparsable.map((path) => `${path} does not parse`), ...(await compilePython(workbench, ofKind(paths, PYTHON)))];
}

const COMPILE =
  'import sys\nfor p in sys.argv[1:]:\n  try: compile(open(p,"rb").read(),p,"exec")\n  except SyntaxError as e: print(f"{p}:{e.lineno}: {e.msg}")';

async function compilePython(workbench: Workbench, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const result = await workbench.run(['python3', '-I', '-c', COMPILE, ...paths], { timeoutMs: CHECK_MS });
  return result.exitCode === 0
    ? result.stdout.split('\n').filter(Boolean)
    : [`python could not compile: ${result.stderr.slice(-300)}`];
}

/** Problems per file that the repository's own linters report: ruff where it is configured, ESLint where it is installed. */
export async function countLintProblems(workbench: Workbench, paths: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const found of [
    await countRuff(workbench, ofKind(paths, PYTHON)),
    await countEslint(workbench, ofKind(paths, JAVASCRIPT)),
  ]) {
    for (const [path, count] of found) counts.set(path, (counts.get(path) ?? 0) + count);
  }
  return counts;
}

const ruffReport = z.array(z.object({ filename: z.string() }));

async function countRuff(workbench: Workbench, paths: readonly string[]): Promise<Map<string, number>> {
  if (paths.length === 0 || !configuresRuff(workbench.root)) return new Map();
  const command = ['ruff', 'check', '--output-format=json', '--no-cache', '--force-exclude', ...paths];
  return parseCounts(workbench, command, paths, (json) => ruffReport.parse(json).map((problem) => problem.filename));
}

/** True where ruff has settings of the repository's own; its defaults are nobody's wish. */
export function configuresRuff(root: string): boolean {
  return hasFile(root, 'ruff.toml') || hasFile(root, '.ruff.toml') || /^\[tool\.ruff/m.test(textOf(root, 'pyproject.toml'));
}

const eslintReport = z.array(z.object({ filePath: z.string(), errorCount: z.number(), warningCount: z.number() }));
const ESLINT = 'node_modules/eslint/bin/eslint.js';
const ESLINT_CONFIGS = [
  'eslint.config.js',
  'eslint.config.mjs',
  'eslint.config.cjs',
  'eslint.config.ts',
  '.eslintrc.json',
  '.eslintrc.cjs',
  '.eslintrc.js',
  '.eslintrc.yml',
];

async function countEslint(workbench: Workbench, paths: readonly string[]): Promise<Map<string, number>> {
  if (paths.length === 0 || !ESLINT_CONFIGS.some((name) => hasFile(workbench.root, name))) return new Map();
  const command = ['node', ESLINT, '--format=json', '--no-error-on-unmatched-pattern', ...paths];
  return parseCounts(workbench, command, paths, (json) =>
    eslintReport.parse(json).flatMap((file) => Array<string>(file.errorCount + file.warningCount).fill(file.filePath)),
  );
}

/** Nothing where the linter is missing or can't run: a gate that nobody set up holds nobody back. */
async function parseCounts(
  workbench: Workbench,
  command: readonly string[],
  paths: readonly string[],
  filesOf: (json: unknown) => string[],
): Promise<Map<string, number>> {
  const result = await workbench.run(command, { timeoutMs: CHECK_MS });
  const start = result.stdout.indexOf('[');
  if (start < 0) return new Map();
  try {
    const problems = filesOf(JSON.parse(result.stdout.slice(start)));
    return new Map(paths.map((path) => [path, problems.filter((file) => file.endsWith(`/${path}`) || file === path).length]));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return new Map();
    throw error;
  }
}

function hasFile(root: string, name: string): boolean {
  return textOf(root, name) !== '';
}

function textOf(root: string, name: string): string {
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch {
    // Absent, or nothing that can be read: then it configures nothing.
    return '';
  }
}
