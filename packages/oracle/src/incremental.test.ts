import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeIndex, makeFolder, writeFiles } from './fixture-folder.ts';
import { openOracle } from './oracle.ts';

const PATHS = [
  'a.ts',
  'b.ts',
  'lib/index.ts',
  'lib/c.ts',
  'c.js',
  'p/__init__.py',
  'p/m.py',
  'q.py',
  'tsconfig.json',
  'lib/package.json',
  'README.md',
  'p/docs.md',
  'lib/r.rb',
  's.rb',
  'x.php',
  'lib/y.php',
];

const CODE = [
  `export function run() { return help(); }\nexport function help() {}\n`,
  `\n\nexport function help() {}\nexport class A { go() { return this.stop(); } stop() {} }\n`,
  `export * from './b';\nexport * from './lib';\nimport { A, help } from './b';\nconst a = new A();\na.go();\nhelp();\n`,
  `import { A } from '@x/b';\nimport { C } from 'lib';\nexport class B extends A { go() { super.go(); new C().help(); } }\n`,
  `import { B } from '../b';\nimport * as a from '../a';\nexport class C extends B { help() { this.go(); a.run(); a.help(); } }\nexport { help } from '../a';\n`,
  `const { help } = require('./b');\nconst lib = require('./lib');\nmodule.exports = { help };\nlib.help();\nhelp();\n`,
];
const PYTHON = [
  `from .m import M\nfrom . import m\n\ndef make() -> M:\n    return M()\n`,
  `class M:\n    def go(self):\n        return self.stop()\n\n    def stop(self):\n        pass\n`,
  `import p\nfrom p import make, M\nfrom p.m import *\n\ndef test_it():\n    make().go()\n    p.m.M().stop()\n    M().go()\n`,
  `from q import *\n\nclass N(M):\n    def go(self):\n        super().go()\n`,
];
const CONFIG = [
  `{ "compilerOptions": { "paths": { "@x/*": ["./*"] } } }`,
  `{ "compilerOptions": { "paths": { "@x/*": ["./lib/*"] } } }`,
  `{ "name": "lib", "main": "c.ts" }`,
  `{ "name": "lib" }`,
];

const DOCUMENTS = [
  '# Help\n\n`help()` and `A.stop()`, see [m](p/m.py) and `lib/c.ts`.\n',
  '# One\n\n```ts\nimport { run } from "./a";\nhelp();\n```\n\n## Two\n\n`M#stop`, `p.m.M`, `make`, `B.stop()` and [up](../README.md).\n',
];

const RUBY = [
  "require 'r'\nrequire_relative 'lib/r'\nmodule A\n  class B < C\n    def go; help; C.new.stop; end\n  end\nend\n",
  'module A\n  class C\n    include M\n    def stop; end\n  end\n  module M\n    def help; end\n  end\nend\n',
  'class A::B\n  def again; go; stop; end\nend\ndef help; A::B.new.go; end\n',
];
const PHP = [
  '<?php\nnamespace A;\nuse B\\C;\nclass D extends C { function go(C $c) { $c->stop(); $this->stop(); help(); } }\n',
  '<?php\nnamespace B;\nclass C { function stop() {} }\nfunction help() {}\n',
  '<?php\nnamespace A;\nclass C { function stop(): \\A\\D { return new D(); } }\nfunction help() { (new C())->stop()->go(); }\n',
];

const BY_ENDING: Readonly<Record<string, readonly string[]>> = {
  rb: RUBY,
  php: PHP,
  py: PYTHON,
  json: CONFIG,
  md: DOCUMENTS,
};
const contentsOf = (path: string) => BY_ENDING[path.slice(path.lastIndexOf('.') + 1)] ?? CODE;
const contentFor = (path: string) => fc.constantFrom(...contentsOf(path));
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...PATHS)
      .chain((path) => contentFor(path).map((content) => ({ kind: 'write' as const, path, content }))),
  },
  { weight: 1, arbitrary: fc.constantFrom(...PATHS).map((path) => ({ kind: 'delete' as const, path })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), fc.constantFrom(...PATHS))
      .map(([path, to]) => ({ kind: 'rename' as const, path, to })),
  },
);

type Step =
  | { kind: 'write'; path: string; content: string }
  | { kind: 'delete'; path: string }
  | { kind: 'rename'; path: string; to: string };

function apply(root: string, change: Step): void {
  if (change.kind === 'write') writeFiles(root, { [change.path]: change.content });
  else if (change.kind === 'delete') rmSync(join(root, change.path), { force: true });
  else if (existsSync(join(root, change.path))) {
    writeFiles(root, { [change.to]: '' });
    renameSync(join(root, change.path), join(root, change.to));
  }
}

