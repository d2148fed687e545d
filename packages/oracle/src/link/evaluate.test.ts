import { edgesIn, indexOf } from '../fixture-oracle.ts';

/** Each module takes everything from two others, so that the ways through them double with each one. */
const circle = (count: number, write: (next: number, other: number, index: number) => string, ending: string) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`m${index}.${ending}`, write((index + 1) % count, (index + 7) % count, index)]),
  );

describe('modules that take everything from one another in circles', () => {
  it('are searched once each in Python', async () => {
    const files = circle(
      60,
      (next, other, index) => `from m${next} import *\nfrom m${other} import *\n\ndef f${index}():\n    nowhere()\n`,
      'py',
    );
    const lines = await indexOf({ ...files, 'use.py': 'from m0 import *\n\ndef use():\n    f31()\n' });
    expect(lines).toContain('calls use.py#use -> m31.py#f31 (scope: f31, line 4)');
    expect(lines).toContain('unresolved calls m5.py#f5 nowhere line 5 []');
  });

  it('are searched once each in TypeScript', async () => {
    const files = circle(
      60,
      (next, other, index) => `export * from './m${next}';\nexport * from './m${other}';\nexport function f${index}() {}\n`,
      'ts',
    );
    const lines = await indexOf({ ...files, 'use.ts': `import { f31, nowhere } from './m0';\nf31();\nnowhere();\n` });
    expect(lines.filter((line) => line.startsWith('calls'))).toEqual([expect.stringContaining('use.ts# -> m31.ts#f31 ')]);
    expect(lines).toContain('unresolved calls use.ts# nowhere line 3 []');
  });
});

it('gives up on chains that nobody writes, and says so as unresolved', async () => {
  const chain = Array.from({ length: 3000 }, (_, index) => [`m${index}.ts`, `export * from './m${index + 1}';\n`]);
  const classes = Array.from({ length: 5000 }, (_, index) => `class C${index + 1}(C${index}): pass\n`).join('');
  const lines = await indexOf({
    ...Object.fromEntries(chain),
    'm3000.ts': 'export function end() {}\n',
    'use.ts': `import { end } from './m0';\nend();\n`,
    'near.ts': `import { end } from './m2990';\nend();\n`,
    'deep.py': `class C0:\n    def stop(self): pass\n${classes}\ndef use(it: C5000):\n    it.stop()\n`,
  });
  expect(lines.filter((line) => line.startsWith('calls'))).toEqual([expect.stringContaining('near.ts# -> m3000.ts#end ')]);
  expect(lines).toContain('unresolved calls use.ts# end line 2 [m3000.ts#end]');
});

it('follows no circle of names for types', async () => {
  const lines = await indexOf({
    'go.mod': 'module x.y/z\n',
    'a.go': 'package a\n\ntype A = B\ntype B = A\n\nfunc Use(a A) { a.Go(); B.Stop(a) }\n',
    'a.cpp': 'using A = B;\nusing B = A;\nusing C = C;\nint use(A a, C c) { a.go(); B::stop(); c.go(); return C::stop(); }\n',
  });
  expect(lines.filter((line) => line.startsWith('unresolved calls'))).toHaveLength(6);
  expect(lines.filter((line) => line.startsWith('calls'))).toEqual([]);
});

it('finds members behind another name of a type', async () => {
  const lines = await indexOf({
    'k.h': 'struct K { void go(); static int stop(); };\nusing J = K;\nusing L = J;\n',
    'a.cpp': '#include "k.h"\nint use(L l) { l.go(); return L::stop(); }\n',
  });
  expect(edgesIn(lines)).toEqual(['calls a.cpp#use -> k.h#K.go', 'calls a.cpp#use -> k.h#K.stop']);
});
