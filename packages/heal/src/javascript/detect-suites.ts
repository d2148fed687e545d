// Which packages of a tree have a suite of which framework.
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Suite } from '../suite.ts';
import { type PackageManifest, readManifest, readManifests } from './package-manifests.ts';
import { findCommand, type ScriptCommand } from './test-script.ts';

export type TestFramework = 'node:test' | 'jest' | 'vitest';

const TOOL = { 'node:test': 'node --test', jest: 'jest', vitest: 'vitest' } as const;
const CONFIG = {
  'node:test': undefined,
  jest: /(?:^|\/)jest\.config\.\w+$/,
  vitest: /(?:^|\/)vitest\.(?:config|workspace)\.\w+$/,
} as const;
const TEST_FILE = /[.-](?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)(?:__tests__|tests?)\/.*\.[cm]?[jt]sx?$/;
const NODE_TEST_FILE = /[.-_]test\.[cm]?[jt]s$|(?:^|\/)test(?:-[^/]*)?\.[cm]?[jt]s$|(?:^|\/)test\/.*\.[cm]?[jt]s$/;
const MAX_FILES_LOOKED_INTO = 50;

/** A root whose script runs the framework has one suite for the whole tree; otherwise each package with one has its own. */
export async function detectTestSuites(framework: TestFramework, root: string, files: readonly string[]): Promise<Suite[]> {
  const suites: Suite[] = [];
  for (const manifest of await readManifests(root, files)) {
    const own = files.filter((file) => within(file, manifest.folder));
    if (!(await hasSuite(framework, root, manifest, own))) continue;
    suites.push({ framework, folder: manifest.folder, command: wordsOf(framework, manifest) });
    if (manifest.folder === '') break;
  }
  if (
    suites.length === 0 &&
    framework === 'node:test' &&
    !files.includes('package.json') &&
    (await importsNodeTest(root, files))
  ) {
    suites.push({ framework, folder: '', command: 'node --test' });
  }
  return suites;
}

export function within(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`);
}

/** How a package's own scripts run the framework; without such a script, plainly. */
export async function readCommand(framework: TestFramework, root: string, folder: string): Promise<ScriptCommand> {
  const manifest = await readManifest(root, folder);
  return (manifest && scriptCommand(framework, manifest)) ?? { env: {}, nodeOptions: [], args: [] };
}

/** `test` counts most, then `test:*` and other scripts whose name speaks of tests. */
function scriptCommand(framework: TestFramework, manifest: PackageManifest): ScriptCommand | undefined {
  const names = Object.keys(manifest.scripts).filter((name) => /(?:^|[:-])(?:test|tests|unit|vitest|jest)(?:$|[:-])/.test(name));
  const inOrder = names.sort((a, b) => Number(b === 'test') - Number(a === 'test'));
  for (const name of inOrder) {
    const command = findCommand(manifest.scripts[name] ?? '', TOOL[framework]);
    if (command !== undefined) return command;
  }
  return undefined;
}

async function hasSuite(
  framework: TestFramework,
  root: string,
  manifest: PackageManifest,
  own: readonly string[],
): Promise<boolean> {
  if (scriptCommand(framework, manifest) !== undefined) return true;
  // A script that runs something else is believed; one that delegates, or none, leaves the configuration to speak.
  const others = (['node:test', 'jest', 'vitest'] as const).filter((other) => other !== framework);
  if (others.some((other) => scriptCommand(other, manifest) !== undefined)) return false;
  if (framework === 'node:test') return importsNodeTest(root, own);
  const beside = (pattern: RegExp) => own.some((file) => pattern.test(file) && posix.dirname(file) === (manifest.folder || '.'));
  const configured =
    (CONFIG[framework] !== undefined && beside(CONFIG[framework])) || (framework === 'jest' && manifest.configuresJest);
  return configured || (manifest.dependencies.has(framework) && own.some((file) => TEST_FILE.test(file)));
}

async function importsNodeTest(root: string, files: readonly string[]): Promise<boolean> {
  const candidates = files
    .filter((file) => NODE_TEST_FILE.test(file) && !file.includes('fixtures/'))
    .slice(0, MAX_FILES_LOOKED_INTO);
  for (const file of candidates) {
    const text = await readFile(join(root, file), 'utf8');
    if (/(?:from|require\(|import)\s*['"]node:test['"]/.test(text)) return true;
  }
  return false;
}

function wordsOf(framework: TestFramework, manifest: PackageManifest): string {
  const command = scriptCommand(framework, manifest);
  const tool = framework === 'vitest' ? 'vitest run' : TOOL[framework];
  return [tool, ...(command?.args ?? []).filter((word) => word !== 'run')].join(' ');
}
