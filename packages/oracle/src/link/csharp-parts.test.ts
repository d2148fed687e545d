import { indexOf, scanned } from '../fixture-oracle.ts';

const calls = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await indexOf(files))
    .filter((line) => /^(?:calls|unresolved calls) /.test(line))
    .map((line) => line.replace(/ \(.*| line .*/, ''));

const inPot = (member: string, modifier = 'partial ') => `namespace Shop;\n${modifier}class Pot { ${member} }\n`;
const COOK = 'void Cook() { Boil(); }';
const BOIL = 'void Boil() { }';

it('a partial type has the members of all its parts, in other files and in its own', async () => {
  const found = 'calls a/Cook.cs#Pot.Cook -> a/Boil.cs#Pot.Boil';
  expect(await calls({ 'a/Cook.cs': inPot(COOK), 'a/Boil.cs': inPot(BOIL) })).toEqual([found]);
  const both = `${inPot(COOK)}partial class Pot { ${BOIL} }\n`;
  expect(await calls({ 'a/Pot.cs': both })).toEqual(['calls a/Pot.cs#Pot.Cook -> a/Pot.cs#Pot.Boil']);
});

it('the first of several parts in one file stands for the type, whoever asks', async () => {
  const make = 'Pot Make() { return new Pot(); }';
  const pot = `namespace Shop;\npartial class Pot { ${make} }\npartial class Pot { ${make.replace('Make', 'More')} }\n`;
  const oracle = await scanned({ 'a/Pot.cs': pot, 'a/Use.cs': `namespace Shop;\nclass Use { ${make} }\n` });
  const { nodes, edges } = await oracle.graph();
  const lineOf = (id: number) => nodes.find((node) => node.id === id)!.start_line;
  expect(edges.filter(({ type }) => type === 'instantiates').map((edge) => lineOf(edge.target_id))).toEqual([2, 2, 2]);
});

it('types in partial types may have parts', async () => {
  const inner = (member: string, modifier = 'partial ') => inPot(`static ${modifier}class Lid { ${member} }`);
  const found = 'calls a/Cook.cs#Pot.Lid.Cook -> a/Boil.cs#Pot.Lid.Boil';
  expect(await calls({ 'a/Cook.cs': inner(COOK), 'a/Boil.cs': inner(BOIL) })).toEqual([found]);
  expect(await calls({ 'a/Cook.cs': inner(COOK, ''), 'a/Boil.cs': inner(BOIL) })).not.toContain(found);
});

it.each([
  ['that says nothing of it', { 'a/Cook.cs': inPot(COOK, ''), 'b/Boil.cs': inPot(BOIL, '') }],
  ['of which one says nothing of it', { 'a/Cook.cs': inPot(COOK), 'b/Boil.cs': inPot(BOIL, '') }],
  [
    'of another project',
    { 'a/Cook.cs': inPot(COOK), 'b/Boil.cs': inPot(BOIL), 'a/a.csproj': '<Project/>', 'b/b.csproj': '<Project/>' },
  ],
])('a type is no part of one of its name %s', async (_what, files) => {
  expect(await calls(files)).toEqual(['unresolved calls a/Cook.cs#Pot.Cook Boil']);
});

it('a type may have more parts than people write', async () => {
  const names = Array.from({ length: 400 }, (_, at) => at);
  const parts = names.map((at) => [`a/P${at}.cs`, inPot(`void M${at}() { Boil(); }`)]);
  const found = await calls({ ...Object.fromEntries(parts), 'a/Pot.cs': inPot(BOIL) });
  expect(found.filter((line) => line.endsWith('-> a/Pot.cs#Pot.Boil'))).toHaveLength(names.length);
});
