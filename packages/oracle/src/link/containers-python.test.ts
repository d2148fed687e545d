import { indexOf } from '../fixture-oracle.ts';

const KIT = `class Pot:
    def __init__(self):
        self.lids: list["Pot"] = []
        self.named: dict[str, "Pot"] = {}

    def boil(self): return 1
    def all(self) -> list["Pot"]: return []
    def pair(self) -> tuple["Pot", int]: return self, 1

def load() -> "list[Pot]": return []
`;

const callsIn = async (body: string, given = 'pots: list[Pot], pot: Pot'): Promise<string[]> => {
  const lines = await indexOf({
    'kit.py': KIT,
    'a.py': `from typing import Iterable, Mapping, Optional\nfrom kit import Pot, load\n\ndef use(${given}):\n    ${body}\n`,
  });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) a\.py#use/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls a\.py#use (?:-> kit\.py#)?/, ''));
};

it.each([
  'for each in pots: each.boil()',
  'pots[0].boil()',
  'pots[-1].boil()',
  'return [each.boil() for each in pots if each]',
  'for each in pots[1:]: each.boil()',
  'for at, each in enumerate(pots): each.boil()',
  'for one, other in zip(load(), pots): other.boil()',
  'for each in reversed(pots or []): each.boil()',
  'for each in load(): each.boil()',
  'for each in pot.all(): each.boil()',
  'for each in pot.lids: each.boil()',
  'pot.lids[0].boil()',
  "pot.named['a'].boil()",
  "pot.named.get('a').boil()",
  'for name, each in pot.named.items(): each.boil()',
  'for each in pot.named.values(): each.boil()',
  'first, second = pots\n    second.boil()',
  'one, _ = pot.pair()\n    one.boil()',
  'made = [Pot(), Pot()]\n    for each in made: each.boil()',
  'made = [Pot() for _ in range(2)]\n    made[0].boil()',
  'made: list[Pot] = []\n    made.pop().boil()',
])('knows what lists and dictionaries hold: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.boil');
});

it.each([
  ['pots: Optional[list[Pot]]', 'for each in pots: each.boil()'],
  ['pots: "Iterable[Pot] | None"', 'for each in pots: each.boil()'],
  ['pots: tuple[Pot, ...]', 'pots[2].boil()'],
  ['pots: Mapping[str, list[Pot]]', "for each in pots['a']: each.boil()"],
])('knows what is held by %s', async (given, body) => {
  expect(await callsIn(body, given)).toContain('Pot.boil');
});

it('takes nothing for known that is not, and what the language has for no question', async () => {
  expect(await callsIn('pots.append(pot); pots.sort(); pot.named.update({})')).toEqual([]);
  expect(await callsIn('pots.boil()')).toEqual(['unresolved pots.boil']);
  expect(await callsIn('for key in pot.named: key.boil()')).toEqual(['unresolved key.boil']);
  expect(await callsIn('one, two = pot.pair()\n    two.boil()')).toEqual(['Pot.pair', 'unresolved two.boil']);
  expect(await callsIn('first, *others = pots\n    others.boil()')).toEqual(['unresolved others.boil']);
  expect(await callsIn('each = other()\n    for each in pots: pass\n    each.boil()')).toContain('unresolved each.boil');
});

it('knows a variable to which different things are assigned that are one', async () => {
  expect(await callsIn('if pots: each = pots[0]\n    else: each = Pot()\n    each.boil()')).toContain('Pot.boil');
  expect(await callsIn('each = Pot()\n    each = each.boil()\n    each.boil()')).toContain('unresolved each.boil');
});
