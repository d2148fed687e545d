import { makeFolder } from '../fixture-folder.ts';
import { opening } from '../fixture-oracle.ts';

const inMethod = (body: string) => `class A { A F() {\n${body}\n} }\n`;

// What takes longer than twenty seconds is skipped.
it.each([
  ['a chain of calls', inMethod(`x${'.a()\n'.repeat(700)};\n`.repeat(100))],
  ['arguments without the name of their type', inMethod(`G(${'new(),\n'.repeat(8000)}1);`)],
  ['functions among arguments', inMethod(`G(${'x => x.Y(),\n'.repeat(10_000)}1);`)],
  ['objects within one another', inMethod(`return ${'(new() +\n'.repeat(2000)}1${')'.repeat(2000)};`)],
  ['blocks within one another', inMethod(`${'{ if (x) return new();\n'.repeat(2000)}${'}'.repeat(2000)}`)],
])('C# may have more than people write of %s', async (_what, text) => {
  const oracle = await opening({ root: makeFolder({ 'a.cs': text }), embedder: null });
  expect((await oracle.scan()).skipped).toEqual([]);
});
