import { edgesIn, indexOf } from '../fixture-oracle.ts';

const KIT = `<?php
namespace Kit;
class Pot { public function boil() {} }
class Wok extends Pot { public function toss() {} }
/**
 * @template K
 * @template T
 */
interface Readable {
  /** @return T */
  public function first();
  /** @return Pot[] */
  public function pots(): array;
}
/**
 * @template K
 * @template T
 * @template-extends Readable<K, T>
 */
interface Shelf extends Readable {
  /** @return static */
  public function sorted();
  /** @return T|null */
  public function last();
}
/** @implements Shelf<int, Wok> */
class Woks implements Shelf, \\IteratorAggregate {
  public function first() {}
  public function pots(): array { return []; }
}
class Pots implements \\IteratorAggregate {
  /** @return \\Traversable<int, Wok> */
  public function getIterator(): \\Traversable {}
  public function offsetGet($at): Wok {}
}
class Line implements \\Iterator {
  public function current(): Wok {}
}
/** @template T */
interface Cook {
  /**
   * @param T $what
   * @param Wok[] $more
   * @param array $rest
   */
  public function cook($what, array $more, array $rest);
}
/** @template T of Pot */
class Lid {
  /** @var T */
  public $of;
  /** @return T */
  public function of() {}
}
/** @extends Lid<Wok> */
class WokLid extends Lid {}
`;

