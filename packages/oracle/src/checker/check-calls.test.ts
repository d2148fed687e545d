import { join } from 'node:path';
import { describeIndex, makeFolder, writeFiles } from '../fixture-folder.ts';
import { openOracle } from '../oracle.ts';

const FILES = {
  'router.ts': `export interface Context { json(value: unknown): void }\nexport class Router {\n  get<C extends Context>(path: string, handler: (c: C) => void) { return this; }\n}\n`,
  'app.ts': `import { Router } from './router';\nexport function main() {\n  new Router().get('/', (c) => c.json(1));\n  [1].map((n) => n.toFixed());\n  wild().go();\n}\ndeclare function wild(): any;\n`,
  'app.test.ts': `import { make } from './make';\nit('answers', () => {\n  make((c) => c.json(2));\n});\n`,
  'make.ts': `import type { Context } from './router';\nexport const make = <C extends Context>(handler: (c: C) => void) => handler;\n`,
};

const isCall = (line: string) => /^(?:calls|tests|unresolved calls)/.test(line);

describe('the checker tier', () => {
  it('finds calls on what nobody wrote a type down for, and drops the questions that it answers', async () => {
    const oracle = await openOracle({ root: makeFolder(FILES) });
    const before = await oracle.scan();
    expect(before.checker).toBeNull();
    expect((await describeIndex(oracle)).filter(isCall)).toContain(
      'unresolved calls app.ts#main c.json line 3 [router.ts#Context.json]',
    );
    const report = await oracle.scan({ checker: true });
    expect(report).toMatchObject({ parsed: 0, checker: { asked: 2, answered: 2, stopped: null } });
    expect((await describeIndex(oracle)).filter(isCall)).toEqual([
      'calls app.test.ts#answers -> make.ts#make (scope: make from ./make, line 3)',
      'calls app.test.ts#answers -> router.ts#Context.json (checker: c.json, line 3)',
      'calls app.ts#main -> app.ts#wild (scope: wild, line 5)',
      'calls app.ts#main -> router.ts#Context.json (checker: c.json, line 3)',
      'calls app.ts#main -> router.ts#Router.get (receiver: new Router().get, line 3)',
      'tests app.test.ts#answers -> make.ts#make (scope: make from ./make, line 3)',
      'tests app.test.ts#answers -> router.ts#Context.json (checker: c.json, line 3)',
      'unresolved calls app.ts#main wild().go line 5 []',
    ]);
    expect(report.edges).toBe((await oracle.graph()).edges.length);
    await oracle.close();
  });

  it('takes a type for no value that is called, however many files add to it', async () => {
    const adds = (member: string) =>
      `import './stream';\ndeclare global {\n  interface Stream {\n    ${member}(): Stream;\n  }\n}\nexport {};\n`;
    const oracle = await openOracle({
      root: makeFolder({
        'stream.ts': `class Stream {\n  constructor(readonly start: () => void) {}\n}\ndeclare global {\n  var Stream: typeof import('./stream').Stream;\n  interface Stream {}\n}\nexport { Stream };\n`,
        'map.ts': adds('map'),
        'take.ts': adds('take'),
        'use.ts': `import './map';\nimport './take';\nexport const use = () => new Stream(() => {});\n`,
      }),
    });
    await oracle.scan({ checker: true });
    const found = (await describeIndex(oracle)).filter((line) => line.includes('use.ts#use ->') && !line.includes('imports'));
    expect(found.filter((line) => /map\.ts|take\.ts/.test(line))).toEqual([]);
    expect(found).toEqual([expect.stringContaining('stream.ts#Stream')]);
    await oracle.close();
  });

  it('is asked about what the repository puts on the global object', async () => {
    const oracle = await openOracle({
      root: makeFolder({
        'app.ts': `export class App { go() {} }\ndeclare global { interface Window { h: { app: InstanceType<typeof App> } } }\n`,
        'a.ts': `const { h } = window;\nexport function one() { h.app.go(); window.addEventListener('x', one); window.document.close(); }\n`,
      }),
    });
    await oracle.scan();
    expect((await describeIndex(oracle)).filter(isCall)).toEqual(['unresolved calls a.ts#one h.app.go line 2 [app.ts#App.go]']);
    await oracle.scan({ checker: true });
    expect((await describeIndex(oracle)).filter(isCall)).toEqual(['calls a.ts#one -> app.ts#App.go (checker: h.app.go, line 2)']);
    await oracle.close();
  });

  it('follows what is put into an object by its name', async () => {
    const oracle = await openOracle({
      root: makeFolder({
        'make.ts': `function run() {}\nexport function make() { const all = wrap({ run, go: run }); return all; }\ndeclare function wrap<T>(value: T): T;\n`,
        'a.ts': `import { make } from './make';\nexport function one() { make().go(); }\nexport function two() { make().run(); }\n`,
      }),
    });
    await oracle.scan({ checker: true });
    expect((await describeIndex(oracle)).filter((line) => / -> make.ts#run /.test(line))).toEqual([
      'calls a.ts#one -> make.ts#run (checker: make().go, line 2)',
      'calls a.ts#two -> make.ts#run (checker: make().run, line 3)',
      'references make.ts#make -> make.ts#run (scope: run, line 2)',
    ]);
    await oracle.close();
  });

  it('is asked again only about files that import what changed, and equals a cold index', async () => {
    const root = makeFolder(FILES);
    const oracle = await openOracle({ root });
    await oracle.scan({ checker: true });
    writeFiles(root, { 'make.ts': `${FILES['make.ts']}// more\n` });
    expect((await oracle.scan({ checker: true })).checker).toEqual({ asked: 1, answered: 1, stopped: null });
    writeFiles(root, { 'router.ts': `\n${FILES['router.ts'].replace('json(', 'text(')}` });
    await oracle.scan({ checker: true });
    const cold = await openOracle({ root, file: join(makeFolder(), 'cold.db') });
    await cold.scan({ checker: true });
    expect(await describeIndex(oracle)).toEqual(await describeIndex(cold));
    await cold.close();
    await oracle.close();
  });

  it('leaves nothing that no longer holds when it is not asked', async () => {
    const root = makeFolder(FILES);
    const oracle = await openOracle({ root });
    await oracle.scan({ checker: true });
    writeFiles(root, { 'router.ts': FILES['router.ts'].replace('json(', 'text(') });
    await oracle.scan();
    const cold = await openOracle({ root, file: join(makeFolder(), 'cold.db') });
    await cold.scan();
    expect(await describeIndex(oracle)).toEqual(await describeIndex(cold));
    await cold.close();
    await oracle.close();
  });

  it('asks about the files that are named', async () => {
    const oracle = await openOracle({ root: makeFolder(FILES) });
    expect((await oracle.scan({ checker: ['app.ts', 'nowhere.ts'] })).checker).toEqual({ asked: 1, answered: 1, stopped: null });
    await oracle.close();
  });

  it('runs nothing of the repository, and reads nothing outside of it', async () => {
    const outside = makeFolder({ 'secret.ts': 'export const secret = () => ({ leak() {} });\n' });
    const marker = join(makeFolder(), 'ran');
    const root = makeFolder({
      'tsconfig.json': JSON.stringify({ compilerOptions: { plugins: [{ name: './plugin.js' }], typeRoots: [outside] } }),
      'plugin.js': `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');\n`,
      'app.ts': `/// <reference path="${outside}/secret.ts" />\nimport { secret } from '${outside}/secret';\nexport const use = () => secret().leak();\n`,
    });
    const oracle = await openOracle({ root });
    const { checker } = await oracle.scan({ checker: true });
    expect(checker?.stopped).toBeNull();
    expect((await describeIndex(oracle)).filter(isCall)).toContain('unresolved calls app.ts#use secret().leak line 3 []');
    expect(() => process.getBuiltinModule('node:fs').readFileSync(marker)).toThrow('ENOENT');
    await oracle.close();
  });

  it('that is interrupted leaves the index as it was', async () => {
    const oracle = await openOracle({ root: makeFolder(FILES) });
    await oracle.scan();
    const before = await describeIndex(oracle);
    const controller = new AbortController();
    const scan = oracle.scan({ checker: true, signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    await scan.catch((error: unknown) => expect(error).toMatchObject({ code: 'CM_INTERRUPTED' }));
    expect(await describeIndex(oracle)).toEqual(before);
    await oracle.close();
  });
});
