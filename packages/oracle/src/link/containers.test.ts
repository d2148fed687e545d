import { indexOf } from '../fixture-oracle.ts';

const KIT = `export class Pot {
  lids: Pot[] = [];
  named = new Map<string, Pot>();
  boil() { return 1; }
  all(): Promise<Pot[]> { return null!; }
  pair(): [Pot, string] { return null!; }
}
export async function load(): Promise<Pot[]> { return []; }
export function list(): Iterable<Pot> { return []; }
export type Shelf = Pot[];
`;

const callsIn = async (body: string, given = 'pots: Pot[], pot: Pot'): Promise<string[]> => {
  const lines = await indexOf({
    'kit.ts': KIT,
    'a.ts': `import { list, load, Pot, type Shelf } from './kit';\nexport async function use(${given}) {\n  ${body}\n}\n`,
  });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) a\.ts#use/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls a\.ts#use (?:-> kit\.ts#)?/, ''));
};

it.each([
  'for (const each of pots) each.boil();',
  'pots[0].boil();',
  'pots[pots.length - 1]?.boil();',
  'pots.map((each) => each.boil());',
  'pots.filter((each) => true).slice(1).forEach(async (each) => { each.boil(); });',
  'pots.find((each) => true)!.boil();',
  'pots.at(-1)!.boil();',
  'pots.reduce((sum, each) => sum + each.boil(), 0);',
  'pots.toSorted((one, other) => 0).pop()?.boil();',
  'const [first] = pots; first.boil();',
  'const [, second] = [pots][0] ?? pots; pots[1].boil();',
  'for (const [at, each] of pots.entries()) each.boil();',
  'pot.lids[0].boil();',
  "pot.named.get('a')?.boil();",
  'for (const [name, each] of pot.named) each.boil();',
  'pot.named.forEach((each) => each.boil());',
  'for (const each of pot.named.values()) each.boil();',
  'pot.pair()[0].boil();',
  'const [one] = pot.pair(); one.boil();',
  'const made = [new Pot(), new Pot()]; made.forEach((each) => each.boil());',
  'const made = new Set<Pot>(); for (const each of made) each.boil();',
  'const made = [] as Pot[]; made[0].boil();',
  'for (const each of Object.values(pots)) each.boil();',
  'await Promise.all(pots.map(async (each) => each.boil()));',
])('knows what lists and maps hold: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.boil');
});

it.each([
  ['all: Record<string, Pot>', "all.a.boil(); all['b'].boil();"],
  ['all: Record<string, Pot>', 'for (const each of Object.values(all)) each.boil();'],
  ['all: { [name: string]: Pot }', 'Object.entries(all).forEach(([name, each]) => each.boil());'],
  ['all: Shelf', 'for (const each of all) each.boil();'],
  ['all: Pot | Pot[]', 'if (!Array.isArray(all)) all.boil();'],
  ['all: Pot | Pot[]', 'if (Array.isArray(all)) all[0].boil();'],
  ['all: readonly (readonly Pot[])[]', 'all.forEach((some) => some.forEach((each) => each.boil()));'],
  ['{ pots: [first] }: { pots: Pot[] }', 'first.boil();'],
  ['pots: Map<string, Pot[]>', "pots.get('a')?.forEach((each) => each.boil());"],
])('knows what is held by %s', async (given, body) => {
  expect(await callsIn(body, given)).toContain('Pot.boil');
});

it('knows what promises are of, and what functions list', async () => {
  expect(await callsIn('(await load()).map((each) => each.boil());')).toEqual(['Pot.boil', 'load']);
  expect(await callsIn('load().then((all) => all[0].boil());')).toEqual(['Pot.boil', 'load']);
  expect(await callsIn('for (const each of list()) each.boil();')).toEqual(['Pot.boil', 'list']);
  expect(await callsIn('let all: Pot[]; all = await load(); all.map((each) => each.boil());')).toContain('Pot.boil');
});

it('takes nothing for known that is not, and what the language has for no question', async () => {
  expect(await callsIn("pots.push(pot); pots.map(String).join(); pot.named.set('a', pot);")).toEqual([]);
  expect(await callsIn('pots.boil();')).toEqual(['unresolved pots.boil']);
  expect(await callsIn('pots.map((each) => each.lids).forEach((each) => each.boil());')).toContain('unresolved each.boil');
  expect(await callsIn('for (const each of Object.values(x)) each.boil();', 'x: unknown')).toEqual(['unresolved each.boil']);
  expect(await callsIn('const [one] = pot.pair(); one.boil(); const [, two] = pot.pair(); two.boil();')).toEqual([
    'Pot.boil',
    'Pot.pair',
    'unresolved two.boil',
  ]);
  expect(await callsIn('for (const key in pots) key.boil();')).toEqual(['unresolved key.boil']);
});

it('does not merge functions that are given to different calls in one object', async () => {
  const lines = await indexOf({
    'kit.ts': 'export const build = (options: object) => options;\n',
    'a.ts': `import { build } from './kit';
export const match = {
  day: build({ read: (value: string) => value }),
  era: build({ read: (value: string) => value }),
};
`,
  });
  expect(lines.filter((line) => line.startsWith('calls'))).toEqual([
    'calls a.ts#match -> kit.ts#build (scope: build from ./kit, line 3)',
  ]);
  expect(lines.flatMap((line) => /^a\.ts:(\S+) \w+ method (\S+)/.exec(line)?.slice(1).join(' ') ?? [])).toEqual([
    '3-3 match.read',
    '4-4 match.read',
  ]);
});
