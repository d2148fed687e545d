import fc from 'fast-check';
import { edgesIn, indexOf } from '../fixture-oracle.ts';

const calls = (lines: readonly string[]) => edgesIn(lines, /^(?:unresolved )?(?:calls|instantiates)/);

it('follows a constant that stands for itself no further', async () => {
  const lines = await indexOf({
    'a.py': 'str = str\na = b\nb = a\n\ndef use(x: str):\n    str().split()\n    a.go()\n    a().go()\n    x.strip()\n',
    'b.js': 'const a = b;\nconst b = a;\na.go();\na().go();\nnew a().go();\na((x) => x.go());\nmodule.exports = a;\n',
    'c.js': "const a = require('./b');\na.go();\nnew a().go();\n",
  });
  expect(calls(lines)).toContain('unresolved calls a.py#use a.go');
  expect(calls(lines)).toContain('unresolved calls b.js# a.go');
});

it('follows a method that gives itself no further', async () => {
  const lines = await indexOf({
    'a.ts':
      'class A {\n  get one() { return this.two; }\n  get two() { return this.one; }\n}\nnew A().one.go();\nnew A().one.one.go();\n',
    'a.py': 'class A:\n    @property\n    def one(self):\n        return self.one\n\nA().one.go()\n',
  });
  expect(calls(lines).filter((line) => line.includes('.go'))).toEqual([
    'unresolved calls a.py# A().one.go',
    'unresolved calls a.ts# new A().one.go',
    'unresolved calls a.ts# new A().one.one.go',
  ]);
});

it('follows modules that are one another through variables', async () => {
  const lines = await indexOf({
    'a.js': "const b = require('./b');\nmodule.exports = b;\n",
    'b.js': "const c = require('./c');\nmodule.exports = c;\n",
    'c.js': 'module.exports = make;\nfunction make() {}\n',
    'd.js': "const e = require('./e');\nmodule.exports = e;\n",
    'e.js': "const d = require('./d');\nmodule.exports = d;\n",
    'use.js': "const a = require('./a');\nconst d = require('./d');\na();\nd();\nd.go();\n",
  });
  expect(calls(lines)).toEqual(['calls use.js# -> c.js#make', 'unresolved calls use.js# d', 'unresolved calls use.js# d.go']);
});

it('takes what a file imports from itself for what it has', async () => {
  const lines = await indexOf({
    'live.py':
      'class Live:\n    def start(self): pass\n\nif __name__ == "__main__":\n    from .live import Live as Live\n    from . import live as again\n    Live().start()\n    again.Live().start()\n',
    'use.py': 'from .live import Live\n\nLive().start()\n',
    'run.ts':
      "import { run, run as go } from './run';\nimport * as all from './run';\nexport function run() {}\nrun();\ngo();\nall.run();\n",
    'use.ts': "import { run } from './run';\nrun();\n",
  });
  expect(calls(lines)).toEqual([
    'calls live.py# -> live.py#Live.start',
    'calls run.ts# -> run.ts#run',
    'calls use.py# -> live.py#Live.start',
    'calls use.ts# -> run.ts#run',
    'instantiates live.py# -> live.py#Live',
    'instantiates use.py# -> live.py#Live',
  ]);
});

