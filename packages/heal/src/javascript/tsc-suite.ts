// The TypeScript compiler as a suite: each file of the program is a test, which fails when the file has diagnostics.
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isSystemError } from '@cm/core';
import { fingerprint } from '../fingerprint.ts';
import type { RunOptions, Suite, SuiteAdapter, SuiteReport, TestResult } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { repositoryPath } from './failure-of.ts';
import { readManifests } from './package-manifests.ts';
import { isProtectedPath } from './protected-path.ts';
import { runtimeFile, runtimeFolder } from './run-suite.ts';

const NOT_INSTALLED = 97;
const MAX_DIAGNOSTICS = 5_000;
const SHOWN_PER_FILE = 20;

export interface Diagnostic {
  /** Relative to the repository's root. */
  path: string;
  line: number;
  column: number;
  /** E.g. `TS2304`. */
  code: string;
  message: string;
}

/** `tsc --noEmit` of the project's own TypeScript. */
export const tscAdapter: SuiteAdapter = { framework: 'tsc', detect, isProtected: isProtectedPath, run };

async function detect(root: string, files: readonly string[]): Promise<Suite[]> {
  const manifests = await readManifests(root, files);
  const rootHasCompiler = manifests.some(({ folder, dependencies }) => folder === '' && dependencies.has('typescript'));
  const suites: Suite[] = [];
  for (const { folder, dependencies } of manifests) {
    const config = posix.join(folder, 'tsconfig.json');
    if (!files.includes(config) || !(rootHasCompiler || dependencies.has('typescript'))) continue;
    suites.push({ framework: 'tsc', folder, command: 'tsc --noEmit' });
  }
  return suites;
}

async function run(workbench: Workbench, suite: Suite, options: RunOptions): Promise<SuiteReport> {
  const started = performance.now();
  const tests: TestResult[] = [];
  let incomplete: string | undefined;
  for (const project of await projectsOf(workbench.root, suite.folder)) {
    const result = await workbench.run(compilerCommand(project), {
      folder: suite.folder,
      timeoutMs: options.timeoutMs,
      show: [runtimeFolder],
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const { diagnostics, files, general } = readCompilerOutput(result.stdout, workbench.inside, suite.folder);
    tests.push(...asTests(diagnostics, files, workbench.inside));
    if (result.exitCode === NOT_INSTALLED) incomplete = 'dependencies are not installed: typescript is missing in node_modules';
    else if (result.limitHit !== undefined) incomplete = `it went over the limit on ${result.limitHit}`;
    // A compiler that was ended has found nothing wrong, and nothing right either.
    else if (result.exitCode === null || files.length === 0)
      incomplete = general ?? `the compiler ended early (${result.exitCode ?? result.signal})`;
  }
  const asked = options.tests && new Set(options.tests);
  const kept = asked === undefined ? tests : tests.filter((test) => asked.has(test.id));
  return { suite, tests: kept, durationMs: performance.now() - started, ...(incomplete === undefined ? {} : { incomplete }) };
}

function compilerCommand(project: string): string[] {
  const options = ['--noEmit', '--pretty', 'false', '--incremental', 'false', '--composite', 'false', '--listFiles'];
  return ['node', runtimeFile('launch.mjs'), 'typescript', '-p', project, ...options];
}

/** A tsconfig.json that only refers to others stands for these. */
async function projectsOf(root: string, folder: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(join(root, folder, 'tsconfig.json'), 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return ['tsconfig.json'];
    throw error;
  }
  if (!/"files"\s*:\s*\[\s*\]/.test(text)) return ['tsconfig.json'];
  const references = [...text.matchAll(/"path"\s*:\s*"([^"]+)"/g)].flatMap(([, path]) =>
    path === undefined || path.startsWith('/') ? [] : [path],
  );
  return references.length === 0 ? ['tsconfig.json'] : references.slice(0, 20);
}

const DIAGNOSTIC = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;
const GENERAL = /^error (TS\d+: .*)$/;

/** Reads `--pretty false --listFiles`. Lines that begin with white space go on with the message before. */
export function readCompilerOutput(
  stdout: string,
  inside: string,
  folder: string,
): { diagnostics: Diagnostic[]; files: string[]; general?: string } {
  const diagnostics: Diagnostic[] = [];
  const files: string[] = [];
  let general: string | undefined;
  for (const line of stdout.split(/\r?\n/)) {
    const found = DIAGNOSTIC.exec(line);
    const last = diagnostics.at(-1);
    if (found !== null && diagnostics.length < MAX_DIAGNOSTICS) {
      const [, file = '', row = '', column = '', code = '', message = ''] = found;
      const path = repositoryPath(posix.resolve(posix.join(inside, folder), file), inside);
      if (path !== undefined) diagnostics.push({ path, line: Number(row), column: Number(column), code, message });
    } else if (line.startsWith('  ') && last !== undefined) last.message += `\n${line}`;
    else if (GENERAL.test(line)) general ??= line;
    else {
      const file = repositoryPath(line, inside);
      if (file !== undefined) files.push(file);
    }
  }
  return { diagnostics, files, ...(general === undefined ? {} : { general }) };
}

function asTests(diagnostics: readonly Diagnostic[], files: readonly string[], inside: string): TestResult[] {
  const all = [...new Set([...files, ...diagnostics.map(({ path }) => path)])];
  return all.map((file): TestResult => {
    const own = diagnostics.filter(({ path }) => path === file);
    if (own.length === 0) return { id: file, file, status: 'passed', durationMs: 0 };
    const lines = own
      .slice(0, SHOWN_PER_FILE)
      .map(({ line, column, code, message }) => `${file}(${line},${column}): ${code}: ${message}`);
    const failure = {
      framework: 'tsc' as const,
      test: file,
      kind: 'compile' as const,
      file,
      message: lines.join('\n').slice(0, 4_000),
      frames: own.slice(0, SHOWN_PER_FILE).map(({ path, line, column }) => ({ path, line, column })),
      fingerprint: fingerprint(
        own
          .map(({ code, message }) => `${code}: ${message}`)
          .join('\n')
          .replaceAll(inside, ''),
      ),
    };
    return { id: file, file, status: 'failed', durationMs: 0, failure };
  });
}
