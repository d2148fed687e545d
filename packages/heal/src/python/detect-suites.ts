import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path/posix';
import type { Suite } from '../suite.ts';
import { isProtectedPath } from './protected-path.ts';

const TEST_FILE = /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/;
const ELSEWHERE = /(?:^|\/)(?:\.[^/]+|node_modules|venv|site-packages|__pycache__)\//;
const MOST_CONFIGURATION_BYTES = 1_000_000;
const MOST_FILES = 200_000;

/** File names that may configure pytest, and what in them does. An empty pytest.ini does too. */
const CONFIGURATIONS: Readonly<Record<string, RegExp>> = {
  'pytest.ini': /^/,
  '.pytest.ini': /^/,
  'pytest.toml': /^/,
  '.pytest.toml': /^/,
  'pyproject.toml': /^\s*\[\s*tool\s*\.\s*pytest\b/m,
  'tox.ini': /^\[pytest\]/m,
  'setup.cfg': /^\[tool:pytest\]/m,
};

/**
 * The pytest suites of a tree: one for each folder that configures pytest, one for each Python project below an unconfigured
 * root, and one for the root when tests are left over. Folders below tests are fixtures, not suites.
 */
export async function detectPytestSuites(root: string, files: readonly string[]): Promise<Suite[]> {
  const own = files.filter((file) => !ELSEWHERE.test(file));
  const tests = own.filter((file) => TEST_FILE.test(file));
  if (tests.length === 0 && !own.some((file) => file.endsWith('conftest.py'))) return [];
  const configured = await configuredFolders(root, own);
  const folders = new Set([...configured, ...(configured.has('') ? [] : projectFolders(own)), '']);
  const used = new Set(tests.map((file) => nearest(dirname(file), folders)));
  for (const folder of configured) if (own.some((file) => file.endsWith('.py') && within(file, folder))) used.add(folder);
  return [...used].sort().map((folder) => ({ framework: 'pytest', folder, command: 'python -m pytest' }));
}

async function configuredFolders(root: string, files: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const file of files) {
    const marker = CONFIGURATIONS[file.slice(file.lastIndexOf('/') + 1)];
    if (marker === undefined || belongsToTests(folderOf(file))) continue;
    if (marker.test(await readConfiguration(`${root}/${file}`))) found.add(folderOf(file));
  }
  return found;
}

function projectFolders(files: readonly string[]): string[] {
  return files
    .filter((file) => /(?:^|\/)(?:pyproject\.toml|setup\.py)$/.test(file) && !belongsToTests(folderOf(file)))
    .map(folderOf);
}

/** `tests` itself may configure pytest; a folder below it holds what the tests read. */
function belongsToTests(folder: string): boolean {
  return isProtectedPath(`${dirname(folder)}/x`) || /(?:^|\/)fixtures(?:\/|$)/.test(folder);
}

/** A configuration that can't be read as a small file is taken for one that says nothing of pytest. */
async function readConfiguration(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '\0');
  return text.length > MOST_CONFIGURATION_BYTES ? '\0' : text;
}

function nearest(folder: string, folders: ReadonlySet<string>): string {
  let at = folder === '.' ? '' : folder;
  while (at !== '' && !folders.has(at)) at = folderOf(at);
  return at;
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}

function within(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${join(folder)}/`);
}

/** The suites below `folder` that are not part of its own: pytest, run in it, would collect them too. */
export async function nestedSuites(root: string, folder: string): Promise<string[]> {
  const files = await filesBelow(root, folder);
  const suites = await detectPytestSuites(root, files);
  return suites.map((suite) => suite.folder).filter((nested) => nested !== folder && within(`${nested}/`, folder));
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const files: string[] = [];
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined && files.length < MOST_FILES; at = waiting.pop()) {
    for (const entry of await readdir(join(root, at), { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !ELSEWHERE.test(`${path}/`)) waiting.push(path);
    }
  }
  return files;
}
