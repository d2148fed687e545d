import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { cm } from './run-cm.fixture.ts';

let made: TemporaryRepository;
beforeAll(async () => {
  made = await temporaryRepository({
    files: {
      'lib/parse.js': 'export function parse(text) {\n  return trim(text);\n}\nexport function trim(text) {\n  return text;\n}\n',
      'main.js': "import { parse } from './lib/parse.js';\nexport function main() {\n  return parse('x');\n}\n",
      'main.test.js': "import { main } from './main.js';\nit('runs', () => {\n  main();\n});\n",
      'other/parse.js': 'export function parse() {}\n',
    },
  });
});
afterAll(() => made.remove());

async function json(...args: string[]) {
  const { stdout, stderr, exitCode } = await cm(made.path, [...args, '--json']);
  expect(stderr).toBe('');
  return { exitCode, data: JSON.parse(stdout) };
}

const NODE = {
  id: expect.any(Number),
  path: expect.any(String),
  type: expect.any(String),
  name: expect.any(String),
  start_line: expect.any(Number),
  end_line: expect.any(Number),
};
const namesOf = (list: { name: string }[]) => list.map(({ name }) => name);

describe('with --json', () => {
  it('cm impact gives certain, possible and unknown lists of the same node shape, and the tests to run', async () => {
    const { data } = await json('impact', 'trim');
    expect(Object.keys(data)).toEqual(expect.arrayContaining(['certain', 'possible', 'unknown', 'tests', 'usually', 'state']));
    expect(namesOf(data.certain)).toEqual(['parse', 'main', 'runs']);
    for (const node of [...data.certain, ...data.changed, ...data.tests]) expect(node).toMatchObject(NODE);
    expect(namesOf(data.tests)).toEqual(['runs']);
    expect(data.state).toMatchObject({
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      freshness: { current: true },
      coverage: { files: 4 },
    });
  });

  it('cm graph gives nodes and edges', async () => {
    const { data } = await json('graph');
    for (const node of data.nodes) expect(node).toMatchObject(NODE);
    const ids = new Set(data.nodes.map((node: { id: number }) => node.id));
    for (const edge of data.edges) {
      expect(edge).toMatchObject({ type: expect.any(String), tier: expect.any(String), confidence: expect.any(Number) });
      expect(ids.has(edge.source_id) && ids.has(edge.target_id)).toBe(true);
    }
  });

  it('callers, callees, path, show, map and context answer with nodes', async () => {
    expect(namesOf((await json('callers', 'trim', '--depth', '3')).data.callers)).toEqual(['parse', 'main', 'runs']);
    expect(namesOf((await json('callees', 'main')).data.callees)).toEqual(['parse']);
    expect(namesOf((await json('path', 'main', 'trim')).data.path.nodes)).toEqual(['main', 'parse', 'trim']);
    const none = await json('path', 'trim', 'main');
    expect([none.exitCode, none.data.path]).toEqual([1, null]);
    const { data } = await json('show', 'lib/parse.js:5');
    expect(data).toMatchObject({
      symbol: { name: 'trim' },
      source: { text: expect.stringContaining('return text;'), from: 'indexed' },
    });
    expect(namesOf((await json('show', 'lib/parse.js')).data.outline)).toEqual(['parse', 'parse', 'trim']);
    expect((await json('map', '--tokens', '60')).data.tokens).toBeLessThanOrEqual(60);
    expect(namesOf((await json('context', 'change', 'trim')).data.parts)).toContain('trim');
  });
});

it('names are of the folder that one is in, and an ambiguous or unknown one says what could be meant', async () => {
  const inside = await cm(join(made.path, 'lib'), ['callers', 'parse.js:1', '--json']);
  expect(JSON.parse(inside.stdout).symbol).toMatchObject({ path: 'lib/parse.js', name: 'parse' });
  const ambiguous = await cm(made.path, ['callers', 'parse']);
  expect(ambiguous).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/CM_AMBIGUOUS_SYMBOL.*lib\/parse\.js:1.*other\/parse\.js:1/),
  });
  const unknown = await cm(made.path, ['callers', 'prase']);
  expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/CM_UNKNOWN_SYMBOL.*\n.*did you mean parse\?/) });
});

it('cm impact reads a diff, and people are told how far to trust the answer', async () => {
  const diff = join(made.path, 'change.diff');
  writeFileSync(diff, '--- a/lib/parse.js\n+++ b/lib/parse.js\n@@ -5 +5 @@\n-  return text;\n+  return text.trim();\n');
  const { stdout, stderr } = await cm(made.path, ['impact', '--diff', 'change.diff']);
  expect(stdout).toContain('certain (2)\n  lib/parse.js:1-3  function parse  calls trim in line 2\n');
  expect(stdout).toContain('tests to run (1)\n  main.test.js:2-4  test runs');
  expect(stderr).toMatch(/commit [0-9a-f]{10}, index is current, 4 files, \d+ % of uses followed/);
  expect(await cm(made.path, ['impact', '--diff', 'gone.diff'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('CM_NO_SUCH_FILE'),
  });
});

it('cm graph writes each format to a file, and says when it can not', async () => {
  mkdirSync(join(made.path, 'out'));
  for (const format of ['json', 'graphml', 'dot', 'mermaid', 'scip']) {
    const { exitCode, stdout } = await cm(made.path, ['graph', '--format', format, '-o', `out/${format}`]);
    expect({ exitCode, stdout, isThere: existsSync(join(made.path, 'out', format)) }).toEqual({
      exitCode: 0,
      stdout: '',
      isThere: true,
    });
  }
  expect(readFileSync(join(made.path, 'out/mermaid'), 'utf8')).toMatch(/^flowchart LR\n/);
  expect(
    execFileSync(
      'python3',
      ['-c', `import json; print(len(json.load(open(${JSON.stringify(join(made.path, 'out/json'))}))["nodes"]) > 5)`],
      { encoding: 'utf8' },
    ).trim(),
  ).toBe('True');
  const failed = await cm(made.path, ['graph', '-o', 'nowhere/x.json']);
  expect(failed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('CM_NOT_WRITABLE') });
});

it('cm context takes a failure as JSON, and refuses what is none', async () => {
  const failure = { test: 'runs', file: 'main.test.js', message: 'boom', frames: [{ path: 'lib/parse.js', line: 5 }] };
  writeFileSync(join(made.path, 'failure.json'), JSON.stringify(failure));
  const { stdout } = await cm(made.path, ['context', '--failure', 'failure.json']);
  expect(stdout).toMatch(/^## lib\/parse\.js:4-6 trim \(frame 1 of the trace, line 5\)\n/);
  writeFileSync(join(made.path, 'failure.json'), '{"test": 7}');
  expect(await cm(made.path, ['context', '--failure', 'failure.json'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('CM_WRONG_FAILURE'),
  });
});
