import { indexOf } from '../fixture-oracle.ts';

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
