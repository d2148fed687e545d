import { makeFolder } from '../fixture-folder.ts';
import { opening } from '../fixture-oracle.ts';

const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join('');

/** Each of these took much longer. */
const MOST_MS = 20_000;

it.each<[string, Readonly<Record<string, string>>]>([
  [
    'namespaces that a file uses',
    {
      'a.cs': `${many(2000, (at) => `using N${at};\n`)}class A { void F() {\n${many(2000, (at) => `B${at}.Go();\n`)}} }\n`,
      'b.cs': many(2000, (at) => `namespace N${at} { class C${at} { } }\n`),
    },
  ],
  ['namespaces in a file', { 'a.cs': many(2000, (at) => `namespace N${at} { class A${at} { void F() { B${at}.Go(); } } }\n`) }],
  [
    'extensions of one name',
    {
      'a.cs': `namespace N;\nstatic class E {\n${many(4000, (at) => `public static void Go(this A${at} a) { }\n`)}}\n${many(
        4000,
        (at) => `class A${at} { void F() { this.Go(); } }\n`,
      )}`,
    },
  ],
  [
    'traits of one class',
    {
      'a.php': `<?php\n${many(8000, (at) => `trait T${at} { function m${at}() {} }\n`)}class A { use ${many(8000, (at) => `T${at},\\n`)}T0;\nfunction f() {\n${many(
        8000,
        (at) => `$this->m${at}();\n`,
      )}} }\n`,
    },
  ],
])('there may be more than people write of %s', async (_what, files) => {
  const oracle = await opening({ root: makeFolder(files), embedder: null });
  const start = performance.now();
  expect((await oracle.scan()).skipped).toEqual([]);
  expect(performance.now() - start).toBeLessThan(MOST_MS);
});
