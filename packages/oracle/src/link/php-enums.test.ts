import { indexOf } from '../fixture-oracle.ts';

const KIT = `<?php
namespace Kit;
class Wok { public function toss() {} }
enum Kind: string {
  case Hot = 'h';
  public function wok(): Wok {}
}
/**
 * @property Wok $wok
 * @property-read Wok[] $woks
 * @method Wok find(int $id)
 * @method static Magic make()
 */
class Magic {}
`;

const callsIn = async (body: string): Promise<string[]> => {
  const lines = await indexOf({
    'Kit.php': KIT,
    'use.php': `<?php\nnamespace App;\nuse Kit\\{Kind, Magic};\nfunction make(Magic $magic) {\n  ${body}\n}\n`,
  });
  return lines.flatMap((line) => /^calls use\.php#make -> Kit\.php#(\S+(?:toss|wok)) /.exec(line)?.[1] ?? []);
};

it.each([
  'Kind::Hot->wok()->toss();',
  "Kind::from('h')->wok()->toss();",
  "Kind::tryFrom('h')?->wok()->toss();",
  'foreach (Kind::cases() as $each) { $each->wok()->toss(); }',
  '$kind = Kind::Hot; $kind->wok()->toss();',
])('knows what enums of PHP have: %s', async (body) => {
  expect(await callsIn(body)).toEqual(['Kind.wok', 'Wok.toss']);
});

it.each(['$magic->wok->toss();', '$magic->woks[0]->toss();', '$magic->find(1)->toss();', 'Magic::make()->wok->toss();'])(
  'knows what a comment says that a class of PHP answers to: %s',
  async (body) => {
    expect(await callsIn(body)).toEqual(['Wok.toss']);
  },
);
