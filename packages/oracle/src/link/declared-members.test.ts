import { indexOf } from '../fixture-oracle.ts';

const BOX = 'export class Box { open() {} }\nexport class Lid { open() {} }\n';

async function callsOf(text: string): Promise<string[]> {
  const lines = await indexOf({ 'box.ts': BOX, 'a.ts': `import { Box, Lid } from './box';\n${text}` });
  return lines.flatMap((line) => /^calls a\.ts#\S* -> (\w+\.ts#\w+\.\w+) /.exec(line)?.[1] ?? []);
}

it.each([
  ['its initializer', 'class A { it = new Box(); set(it: any) { this.it = it; } go() { this.it.open(); } }\n'],
  ['its type', 'class A { it: Box; constructor(it: any) { this.it = it; } go() { this.it.open(); } }\n'],
])('goes by what a class says of a field, not by what its methods put into it: %s', async (_, text) => {
  expect(await callsOf(text)).toEqual(['box.ts#Box.open']);
});

it('does not know a field that methods put different things into', async () => {
  const text = 'class A { it; one() { this.it = new Box(); } two() { this.it = new Lid(); } go() { this.it.open(); } }\n';
  expect(await callsOf(text)).toEqual([]);
});

it.each([
  ['an enum', 'enum Kind { one, open }'],
  ['a class', 'class Kind { static shut() {} }'],
  ['a function', 'function Kind() {}'],
])('finds the members of the namespace that has the name of %s', async (_, beside) => {
  const text = `export ${beside}\nexport namespace Kind { export function nameOf(kind: any) {} }\nfunction go() { Kind.nameOf(1); Kind.gone(); }\n`;
  expect(await callsOf(text)).toEqual(['a.ts#Kind.nameOf']);
});
