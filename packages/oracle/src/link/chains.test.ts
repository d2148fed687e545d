import { indexOf } from '../fixture-oracle.ts';

const QUERY = `import type { Wide } from './wide';
export class Query<T> {
  where(test: unknown): Query<T> { return this; }
  joined(): T extends string ? Joined<T> : Joined<number>;
  joined(): any {}
  wide(): Wide | Narrow { return make(); }
}
export class Joined<T> { on(): Joined<T> { return this; } }
export class Narrow { open() {} }
export interface Tag { <T>(text: TemplateStringsArray, ...values: unknown[]): Query<T> }
export const sql: Tag = make();
export function from<T>(name: string): Query<T> { return new Query(); }
`;

async function callsOf(text: string): Promise<string[]> {
  const files = { 'query.ts': QUERY, 'wide.ts': 'export class Wide { open() {} }\n', 'a.ts': text };
  const lines = await indexOf(files);
  return lines.flatMap((line) => /^calls a\.ts#\S* -> \w+\.ts#(?:\w+\.)?(\w+)/.exec(line)?.[1] ?? []).sort();
}

const IMPORT = `import { from, sql, type Joined, type Query } from './query';\n`;

it.each([
  [
    'a long chain',
    `from('a')${".where((row) => row.name === 'a name that is long enough')".repeat(30)}.joined();`,
    ['from', 'where', 'joined'],
  ],
  [
    'comments in it',
    `from('a') // the first (of all)\n  .where(1) /* and */\n  // then\n  .joined();`,
    ['from', 'where', 'joined'],
  ],
  ['types that calls are given', `from<{ a: 'b' | "c" }>('a').where(1);`, ['from', 'where']],
  ['a tagged template', `sql\`select \${sql\`a\`}\`.where(1);`, ['sql', 'where']],
  ['a tagged template with types', 'sql<string | null>`select`.where(1);', ['sql', 'where']],
  ['types in a call that is awaited', `async function use() { await from<string>('a'); }`, ['from']],
  ['what is awaited', `async function use() { (await from('a')).where(1); }`, ['from', 'where']],
  ['a cast', `declare const it: unknown;\n(it as Query<string>).where(1);\n(it as unknown as Joined<1>).on();`, ['where', 'on']],
  ['a variable that is cast', `const it = make() as Query<string>;\nit.where(1);`, ['where']],
  ['a type whose ways all lead to one', `from('a').joined().on();`, ['from', 'joined', 'on']],
  ['a union of types that have the member apart', `from('a').wide().open();`, ['from', 'wide']],
  ['an intersection', `const it: Omit<Joined<1>, 'q'> & { q: Query<1> } = make();\nit.q.where(1);\nit.on();`, ['where', 'on']],
])('follows %s', async (_, text, expected) => {
  expect(await callsOf(IMPORT + text)).toEqual(expected.sort());
});
