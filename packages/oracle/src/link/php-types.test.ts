import { indexOf } from '../fixture-oracle.ts';

const KIT = `<?php
namespace Kit;
class Pot {
  public ?Pot $lid = null;
  public function boil() { return 1; }
  public function add(string $what): static { return $this; }
  /** @return $this */
  public function stir() { return $this; }
  public static function make(): static { return new static(); }
  /** @return Pot[] */
  public function all(): array { return []; }
  /** @return array{Pot, int} */
  public function both() { return []; }
}
class Wok extends Pot {
  public function toss() {}
}
interface Tool {}
class Spoon { public function boil() {} }
`;

/** What is called of the kit; what is not known says `?`. */
const callsIn = async (body: string, given = '$x'): Promise<string[]> => {
  const lines = await indexOf({
    'Kit.php': KIT,
    'use.php': `<?php\nnamespace App;\nuse Kit\\{Pot, Wok, Tool, Spoon};\nfunction make(${given}) {\n  ${body}\n}\n`,
  });
  return lines.flatMap((line) => {
    if (line.startsWith('unresolved calls use.php')) return ['?'];
    const called = /^calls use\.php#make -> Kit\.php#(\S+)/.exec(line)?.[1];
    return called === undefined || /(?:make|all|both|add)$/.test(called) ? [] : [called];
  });
};

it.each([
  'if ($x instanceof Wok) { $x->toss(); }',
  'if ($x instanceof \\Kit\\Wok && $x->toss()) {}',
  'if (!$x instanceof Wok) { return; } $x->toss();',
  'if (!($x instanceof Wok) || $x->toss()) {}',
  'if (!$x instanceof Wok) { throw new \\Exception; } $x->toss();',
  'if (!$x instanceof Wok) {} else { $x->toss(); }',
  'if ($y) {} elseif ($x instanceof Wok) { $x->toss(); }',
  'foreach ($y as $x) { if (!$x instanceof Wok) continue; $x->toss(); }',
  'while ($x instanceof Wok) { $x->toss(); $x = $y; }',
  '$z = $x instanceof Wok ? $x->toss() : null;',
  'match (true) { $x instanceof Wok => $x->toss(), default => 1 };',
  'assert($x instanceof Wok); $x->toss();',
  '\\assert($x instanceof Wok); $x->toss();',
  '$this->assertInstanceOf(Wok::class, $x); $x->toss();',
  'Assert::isInstanceOf($x, Wok::class); $x->toss();',
  'if (($x = f()) instanceof Wok) { $x->toss(); }',
  'if ($x instanceof Wok) { $z = $x; $z->toss(); }',
  'if ($x instanceof Wok) { array_map(fn ($y) => $x->toss(), $y); }',
])('knows what tests of types say: %s', async (body) => {
  expect(await callsIn(body)).toContain('Wok.toss');
});

it.each([
  'if ($x instanceof Wok) {} $x->toss();',
  'if (!$x instanceof Wok) { $x->toss(); }',
  'if ($x instanceof Wok || $y) { $x->toss(); }',
  'if (!$x instanceof Wok) { $y = 1; } $x->toss();',
  'if ($x instanceof Wok) { $x = $y; $x->toss(); }',
  'if ($x instanceof Wok) { array_map(function ($x) { $x->toss(); }, $y); }',
  'if ($x instanceof Wok) { array_map(fn ($x) => $x->toss(), $y); }',
  'while (!$x instanceof Wok) { break; } $x->toss();',
  'if ($x instanceof Wok) { while ($y) { $x->toss(); $x = f(); } }',
  'match ($y) { $x instanceof Wok => $x->toss(), default => 1 };',
])('says nothing of what no test is about: %s', async (body) => {
  expect(await callsIn(body)).not.toContain('Wok.toss');
});

it.each([
  '$a = new Wok; $a->toss(); $a = new Spoon; $a->boil();',
  'foreach ([1] as $a) {} $a = Wok::make(); $a->toss(); $a = new Spoon; $a->boil();',
  'if ($x) { $a = new Wok; $a->toss(); } else { $a = new Spoon; $a->boil(); }',
  'try {} catch (Wok $a) { $a->toss(); } catch (Spoon $a) { $a->boil(); }',
])('knows what is assigned last: %s', async (body) => {
  expect(await callsIn(body)).toEqual(expect.arrayContaining(['Spoon.boil', 'Wok.toss']));
});

it.each([
  ['/** @var Wok $a */ $a = f(); $a->toss();', '$x'],
  ['/** @var Wok */ $a = f(); $a->toss();', '$x'],
  ['/** @var Wok $x */ $x->toss();', '$x'],
  ['/** @var Wok[] $a */ $a = f(); $a[0]->toss();', '$x'],
  ['/** @var Wok $a */ foreach ($x as $a) { $a->toss(); }', '$x'],
  ['$x->add(1)->stir()->toss();', 'Wok $x'],
  ['Wok::make()->toss();', '$x'],
  ['(new Wok)->stir()->toss();', '$x'],
  ['$x?->toss();', '?Wok $x'],
  ['$x->toss();', 'Wok|string|null $x'],
  ['$x->toss();', 'Wok&Tool $x'],
  ['$a = $y ?: new Wok(); (match ($y) { 1 => new Wok, default => null })->toss();', '$x'],
  ['$a = $x ?? null; $a->toss();', 'Wok $x'],
  ['($x ?? throw new \\Exception)->toss();', 'Wok $x'],
  ['foreach (array_filter($x) as $a) { $a->toss(); }', 'Wok ...$x'],
  ['reset($x)->toss();', 'Wok ...$x'],
  ['[$a, $b] = $x; $b->toss();', 'Wok ...$x'],
  ['$f = function () use ($x) { $x->toss(); };', 'Wok $x'],
  ['$f = $x->toss(...);', 'Wok $x'],
  ['echo "a {$x->toss()} b";', 'Wok $x'],
])('knows %s', async (body, given) => {
  expect(await callsIn(body, given)).toContain('Wok.toss');
});

it('follows long chains', async () => {
  expect(await callsIn(`$x${"\n->add('some text')".repeat(40)}\n->toss();`, 'Wok $x')).toEqual(['Wok.toss']);
});

it('knows what several things have in common, and nothing else', async () => {
  expect(await callsIn('$x->boil();', 'Pot|Wok $x')).toEqual(['Pot.boil']);
  expect(await callsIn('$x->boil();', 'Pot|Spoon $x')).toEqual(['?']);
});
