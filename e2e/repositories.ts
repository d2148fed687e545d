// The repositories that the tests heal: the examples, and small ones made on the spot.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotCheckout, type TemporaryRepository, temporaryRepository } from '@cm/git/testing';

const EXAMPLES = join(import.meta.dirname, '..', 'examples');

/** Repeats less often than the default, to be quick. */
export const SETTINGS = 'version: 1\nheal:\n  repeat: 2\n  testTimeoutSeconds: 60\n  timeBudgetSeconds: 60\n';

export async function exampleRepository(example: string, name?: string): Promise<TemporaryRepository> {
  const made = await temporaryRepository({ ...(name === undefined ? {} : { name }) });
  cpSync(join(EXAMPLES, example), made.path, { recursive: true });
  await made.commit({}, 'the example');
  return made;
}

/** `larger` is wrong; one test says so. */
export const RED_PYTHON: Record<string, string> = {
  'codemonkeys.yaml': SETTINGS,
  'larger.py': 'def larger(a, b):\n    if a < b:\n        return a\n    return b\n',
  'test_larger.py':
    'from larger import larger\n\n\ndef test_larger():\n    assert larger(1, 2) == 2\n    assert larger(2, 1) == 2\n    assert larger(-3, -5) == -3\n',
};

/** The same for node:test. */
export const RED_NODE: Record<string, string> = {
  'codemonkeys.yaml': SETTINGS,
  'package.json': '{ "name": "larger", "type": "module", "scripts": { "test": "node --test" } }\n',
  'larger.js': 'export function larger(a, b) {\n  if (a < b) return a;\n  return b;\n}\n',
  'larger.test.js':
    "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { larger } from './larger.js';\n\ntest('larger', () => {\n  assert.equal(larger(1, 2), 2);\n  assert.equal(larger(2, 1), 2);\n  assert.equal(larger(-3, -5), -3);\n});\n",
};

/** All of a checkout but what `cm heal` may add: the folder `.codemonkeys`, and its branches. */
export function checkoutOf(path: string): Record<string, string> {
  return Object.fromEntries(Object.entries(snapshotCheckout(path)).filter(([file]) => !isOurs(file)));
}

function isOurs(file: string): boolean {
  return file.startsWith('.codemonkeys/') || /(^|\/)refs\/heads\/cm\/heal\/[^/]+$/.test(file);
}

/** The branches that heal has made. */
export async function healBranches(made: Pick<TemporaryRepository, 'git'>): Promise<string[]> {
  return (await made.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/cm/')).split('\n').filter(Boolean);
}

/** Every regular file below a folder, by path, with its content; none where there is no folder. */
export function filesBelow(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'latin1')]),
  );
}
