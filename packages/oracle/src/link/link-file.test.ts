import { packFacts } from '../parse/pack-facts.ts';
import { parseSource } from '../parse/parse-source.ts';
import { linkFile } from './link-file.ts';
import { LinkedFile } from './linked-file.ts';

/** One in which a name is deeper than the stack. */
class DeepFile extends LinkedFile {
  override childrenOf(parent: number, name: string): readonly number[] {
    if (name.startsWith('tooDeep')) throw new RangeError('Maximum call stack size exceeded');
    if (name === 'broken') throw new TypeError('a bug of ours');
    return super.childrenOf(parent, name);
  }
}

async function linksOf(source: string) {
  const read = async (path: string, text: string) => packFacts(await parseSource(text, path), false);
  const own = await read('a.ts', source);
  const other = await read(
    'b.ts',
    'export class tooDeep {}\nexport const tooDeepToo = 1;\nexport const broken = 1;\nexport function near() {}\n',
  );
  const files: Readonly<Record<string, LinkedFile>> = {
    'a.ts': new LinkedFile('a.ts', 1, JSON.parse(own.surface), { './b': 'b.ts' }),
    'b.ts': new DeepFile('b.ts', 2, JSON.parse(other.surface), {}),
  };
  return linkFile('a.ts', JSON.parse(own.uses), { load: (path) => files[path] ?? null, filesOf: () => [] });
}

it('leaves what is too deep to be followed unresolved, and follows the rest', async () => {
  const { edges, unresolved } = await linksOf(
    "import * as b from './b';\nexport class A extends b.tooDeep {}\nexport function go() {\n  b.tooDeepToo();\n  b.near();\n}\n",
  );
  expect(unresolved.map(({ type, name, receiver }) => [type, name, receiver])).toEqual([
    ['extends', 'b.tooDeep', null],
    ['calls', 'tooDeepToo', 'b'],
  ]);
  expect(edges.filter(({ type }) => type === 'calls').map(({ evidence }) => evidence)).toEqual(['b.near']);
});

it('hides no other error', async () => {
  await expect(linksOf("import * as b from './b';\nb.broken();\n")).rejects.toThrow('a bug of ours');
});