/** What is called of a wok or a pot. */
const callsIn = async (body: string, doc = '', given = '$x'): Promise<string[]> => {
  const lines = await indexOf({
    'Kit.php': KIT,
    'use.php': `<?php\nnamespace App;\nuse Kit\\{Pot, Wok, Shelf, Woks, Pots, Line, Lid, WokLid};\n/** ${doc} */\nfunction make(${given}) {\n  ${body}\n}\n`,
  });
  return lines.flatMap((line) => /^calls use\.php#make -> Kit\.php#(\S+(?:toss|boil)) /.exec(line)?.[1] ?? []);
};

it.each([
  ['$x->first()->toss();', '@param Shelf<int, Wok> $x'],
  ['$x->last()->toss();', '@param Shelf<int, Wok> $x'],
  ['$x->sorted()->last()->toss();', '@param Shelf<int, Wok> $x'],
  ['foreach ($x as $each) { $each->toss(); }', '@param Shelf<int, Wok> $x'],
  ['foreach ($x->sorted() as $each) { $each->toss(); }', '@param Shelf<int, Wok>|null $x'],
  ['$x->first()->toss();', '@param Woks $x'],
  ['foreach ($x as $each) { $each->toss(); }', '@param Woks $x'],
  ['foreach ($x as $each) { $each->toss(); }', '@param Pots $x'],
  ['$x[1]->toss();', '@param Pots $x'],
  ['foreach ($x as $each) { $each->toss(); }', '@param Line $x'],
  ['$x->of()->toss();', '@param WokLid $x'],
  ['$x->of()->toss();', '@param Lid<Wok> $x'],
  ['$x()->toss();', '@param callable(int): Wok $x'],
  ['$x()->toss();', '@param (callable(int, string): Wok)|null $x'],
  ["$x['big']->toss();", '@param array{small: Pot, big: Wok} $x'],
  ["$x['big']->toss();", '@param array<string, Wok> $x'],
  ['$x[1]->toss();', '@param array{Pot, Wok} $x'],
  ['[, $b] = $x; $b->toss();', '@param array{Pot, Wok} $x'],
  ["if ($x['a'] instanceof Wok) { $x['a']->toss(); }", '@param array $x'],
  ['array_map(fn ($each) => $each->toss(), $x);', '@param Wok[] $x'],
  ['usort($x, function ($a, $b) { $a->toss(); });', '@param Wok[] $x'],
])('knows %s of %s', async (body, doc) => {
  expect(await callsIn(body, doc)).toEqual(['Wok.toss']);
});

it('takes what a method gives from the one that it overrides', async () => {
  expect(await callsIn('foreach ($x->pots() as $each) { $each->boil(); }', '@param Woks $x')).toEqual(['Pot.boil']);
});

it('knows of a type parameter what it is of, where nothing is said', async () => {
  expect(await callsIn('$x->of()->boil();', '@param Lid $x')).toEqual(['Pot.boil']);
  expect(await callsIn('$x->of()->toss();', '@param Lid $x')).toEqual([]);
  expect(await callsIn('$x->last()->boil();', '@param Shelf $x')).toEqual([]);
});

it('tells cases of a switch over true apart', async () => {
  expect(
    await callsIn('switch (true) { case $x instanceof Wok: $x->toss(); break; case $x instanceof Pot: $x->boil(); }'),
  ).toEqual(['Pot.boil', 'Wok.toss']);
});

it('knows the parent as a type', async () => {
  const lines = await indexOf({
    'Base.php': '<?php\nclass Base { function run() {} }\n',
    'use.php': '<?php\nclass Sub extends Base { function base(): parent {}\n  function go() { $this->base()->run(); } }\n',
  });
  expect(lines).toContainEqual(expect.stringContaining('calls use.php#Sub.go -> Base.php#Base.run'));
});

it.each([
  ['@implements Cook<Wok>', 'Pot $what', '$what->toss();'],
  ['@implements Cook<Wok>', 'Pot $what', '$same = $what; $same->toss();'],
  ['@implements \\Kit\\Cook<Wok>', 'Pot $what', 'if ($what) { $what->toss(); }'],
  ['Cooks.', '$x, array $more', '$more[0]->toss();'],
  ['Cooks.', '$x, $more', 'foreach ($more as $each) { $each->toss(); }'],
])('takes from what is overridden what a method takes: %s, %s', async (doc, given, body) => {
  const files = (to: string) => ({
    'Kit.php': KIT,
    'use.php': `<?php\nnamespace App;\nuse Kit\\{Pot, Wok, Cook};\n/** ${doc} */\nclass Chef implements ${to} {\n  function cook(${given}) { ${body} }\n}\n`,
  });
  const called = 'calls use.php#Chef.cook -> Kit.php#Wok.toss';
  expect(await indexOf(files('Cook'))).toContainEqual(expect.stringContaining(called));
  expect(await indexOf(files('\\Countable'))).not.toContainEqual(expect.stringContaining(called));
});

it('knows a parameter by its own type, where nothing more is said of it', async () => {
  const lines = await indexOf({
    'Kit.php': KIT,
    'use.php':
      '<?php\nnamespace App;\nuse Kit\\{Pot, Cook};\n/** @implements Cook<int> */\nclass Chef implements Cook { function cook(Pot $what) { $what->boil(); } }\n',
  });
  expect(lines).toContainEqual(expect.stringContaining('calls use.php#Chef.cook -> Kit.php#Pot.boil'));
});

it('knows what is asked for by its class', async () => {
  const lines = await indexOf({
    'Kit.php': KIT,
    'Box.php': `<?php
namespace Kit;
interface Held {
  /**
   * @template T of Pot
   * @param class-string<T> $name
   * @return T|null
   */
  public function get(string $name): ?Pot;
  public function has(string $name): Box;
}
class Box implements Held {
  public function get(string $name): ?Pot {}
  public function has(string $name): Box {}
}
`,
    'use.php': `<?php
namespace App;
use Kit\\{Box, Wok};
function ask(Box $box) { $box->get(Wok::class)->toss(); $box->get(\\Kit\\Wok::class)?->boil(); }
function other(Box $box, string $name) { $box->get($name)->boil(); $box->has(Wok::class)->has($name); $box->get($name)->toss(); }
`,
  });
  const shown = edgesIn(lines, /^(?:calls|unresolved calls) use/);
  expect(shown).toEqual([
    'calls use.php#ask -> Box.php#Box.get',
    'calls use.php#ask -> Kit.php#Pot.boil',
    'calls use.php#ask -> Kit.php#Wok.toss',
    'calls use.php#other -> Box.php#Box.get',
    'calls use.php#other -> Box.php#Box.has',
    'calls use.php#other -> Kit.php#Pot.boil',
    'unresolved calls use.php#other $box.get().toss',
  ]);
});

it('knows type parameters of a function in that function alone', async () => {
  const pots = (of: string, name: string) =>
    `/**\n * @template ${of}\n * @param T $x\n * @return T\n */\nfunction ${name}($x) {\n  /** @var T $y */\n  $y = made();\n  $x->boil();\n  $y->boil();\n  return $x;\n}\n`;
  const lines = await indexOf({
    'use.php': `<?php
class Pot { function boil() {} }
class T { function boil() {} }
${pots('T of Pot', 'one')}${pots('T of Other', 'two')}${pots('S', 'three')}class Other { function boil() {} }
function four() { one(1)->boil(); three(1)->boil(); }
`,
  });
  const called = lines.flatMap((line) => /^calls use\.php#(\w+ -> use\.php#\w+\.boil)/.exec(line)?.[1] ?? []);
  expect(called).toEqual([
    'four -> use.php#Pot.boil',
    'four -> use.php#T.boil',
    'one -> use.php#Pot.boil',
    'three -> use.php#T.boil',
    'two -> use.php#Other.boil',
  ]);
  expect(lines.filter((line) => line.startsWith('unresolved calls') && line.includes('boil'))).toEqual([]);
});
