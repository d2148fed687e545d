import { edgesIn, indexOf } from '../fixture-oracle.ts';

const KIT = 'export class Pot { boil() { return 1; } }\nexport function make(): Pot { return new Pot(); }\n';

const callsIn = async (text: string, name = 'a.ts'): Promise<string[]> => {
  const lines = await indexOf({ 'kit.ts': KIT, [name]: `import { Pot, make } from './kit';\n${text}\n` });
  return edgesIn(lines, /^calls a\.[jt]s#.*Pot\.boil/).map((line) => line.replace(/^calls a\.[jt]s#(.*) -> .*/, '$1'));
};

it.each([
  ['let pot; pot = new Pot(); pot.boil();'],
  ['let pot = null; if (1) { pot = make(); } else { pot = new Pot(); } pot.boil();'],
  ['let pot; const fill = () => { pot = make(); }; fill(); pot.boil();'],
  ['let pot; function fill() { const made = make(); pot = made; } pot.boil();'],
  ['let pot; pot = undefined ?? make(); pot.boil();'],
  ['for (const pot of [make(), new Pot()]) pot.boil();'],
  ['const pots: Pot[] = []; [...pots].sort((one, other) => one.boil() - other.boil());'],
  ['const pots: Pot[] = []; new Set(pots).forEach((pot) => pot.boil());'],
])('knows what a variable holds: %s', async (body) => {
  expect(await callsIn(`function use() { ${body} }`)).toEqual(['use']);
});

it('knows what is made before each test', async () => {
  const text =
    "let pot: any;\ndescribe('pots', () => {\n  let other;\n  beforeEach(() => { other = make(); });\n  it('boils', () => { other.boil(); });\n});";
  expect(await callsIn(text)).toEqual(['pots.boils']);
  expect(await callsIn("let pot;\nbeforeEach(() => { pot = make(); });\nit('boils', () => { pot.boil(); });", 'a.js')).toEqual([
    'boils',
  ]);
});

it.each([
  ['function use(pot = new Pot()) { pot.boil(); }', ['use']],
  ['function use(...pots: Pot[]) { pots[0].boil(); }', ['use']],
  ['function use(kind: typeof Pot) { new kind().boil(); }', ['use']],
  ['function use(same: typeof make) { same().boil(); }', []],
])('knows what a parameter is: %s', async (text, callers) => {
  expect(await callsIn(text)).toEqual(callers);
});

it.each([
  'let pot; pot = new Pot(); pot = other(); pot.boil();',
  'pot = new Pot(); pot.boil();',
  'const { pot } = all; pot.boil(); function inner(pot) { pot = new Pot(); }',
  'for (const pot of [new Pot(), "a"]) pot.boil();',
])('takes nothing for known that is not: %s', async (body) => {
  expect(await callsIn(`function use(all) { ${body} }`, 'a.js')).toEqual([]);
});
