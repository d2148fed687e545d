import { indexOf } from '../fixture-oracle.ts';

const linesOf = async (files: Readonly<Record<string, string>>, shown: RegExp): Promise<string[]> =>
  (await indexOf(files)).filter((line) => shown.test(line)).map((line) => line.replace(/ \(.*| line .*/, ''));

const NODES = {
  'Node/Stmt.php': '<?php\nnamespace Tree\\Node;\nabstract class Stmt { static function of() {} }\n',
  'Node/Stmt/If_.php': '<?php\nnamespace Tree\\Node\\Stmt;\nclass If_ { function cond() {} }\nfunction parse() {}\n',
};

it.each([
  ['use Tree\\Node\\Stmt;', '(new Stmt\\If_)->cond();'],
  ['use Tree\\Node\\Stmt as S;', '(new S\\If_)->cond();'],
  ['use Tree\\Node;', '(new Node\\Stmt\\If_)->cond();'],
  ['', '(new \\Tree\\Node\\Stmt\\If_)->cond();'],
  ['use Tree\\Node\\Stmt;', '$made = new Stmt\\If_; $made->cond();'],
])('tells a namespace from a class of its name: %s %s', async (use, body) => {
  const lines = await linesOf(
    { ...NODES, 'use.php': `<?php\nnamespace App;\n${use}\nfunction make() { ${body} }\n` },
    /^(?:calls|instantiates|unresolved)/,
  );
  expect(lines).toEqual([
    'calls use.php#make -> Node/Stmt/If_.php#If_.cond',
    'instantiates use.php#make -> Node/Stmt/If_.php#If_',
  ]);
});

it('takes qualified names from the namespace around', async () => {
  const lines = await linesOf(
    {
      ...NODES,
      'use.php':
        '<?php\nnamespace Tree;\nuse Tree\\Node\\Stmt;\nfunction make() { Node\\Stmt::of(); namespace\\Node\\Stmt\\parse(); Stmt::of(); Stmt\\parse(); }\n',
    },
    /^(?:calls|unresolved)/,
  );
  expect(lines).toEqual(['calls use.php#make -> Node/Stmt.php#Stmt.of', 'calls use.php#make -> Node/Stmt/If_.php#parse']);
});

it('looks into traits before what a class extends, and not for its parent', async () => {
  const lines = await linesOf(
    {
      'Base.php': '<?php\nclass Base { function run() {} function stop() {} }\n',
      'Quick.php': '<?php\ntrait Quick { function run() {} }\ninterface Halt { function stop(); }\n',
      'use.php':
        '<?php\nclass Car extends Base implements Halt {\n  use Quick;\n  function go() { $this->run(); $this->stop(); }\n  function parked() { parent::run(); }\n}\n',
    },
    /^(?:calls|unresolved)/,
  );
  expect(lines).toEqual([
    'calls use.php#Car.go -> Base.php#Base.stop',
    'calls use.php#Car.go -> Quick.php#Quick.run',
    'calls use.php#Car.parked -> Base.php#Base.run',
  ]);
});

it('knows which of the traits is meant', async () => {
  const use = (using: string, body: string) => `<?php\nclass Car {\n  use ${using}\n  function go() { ${body} }\n}\n`;
  const files = {
    'Quick.php': '<?php\ntrait Quick { function run() {} }\n',
    'Slow.php': '<?php\ntrait Slow { function run() {} }\n',
  };
  const calls = (using: string, body: string) => linesOf({ ...files, 'use.php': use(using, body) }, /^(?:calls|unresolved)/);
  const [quick, slow] = ['calls use.php#Car.go -> Quick.php#Quick.run', 'calls use.php#Car.go -> Slow.php#Slow.run'];
  const both = 'Quick, Slow { Slow::run insteadof Quick; Quick::run as protected race; }';
  expect(await calls(both, '$this->run();')).toEqual([slow]);
  expect(await calls(both, '$this->race();')).toEqual([quick]);
  expect(await calls('Slow { run as private; run as crawl; }', '$this->run(); self::crawl();')).toEqual([slow]);
  expect(await calls('Quick, Slow { walk as crawl; }', '$this->crawl();')).toEqual([
    'unresolved calls use.php#Car.go this.crawl',
  ]);
});

it('knows classes without a name', async () => {
  const lines = await linesOf(
    {
      'Base.php': '<?php\nclass Base { function run() {} }\n',
      'use.php':
        '<?php\nclass Outer {\n  function run() {}\n  function make() { return new class extends Base { function go() { $this->run(); } }; }\n}\n',
    },
    /^(?:calls|extends|unresolved)/,
  );
  expect(lines).toEqual([
    'calls use.php#Outer.make.class@anonymous.go -> Base.php#Base.run',
    'extends use.php#Outer.make.class@anonymous -> Base.php#Base',
  ]);
});

it('sees nothing of a namespace beside the one that it is in', async () => {
  const space = (name: string, member: string) =>
    `namespace ${name} {\n  class Pot { function ${member}() {} }\n  class Cook extends Pot { function do(Pot $pot) { $pot->boil(); $pot->steam(); } }\n}\n`;
  const use = 'namespace A { class Kept extends Lid { function do(Lid $lid) { $lid->lift(); } } }\n';
  const lines = await linesOf(
    {
      'both.php': `<?php\n${space('A', 'boil')}${space('B', 'steam')}`,
      'use.php': `<?php\n${use}${use.replace(' A ', ' B ').replace('Kept', 'Other')}`,
      'Lid.php': '<?php\nnamespace B;\nclass Lid { function lift() {} }\n',
    },
    /^(?:calls|extends|unresolved)/,
  );
  expect(lines).toEqual([
    'calls both.php#Cook.do -> both.php#Pot.boil',
    'calls both.php#Cook.do -> both.php#Pot.steam',
    'calls use.php#Other.do -> Lid.php#Lid.lift',
    'extends both.php#Cook -> both.php#Pot',
    'extends both.php#Cook -> both.php#Pot',
    'extends use.php#Other -> Lid.php#Lid',
    'unresolved calls both.php#Cook.do $pot.boil',
    'unresolved calls both.php#Cook.do $pot.steam',
  ]);
});