/** Files that see one another by their package: one that joins it, leaves it or says something else links others again. */
const PACKAGED = {
  csharp: {
    paths: ['A.cs', 'A.More.cs', 'p/B.cs', 'q/A.cs', 'tests/ATests.cs'],
    contents: [
      `using P.Q;\nnamespace P;\npublic partial class A : B { public void Go() { Stop(); Help(1); new C().Go(); } }\n`,
      `namespace P { public partial class A { void Help(int n) => Q.C.Make().Go(); C C => null; } }\n`,
      `namespace P { public class B { public void Stop() { new A().Go(); } } }\nnamespace P.Q { public class C { public static C Make() => new C(); public void Go() { } } }\n`,
      `using static P.Q.C;\nusing K = P.Q.C;\nnamespace P.Q;\npublic class A : K { public void Go() { Make().Go(); base.Go(); new P.A().Help(2); } }\n`,
      `using P;\nclass T { [Fact] public void Goes() { var a = new A(); a.Go(); a.Stop(); } }\n`,
    ],
  },
  c: {
    paths: ['a.h', 'b.h', 'a.c', 'src/b.cpp', 'include/a.h', 'src/b.h'],
    contents: [
      `#include "b.h"\nstruct T { int n; };\nint go(struct T *t);\nnamespace n { class K { void stop(); int go(); T t; }; }\n`,
      `#pragma once\nint go(int n);\nstatic int help(int n) { return n; }\n#define LIMIT 3\ntypedef struct T T;\n`,
      `#include "a.h"\n#include <b.h>\nstatic int help(int n) { return go(LIMIT); }\nint go(struct T *t) { return help(t->n); }\n`,
      `#include <a.h>\n#include "b.h"\nvoid n::K::stop() { go(); help(LIMIT); t.go(); }\nint go(int n) { n::K k; k.stop(); return n; }\n`,
    ],
  },
  go: {
    paths: ['go.mod', 'a/a.go', 'a/b.go', 'a/c.go', 'b/a.go', 'b/b_test.go'],
    contents: [
      `module x.y/z\n`,
      `package a\n\nimport "x.y/z/b"\n\ntype T struct{ U *U }\n\nfunc Make() *T { return b.Make() }\n\nfunc (t *T) Go() { t.Stop(); t.U.Run() }\n`,
      `package a\n\nimport "x.y/z/a"\n\ntype U struct{ a.T }\n\nfunc (t *T) Stop() { Make().Go(); a.Make() }\n\nfunc (u *U) Run() { u.Go() }\n`,
      `package b\n\nimport . "x.y/z/a"\n\nfunc Make() *T { t := &T{}; t.Go(); t.U.Run(); return t }\n`,
      `package a_test\n\nimport "x.y/z/a"\n\nfunc TestGo(t int) { a.Make().Go(); Make() }\n`,
    ],
  },
  java: {
    paths: ['src/p/A.java', 'src/p/B.java', 'src/q/A.java', 'src/q/C.java', 'test/p/ATest.java'],
    contents: [
      `package p;\nimport q.*;\nclass A extends B { void go() { stop(); new C().go(); q.C.make(); } }\n`,
      `package p;\nimport q.C;\nimport static q.C.make;\nclass B { void stop() { make().go(); } static class D { void end() {} } }\n`,
      `package q;\nimport p.B.D;\npublic class C { public static C make() { return new C(); } void go() { new D().end(); new A().go(); } }\n`,
      `package q;\npublic class A extends p.B { void go() { stop(); C.make(); } }\n`,
      `package p;\nclass ATest { @Test void goes() { new A().go(); B.D d = null; d.end(); } }\n`,
    ],
  },
};

it.each(Object.entries(PACKAGED))(
  'gives the same rows in packages of %s',
  async (_name, { paths, contents }) => {
    const root = makeFolder(Object.fromEntries(paths.map((path, index) => [path, contents[index % contents.length]!])));
    const oracle = await openOracle({ root });
    await oracle.scan({ workers: 1 });
    const path = fc.constantFrom(...paths);
    const change = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), path, content: fc.constantFrom(...contents) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), path, to: path }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (steps: Step[]) => {
        for (const each of steps) apply(root, each);
        await oracle.scan({ workers: 1 });
        const cold = await openOracle({ root, file: join(makeFolder(), 'cold.db') });
        await cold.scan({ workers: 1 });
        expect(await describeIndex(oracle)).toEqual(await describeIndex(cold));
        await cold.close();
      }),
      { numRuns: 15, endOnFailure: true },
    );
    await oracle.close();
  },
  240_000,
);

it('gives the same rows as an index built from nothing, after any edits, renames and deletions', async () => {
  const start = Object.fromEntries(PATHS.map((path, index) => [path, contentsOf(path)[index % contentsOf(path).length]!]));
  const root = makeFolder(start);
  const oracle = await openOracle({ root });
  await oracle.scan({ workers: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps: Step[]) => {
      for (const change of steps) apply(root, change);
      await oracle.scan({ workers: 1 });
      const cold = await openOracle({ root, file: join(makeFolder(), 'cold.db') });
      await cold.scan({ workers: 1 });
      expect(await describeIndex(oracle)).toEqual(await describeIndex(cold));
      await cold.close();
    }),
    { numRuns: 20, endOnFailure: true },
  );
  await oracle.close();
}, 240_000);
