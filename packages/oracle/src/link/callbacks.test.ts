import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeIndex, makeFolder } from '../fixture-folder.ts';
import { indexOf } from '../fixture-oracle.ts';
import { openOracle } from '../oracle.ts';

const TYPES = `export class Context { json() {} text(): Context { return this; } }
export class Other { json() {} }
export type Next = () => Promise<void>;
export type Handler<E = any> = (c: Context, next: Next) => E;
export type Middleware = (c: Context, next: Next) => Promise<void>;
export type Either = Handler | Middleware | string;
`;

/** Where the calls of `json` and `text` in `a.ts` lead, with these types in `types.ts`. */
async function callsOf(text: string, more: Record<string, string> = {}): Promise<string[]> {
  const lines = await indexOf({ 'types.ts': TYPES, 'a.ts': text, ...more });
  return lines.filter((line) => /^calls a\.\w+#.* -> types\.ts#/.test(line)).map((line) => line.replace(/, line \d+/, ''));
}

const FOUND = ['calls a.ts# -> types.ts#Context.json (flow: c.json)'];

it.each([
  ['a type parameter with a bound', `function on<H extends Handler>(run: H) {}\non((c) => c.json());\n`],
  ['a function type in place', `function on(path: string, run: (c: Context) => void) {}\non('/', (c) => c.json());\n`],
  ['an alias of a function type', `function on(run: Handler) {}\non((c) => c.json());\n`],
  ['a union of aliases that agree', `function on(run: Either) {}\non((c) => c.json());\n`],
  [
    'parameters that take all that follow',
    `function on(path: string, ...run: Handler[]) {}\non('/', () => {}, (c) => c.json());\n`,
  ],
  ['a tuple of parameters', `function on(...run: [string, Handler]) {}\non('/', (c) => c.json());\n`],
  ['a constructor', `class On { constructor(run: Handler) {} }\nnew On((c) => c.json());\n`],
  [
    'a callable field',
    `interface Run { (path: string, run: Handler): void }\nclass App { get!: Run }\nconst app = new App();\napp.get('/', (c) => c.json());\n`,
    'a.ts#GET /',
  ],
  [
    'what an interface extends',
    `interface Base { (run: Handler): void }\ninterface Run extends Base {}\nconst run: Run = make();\nrun((c) => c.json());\n`,
  ],
  [
    'the overload of as many arguments',
    `interface Run { (run: (c: Other) => void): void; (path: string, run: Handler): void }\nconst run: Run = make();\nrun('/', (c) => c.json());\n`,
  ],
  ['a variable with a type', `const run: Handler = (c) => c.json();\n`, 'a.ts#run'],
  [
    'a method of an object with a type',
    `interface Options { on(c: Context): void }\nfunction use(options: Options) {}\nuse({ on(c) { c.json(); } });\n`,
    'a.ts#on',
  ],
  ['a property of an object type', `function use(options: { on?: (c: Context) => void }) {}\nuse({ on: (c) => c.json() });\n`],
  [
    'a function that is returned',
    `function make(): Handler {\n  return async function run(c, next) { c.json(); };\n}\n`,
    'a.ts#make',
  ],
  ['a function that a function gives', `const make = (): Handler => (c) => c.json();\n`, 'a.ts#make'],
  ['what a callback gives', `function use(make: (c: Other) => Handler) {}\nuse((c) => (c) => c.json());\n`],
  ['satisfies', `const run = ((c) => c.json()) satisfies Handler;\n`, 'a.ts#run'],
  ['one parameter without brackets', `function on(run: Handler) {}\non(c => c.json());\n`],
])('knows what a callback is given by %s', async (_, text, from = 'a.ts#') => {
  const calls = await callsOf(`import type { Context, Either, Handler, Other } from './types';\n${text}`);
  expect(calls).toEqual(FOUND.map((line) => line.replace('a.ts#', from)));
});

it('knows what a callback is given across files, through re-exports', async () => {
  const more = {
    'app.ts': `import type { Handler } from './types';\nexport function on(run: Handler) {}\n`,
    'index.ts': `export * from './app';\n`,
  };
  expect(await callsOf(`import { on } from './index';\non((c) => c.json());\n`, more)).toEqual(FOUND);
});

it('knows what a callback of JavaScript is given by TypeScript', async () => {
  const more = { 'app.ts': `import type { Handler } from './types';\nexport function on(path: string, run: Handler) {}\n` };
  const oracle = await openOracle({
    root: makeFolder({
      'types.ts': TYPES,
      ...more,
      'a.js': `import { on } from './app';\non('/', ({ a }, b) => b.json());\non('/', (c) => c.json());\n`,
    }),
  });
  await oracle.scan();
  const calls = (await describeIndex(oracle)).filter((line) => /^calls a\.js# -> types/.test(line));
  await oracle.close();
  expect(calls).toEqual(['calls a.js# -> types.ts#Context.json (flow: c.json, line 3)']);
});

it('goes on from what calls through a callable field give', async () => {
  const text = `import type { Handler } from './types';\ninterface Run { (run: Handler): App }\nclass App { get!: Run }\nnew App().get(() => {}).get((c) => c.json());\n`;
  expect(await callsOf(text)).toEqual(FOUND);
});

it.each([
  [
    'overloads disagree',
    `interface Run { (run: (c: Context) => void): void; (run: (c: Other) => void): void }\nconst run: Run = make();\nrun((c) => c.json());\n`,
  ],
  [
    'one of them takes what is not known',
    `interface Run { (run: (c: Context) => void): void; (run: (c: string) => void): void }\nconst run: Run = make();\nrun((c) => c.json());\n`,
  ],
  [
    'it is a type parameter',
    `class T { json() {} }\nfunction on<T>(value: T, run: (c: T) => void) {}\non(1, (c) => c.json());\n`,
  ],
  ['a type stands for itself', `type A = A | B;\ntype B = A;\nfunction on(run: A) {}\non((c) => c.json());\n`],
  ['arguments before it are spread', `function on(path: string, run: Handler) {}\non(...paths, (c) => c.json());\n`],
])('knows nothing of what a callback is given when %s', async (_, text) => {
  expect(await callsOf(`import type { Context, Handler, Other } from './types';\n${text}`)).toEqual([]);
});

it('links a callback again when the type changes that says what it is given', async () => {
  const root = makeFolder({
    'types.ts': TYPES,
    'app.ts': `import type { Context, Other } from './types';\nexport type Handler = (c: Context) => void;\n`,
    'a.ts': `import type { Handler } from './app';\nexport const run: Handler = (c) => c.json();\n`,
  });
  const oracle = await openOracle({ root });
  await oracle.scan();
  const to = async () => (await describeIndex(oracle)).filter((line) => line.startsWith('calls a.ts'));
  expect(await to()).toEqual(['calls a.ts#run -> types.ts#Context.json (flow: c.json, line 2)']);
  writeFileSync(
    join(root, 'app.ts'),
    `import type { Context, Other } from './types';\nexport type Handler = (c: Other) => void;\n`,
  );
  await oracle.scan();
  expect(await to()).toEqual(['calls a.ts#run -> types.ts#Other.json (flow: c.json, line 2)']);
  await oracle.close();
});

it.each([
  ['another name of a class', `type Mine = Context;\nfunction use(c: Mine) { c.json(); }\n`],
  ['a member of an object type', `type Box = { readonly c: Context; n: number };\nfunction use(box: Box) { box.c.json(); }\n`],
  ['a member of an intersection', `type Box = Other & { c: Context };\nfunction use(box: Box) { box.c.json(); }\n`],
  ['a member of what an intersection names', `type Both = Context & { n: number };\nfunction use(c: Both) { c.json(); }\n`],
])('knows %s', async (_, text) => {
  const calls = await callsOf(`import type { Context, Other } from './types';\n${text}`);
  expect(calls.map((line) => line.replace(/ \(.*/, ''))).toEqual(['calls a.ts#use -> types.ts#Context.json']);
});
