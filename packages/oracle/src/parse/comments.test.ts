import { indexOf } from '../fixture-oracle.ts';
import { parseSource } from './parse-source.ts';

it('gives a comment to what is right below it, and to the file when it begins it', async () => {
  const lines = await indexOf({
    'a.py': '# Licence\n\n"""What the module does."""\n\ndef go():\n    """Of go."""\n',
    'b.ts': '// Of the file.\n\n// One line,\n// and one more.\nexport const b = 1;\n',
    'c.ts': '/** Of the constant. */\nexport const c = 1;\n',
    'd.ts': '/** Of the file. */\n\nexport const d = 1;\n',
  });
  const said = lines.flatMap((line) => /^(\w\.\w+):\S+ public (\w+) .* \| (.*)$/.exec(line)?.slice(1).join(': ') ?? []);
  expect(said).toEqual([
    'a.py: module: What the module does.',
    'a.py: function: Of go.',
    'b.ts: module: Of the file.',
    'b.ts: constant: One line, and one more.',
    'c.ts: module: ',
    'c.ts: constant: Of the constant.',
    'd.ts: module: Of the file.',
    'd.ts: constant: ',
  ]);
});

it.each([
  [
    'a.rb',
    'class Pot < Kit # :nodoc:\n  # Boils.\n  def boil(x) # the water\n    x\n  end\nend\n',
    ['class Pot < Kit', 'def boil(x)'],
  ],
  ['a.py', 'def bake( # type: ignore\n    pie,\n) -> Pie:  # noqa\n    # Slowly.\n    return pie\n', ['def bake( pie, ) -> Pie']],
  [
    'a.ts',
    "interface Pie {\n  /** In grams. */\n  weight: number; // about\n  url: 'http://pie';\n}\n",
    ["interface Pie { weight: number; url: 'http://pie'; }"],
  ],
  ['A.java', 'class A {\n  @Old // soon\n  void bake(/* any */ Pie pie) {}\n}\n', ['class A', '@Old void bake( Pie pie)']],
  ['a.h', '#define BAKE(a, b) a + b\n', ['#define BAKE(a, b)']],
])('are no part of a signature: %s', async (path, text, expected) => {
  const [, ...definitions] = (await parseSource(text, path)).definitions;
  expect(definitions.map(({ signature }) => signature)).toEqual(expected);
  const [, ...others] = (await parseSource(text.replace(/nodoc|type|grams|soon|any/, 'changed'), path)).definitions;
  expect(others.map(({ signatureHash }) => signatureHash)).toEqual(definitions.map(({ signatureHash }) => signatureHash));
});
