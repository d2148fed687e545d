import { indexOf } from '../fixture-oracle.ts';

const POT = `<?php
namespace Kit;
class Pot {
  /** @var Pot[] */
  public array $lids = [];
  /** @var array<string, Pot> */
  public $named;
  /** @var \\Kit\\Pot|null */
  public $cover;
  public function boil() { return 1; }
  /** @return list<Pot> */
  public function all(): array { return []; }
  /** @return static */
  public function same() { return $this; }
}
`;

const callsIn = async (body: string, doc = '@param Pot[] $pots', given = 'array $pots, Pot $pot'): Promise<string[]> => {
  const lines = await indexOf({
    'Pot.php': POT,
    'use.php': `<?php\nnamespace App;\nuse Kit\\Pot;\n/**\n * Does it.\n * ${doc}\n */\nfunction make(${given}) {\n  ${body}\n}\n`,
  });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) use\.php#make/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls use\.php#make (?:-> Pot\.php#)?/, ''));
};

it.each([
  'foreach ($pots as $each) { $each->boil(); }',
  'foreach ($pots as $key => $each) { $each->boil(); }',
  'foreach ($pots as &$each) { $each->boil(); }',
  '$pots[0]->boil();',
  '$first = $pots[0]; $first->boil();',
  'foreach ($pot->lids as $each) { $each->boil(); }',
  "$pot->named['a']->boil();",
  '$pot->cover->boil();',
  'foreach ($pot->all() as $each) { $each->boil(); }',
  '$pot->all()[0]->lids[1]->boil();',
])('knows what arrays hold by what comments say: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.boil');
});

it.each([
  ['@param array<int, Pot> $pots the pots', '$pots[1]->boil();', 'array $pots'],
  ['@param iterable<Pot>|null $pots', 'foreach ($pots as $each) { $each->boil(); }', '$pots'],
  ['@param Pot $pots', '$pots->boil();', '$pots'],
  ['@param \\Kit\\Pot[][] $pots', '$pots[0][1]->boil();', 'array $pots'],
  ['@return void', 'foreach ($pots as $each) { $each->boil(); }', 'Pot ...$pots'],
  ['@template T of \\Kit\\Pot\n * @param T $pots', '$pots->boil();', '$pots'],
])('reads %s', async (doc, body, given) => {
  expect(await callsIn(body, doc, given)).toContain('Pot.boil');
});

it('takes nothing for known that is not', async () => {
  expect(await callsIn('foreach ($pots as $each) { $each->boil(); }', '@param Pot[]|Lid[] $pots')).toEqual([
    'unresolved $each.boil',
  ]);
  expect(await callsIn('foreach ($pots as $each) { $each->boil(); }', '@param array<string, string> $pots')).toEqual([
    'unresolved $each.boil',
  ]);
  expect(await callsIn('$pots->boil();')).toEqual(['unresolved $pots.boil']);
  expect(await callsIn('$given->boil();', '@template T\n * @param T $given', '$given')).toEqual(['unresolved $given.boil']);
});
