import { scanned } from '../fixture-oracle.ts';

const BODY = '  const value = [1, 2, 3].map((each) => each + 1);\n  return value.length;\n';
const one = (name: string) => `export function ${name}(first: string, second: number): number {\n${BODY}}\n`;
const SHELF = {
  'src/a.ts': one('bakeBread') + one('bakeCake'),
  'src/b.ts': `export class Oven {\n  bakePie(heat: number) {\n${BODY}${BODY}  }\n}\n${one('bakeTart')}`,
};

describe('the context of a task', () => {
  it('is source as far as its part of the budget goes, and then a line for each of the rest under its path', async () => {
    const oracle = await scanned(SHELF);
    const { text, parts } = await oracle.context({ task: 'bake bread' }, { tokens: 165 });
    expect(parts.map(({ form, node }) => `${form} ${node.name}`)).toEqual([
      'source bakeBread',
      'signature bakeCake',
      'signature bakeTart',
      'signature bakePie',
    ]);
    expect(text).toBe(`## src/a.ts:1-4 bakeBread (matches the task)
${one('bakeBread')}
## Also
src/
 a.ts
5 bakeCake(first, second)
 b.ts
9 bakeTart(first, second)
Oven:
2 bakePie(heat)
`);
  });

  it('puts what is in a class under it', async () => {
    const baker =
      'export class Baker<T> {\n  bakeAll<K extends () => void, V>(first: K, second: V): void {\n    this.bake(first, second);\n  }\n}\n';
    const { text } = await (await scanned({ 'bake/all.ts': baker })).context({ task: 'bake all' }, { tokens: 45 });
    expect(text).toBe(`## Also
bake/all.ts
1 class Baker:
2 bakeAll(first, second)
`);
  });

  it('keeps of long names of what is around the innermost', async () => {
    const inner = `module Storefront\n  module Promotions\n    module Calculators\n      class Oven\n        def bake_all(heat)\n${'          heat\n'.repeat(40)}        end\n      end\n    end\n  end\nend\n`;
    const { text } = await (await scanned({ 'lib/oven.rb': inner })).context({ task: 'bake all' }, { tokens: 60 });
    expect(text).toContain('ront.Promotions.Calculators.Oven:\n5 bake_all(heat)\n');
  });

  it('tells a folder once that has several of the files', async () => {
    const files = { 'lib/bake/all.ts': one('bakeAll'), 'lib/bake/some.ts': one('bakeSome'), 'lib/other.ts': one('bakeOther') };
    const { text } = await (await scanned(files)).context({ task: 'bake' }, { tokens: 60 });
    expect(text).toMatch(/\nlib\/bake\/\n (?:all|some)\.ts\n1 bake\w+\(first, second\)\n (?:all|some)\.ts\n1 bake/);
    expect(text).toContain('\nlib/other.ts\n');
  });

  it('has what is in a type that was found', async () => {
    const oven = `/** Where bread becomes warm. */\nexport class Oven {\n${Array.from({ length: 12 }, (_, at) => `  part${at}() {\n${BODY.repeat(4)}  }\n`).join('')}}\n`;
    const { parts } = await (await scanned({ 'src/oven.ts': oven })).context(
      { task: 'where does bread become warm' },
      { tokens: 300 },
    );
    expect(parts.map(({ node, why }) => `${node.name}: ${why}`)).toEqual(
      expect.arrayContaining(['part0: in Oven', 'part11: in Oven']),
    );
  });

  it('is source alone where there is room for all of it', async () => {
    const { text, parts } = await (await scanned(SHELF)).context({ task: 'bake bread' }, { tokens: 400 });
    expect(parts.every(({ form }) => form === 'source')).toBe(true);
    expect(text).not.toContain('## Also');
  });

  it('keeps no more room for the list than ninety pieces take, and gives the rest to source', async () => {
    const kinds = Array.from({ length: 100 }, (_, index) => [`src/kind${index}.ts`, one(`bakeKind${index}`)]);
    const oracle = await scanned(Object.fromEntries(kinds));
    const { parts } = await oracle.context({ task: 'bake' }, { tokens: 5000 });
    expect(parts).toHaveLength(100);
    // Room for all hundred lines would leave source for 39.
    expect(parts.filter(({ form }) => form === 'source').length).toBeGreaterThan(42);
  });

  it('says of what comes far down its name alone, all of a place on one line', async () => {
    const many = Array.from({ length: 30 }, (_, index) => one(`bakeKind${index}`)).join('');
    const { text, parts } = await (await scanned({ 'src/kinds.ts': many })).context({ task: 'bake a kind' }, { tokens: 400 });
    const forms = parts.filter(({ form }) => form !== 'source').map(({ form }) => form);
    expect(forms.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'signature'));
    expect(forms.length).toBeGreaterThan(22);
    expect(forms.slice(20).every((form) => form === 'name')).toBe(true);
    expect(text).toMatch(/\n\d+ bakeKind\d+\(first, second\)\n(?:\d+ bakeKind\d+, )+\d+ bakeKind\d+\n$/);
  });

  it('shows a class by a line where the source of its method is shown already', async () => {
    const { parts } = await (await scanned(SHELF)).context({ task: '`bakePie` in an oven' }, { tokens: 2000 });
    expect(parts.filter(({ node }) => node.path === 'src/b.ts').map(({ form, node }) => `${form} ${node.name}`)).toEqual([
      'source bakePie',
      'source bakeTart',
      'signature Oven',
    ]);
  });

  it('does not name what the source of a class shows already', async () => {
    const { parts } = await (await scanned(SHELF)).context({ task: 'the `Oven` bakes a pie' });
    expect(parts.map(({ node }) => node.name)).toEqual(expect.arrayContaining(['Oven', 'bakeTart']));
    expect(parts.map(({ node }) => node.name)).not.toContain('bakePie');
  });

  it('is never over its budget, and cuts long lines', async () => {
    const long = `export function bakeAll(${Array.from({ length: 40 }, (_, index) => `ingredient${index}: string`).join(', ')}) {\n${BODY.repeat(30)}}\n`;
    const oracle = await scanned({ ...SHELF, 'src/c.ts': long });
    for (const tokens of [0, 1, 10, 30, 60, 100, 200, 400, 800])
      expect((await oracle.context({ task: 'bake all ingredients' }, { tokens })).tokens).toBeLessThanOrEqual(tokens);
    const { parts } = await oracle.context({ task: 'bake all ingredients' }, { tokens: 300 });
    const cut = parts.find(({ node }) => node.name === 'bakeAll');
    expect(cut).toMatchObject({ form: 'signature', text: expect.stringMatching(/^bakeAll\(ingredient0.{0,30}…$/) });
  });
});

describe('the context of symbols', () => {
  it('begins with them, and has who uses them', async () => {
    const use = "import { bakeBread } from './a';\nexport function breakfast() {\n  return bakeBread('a', 1);\n}\n";
    const oracle = await scanned({ ...SHELF, 'src/use.ts': use });
    const symbols = [(await oracle.symbol('bakeBread')).id, (await oracle.symbol('bakeTart')).id, 12345];
    const { parts } = await oracle.context({ symbols });
    expect(parts.map(({ node, why }) => `${node.name}: ${why}`)).toEqual([
      'bakeBread: what was asked for',
      'bakeTart: what was asked for',
      'breakfast: uses bakeBread',
    ]);
  });

  it('has the beginning of one that is too long', async () => {
    const oracle = await scanned({ 'src/long.ts': `export function bakeAll() {\n${BODY.repeat(100)}}\n` });
    const { parts } = await oracle.context({ symbols: [(await oracle.symbol('bakeAll')).id] }, { tokens: 700 });
    expect(parts).toMatchObject([{ form: 'excerpt', node: { start_line: 1, end_line: 16 } }]);
  });
});