describe('a program of nothing but circles', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const value = fc
    .tuple(name, fc.constantFrom('', '()', '.a', '.b()', '.a.b', '.call(a)', '.bind(b)', '().c'))
    .map(([head, rest]) => head + rest);
  const two = (write: (one: string, other: string) => string) => fc.tuple(name, value).map(([one, other]) => write(one, other));
  const ecmascript = fc.oneof(
    two((one, other) => `const ${one} = ${other};`),
    two((one, other) => `const { a: ${one} } = ${other};`),
    two((one, other) => `function ${one}(b) { return ${other}; }`),
    two((one, other) => `class ${one} extends ${other} { get a() { return this.${one}; } b() { return ${other}; } }`),
    two((one, other) => `${one}.a = function () { return ${other}; };`),
    two((one) => `${one}.prototype.b = function () { return this.a; };`),
    two((one, other) => `${other}; new ${one}().${one}(); ${one}((x) => x.a);`),
  );
  const javascript = fc.oneof(
    ecmascript,
    two((one, other) => `module.exports = ${other}; exports.${one} = ${other};`),
    two((one) => `const ${one} = require('./${one}');`),
    two((one, other) => `/** @param {${one}} b @returns {${one}} */ function c(b) { return ${other}; }`),
  );
  const typescript = fc.oneof(
    ecmascript,
    two((one, other) => `export * from './${one}'; export { a as b } from './${one}'; export const c = ${other};`),
    two((one) => `import { ${one} } from './${one}';`),
    two((one) => `interface ${one}<T extends ${one}> extends a { (b: T): ${one}; a: ${one} & b; }`),
    two((one) => `type ${one}<T extends T> = ${one}<T> | b extends c ? ${one} : b;`),
    two((one, other) => `declare const ${one}: typeof ${one} & ${one}; (${other} as ${one}).a();`),
  );
  const python = fc.oneof(
    two((one, other) => `${one} = ${other}`),
    two((one) => `from .${one} import *\nfrom . import ${one}`),
    two((one, other) => `def ${one}(a: ${one}):\n    from .b import c\n    return ${other}`),
    two(
      (one, other) =>
        `class ${one}(${one}, b):\n    @property\n    def a(self):\n        return self.${one}\n    def b(self) -> c:\n        return ${other}`,
    ),
    two((one, other) => `${other}\n${one}().a.b()`),
  );
  const LANGUAGES = { js: javascript, ts: typescript, py: python };

  it.each(['js', 'ts', 'py'] as const)('is linked to its end: %s', async (ending) => {
    const file = fc.array(LANGUAGES[ending], { maxLength: 7 }).map((lines) => `${lines.join('\n')}\n`);
    const world = fc.record({ a: file, b: file, c: file });
    await fc.assert(
      fc.asyncProperty(fc.array(world, { minLength: 15, maxLength: 15 }), async (worlds) => {
        const files = worlds.flatMap((each, index) =>
          Object.entries(each).map(([path, text]) => [`w${index}/${path}.${ending}`, text]),
        );
        await indexOf({ ...Object.fromEntries(files), 'end.md': '# End\n' });
      }),
      { numRuns: 6 },
    );
  });
});

describe('names that lead to one another in many ways', () => {
  const COUNT = 60;
  /** Sixty of them, each of which leads to six others: without a limit it would take weeks. */
  const ways = (write: (at: number, next: readonly number[]) => string): string =>
    Array.from({ length: COUNT }, (_, at) =>
      write(
        at,
        [1, 2, 3, 4, 5, 6].map((step) => (at * 7 + step * 11) % COUNT),
      ),
    ).join('\n');
  const fields = (self: string) => ways((at, next) => next.map((to) => `${self}f${at} = ${self}f${to}`).join('\n'));

  it.each([
    [
      'a.js',
      `${ways((at, next) => `function m${at}(x) { ${next.map((to) => `if (x) return m${to}();`).join(' ')} }`)}\nfunction use() { m1().go(); }`,
    ],
    ['b.js', `class A {\n constructor() {\n${fields('this.')}\n }\n use() { this.f1.go(); }\n}`],
    [
      'c.py',
      `${ways((at, next) => `def m${at}(x):\n${next.map((to) => `  if x: return m${to}()`).join('\n')}`)}\ndef use():\n  m1().go()\n`,
    ],
    [
      'e.rb',
      `class A\n${ways((at, next) => `def m${at}(x = 1)\ncase x\n${next.map((to) => `when ${to} then m${to}`).join('\n')}\nend\nend`)}\ndef use\nm1.go()\nend\nend\n`,
    ],
    ['d.rb', `class A\ndef initialize\n${fields('@')}\nend\ndef use\n@f1.go()\nend\nend\n`],
  ])('are not followed along all of them: %s', async (path, text) => {
    expect((await indexOf({ [path]: text })).join('\n')).toMatch(/unresolved calls .*go/);
  });
});
