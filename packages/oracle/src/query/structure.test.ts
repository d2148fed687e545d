import fc from 'fast-check';
import { scanned } from '../fixture-oracle.ts';
import { complexityOf } from './hot-spots.ts';
import { pageRank } from './page-rank.ts';
import { parseDiff } from './parse-diff.ts';

it('finds circles of imports, and the shortest way around each', async () => {
  const oracle = await scanned({
    'a.ts': `import './b';\nimport './c';`,
    'b.ts': `import './c';`,
    'c.ts': `import './a';`,
    'd.ts': `import './a';\nimport './e';`,
    'e.ts': '',
  });
  const [circle, ...others] = await oracle.cycles();
  expect(others).toEqual([]);
  expect(circle?.paths).toEqual(['a.ts', 'b.ts', 'c.ts']);
  expect(circle?.edges.map((edge) => edge.evidence)).toEqual(['./c', './a']);
});

it('follows chains of imports that are thousands of files long', async () => {
  const size = 5000;
  const files = Object.fromEntries(Array.from({ length: size }, (_, i) => [`f${i}.ts`, `import './f${(i + 1) % size}';`]));
  const [circle] = await (await scanned(files)).cycles();
  expect([circle?.paths.length, circle?.edges.length]).toEqual([size, size]);
});

it('calls an export dead only when nobody can be seen or guessed to use it', async () => {
  const oracle = await scanned({
    'lib.ts': `export function used() {}
export function dead() {}
export function own() {}
export function mentioned() {}
export function passedOn() {}
export const inList = [1];
own();
export function inner() {}
export function outer() { inner(); used(); }
[1].filter((each) => inList.includes(each));
`,
    'tags.ts': 'export function whole() {}\n',
    'index.ts': `export { passedOn } from './lib';\n`,
    'main.ts': `import { used } from './lib';\nimport * as tags from './tags';\nused();\nrun('whole', tags, { mentioned: 1 });\n`,
    'alone.ts': 'export function script() {}\n',
    'app.py': 'import views\n',
    'views.py': '@route("/")\ndef page():\n    pass\n\ndef unused():\n    pass\n',
  });
  const dead = await oracle.deadExports();
  expect(dead.map(({ node, usedBy }) => `${node.name} ${usedBy}`)).toEqual([
    'dead nothing',
    'own file',
    'inList file',
    'inner file',
    'outer nothing',
    'unused nothing',
  ]);
});

it('finds the same communities whatever the order in which files came', async () => {
  const group = (name: string) =>
    Object.fromEntries(
      [0, 1, 2, 3].map((i) => [
        `${name}/f${i}.ts`,
        `${[0, 1, 2, 3]
          .filter((j) => j !== i)
          .map((j) => `import { ${name}${j} } from './f${j}';`)
          .join('\n')}\nexport function ${name}${i}() { ${name}${(i + 1) % 4}(); }\n`,
      ]),
    );
  const bridge = { 'bridge.ts': `import { red0 } from './red/f0';\nimport { blue0 } from './blue/f0';\nred0(); blue0();\n` };
  const [one, two] = [
    await scanned({ ...group('red'), ...group('blue'), ...bridge }),
    await scanned({ ...bridge, ...group('blue') }),
  ];
  const { writeFiles } = await import('../fixture-folder.ts');
  const communities = await one.communities();
  expect(communities.map(({ name }) => name).toSorted()).toEqual(['blue', 'red']);
  writeFiles((two as unknown as { root: string }).root, group('red'));
  await two.scan();
  const shape = (list: typeof communities) =>
    list.map(({ name, paths, center }) => ({ name, paths, center: center.map((node) => node.name) }));
  expect(shape(await two.communities())).toEqual(shape(communities));
});

it('ranks what is used by what is used', () => {
  const rank = pageRank({ size: 4, sources: [0, 1, 2], targets: [1, 2, 1], weights: [1, 1, 1] }, Float64Array.from([1, 1, 1, 1]));
  expect(rank.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1);
  expect(rank[1]).toBeGreaterThan(rank[2]!);
  expect(rank[2]).toBeGreaterThan(rank[0]!);
  expect([...pageRank({ size: 0, sources: [], targets: [], weights: [] }, new Float64Array())]).toEqual([]);
});

it('sees complexity in indentation, by tabs or by spaces', () => {
  expect(complexityOf('a\n  b\n    c\n\n  d\n')).toBe(4);
  expect(complexityOf('a\n\tb\n\t\tc\n')).toBe(complexityOf('a\n    b\n        c\n'));
});

describe('parseDiff', () => {
  it('reads lines, gaps, renames, new and deleted files, and names in quotes', () => {
    const diff = [
      'diff --git a/old.ts b/new name.ts',
      'similarity index 90%',
      'rename from old.ts',
      'rename to new name.ts',
      '--- a/old.ts',
      '+++ b/new name.ts',
      '@@ -1,3 +1,3 @@ function x',
      ' one',
      '-two',
      '+2',
      ' three',
      'diff --git "a/\\303\\274.py" "b/\\303\\274.py"',
      'deleted file mode 100644',
      '--- "a/\\303\\274.py"',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-x',
      '\\ No newline at end of file',
      '',
    ].join('\n');
    const [renamed, deleted] = parseDiff(diff);
    expect(renamed).toMatchObject({
      oldPath: 'old.ts',
      newPath: 'new name.ts',
      old: { lines: [2], gaps: [3] },
      new: { lines: [2], gaps: [2] },
    });
    expect(deleted).toMatchObject({ oldPath: 'ü.py', newPath: null, old: { lines: [1], gaps: [] } });
  });

  it('ends with an answer or an error of ours, whatever it is given', () => {
    const line = fc.constantFrom(
      'diff --git a/x b/x',
      '--- a/x',
      '+++ b/x',
      '@@ -1,2 +1,2 @@',
      '@@ x',
      '-a',
      '+b',
      ' c',
      '',
      '\\ No newline',
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
        try {
          return Array.isArray(parseDiff(lines.join('\n')));
        } catch (error) {
          return (error as { code?: string }).code === 'CM_WRONG_DIFF';
        }
      }),
    );
  });
});
