import { edgesIn, indexOf } from '../fixture-oracle.ts';

/** What is called in the file `a` that is defined in another one. */
async function callsOf(ending: string, files: Record<string, string>): Promise<string[]> {
  const lines = await indexOf(files);
  return lines.flatMap((line) => new RegExp(`^calls a\\.${ending}#\\S* -> box\\.${ending}#(\\S+)`).exec(line)?.[1] ?? []).sort();
}

const BOX = `export class Box {
  open() { return this; }
  get inner() { const it = new Inner(); return it; }
  catch() {}
}
export class Inner { read() {} }
export function make() { const box = new Box(); box.open(); return box; }
export const build = () => make();
export async function later(now) { if (now) return null; const it = await build(); return it; }
export function either(first) { return first ? new Box() : new Inner(); }
export function both(first) { if (first) return new Box(); return new Inner(); }
export function given(box) { return box; }
export function again(count) { return count > 0 ? again(count - 1) : new Box(); }
export function circle() { return other(); }
export function other() { return circle(); }
export function* many() { return new Box(); }
export function parts() { return { box: new Box() }; }
export function typed(): { box: Box; deep: { inner: Inner } } { return null as any; }
export function on(run: (event: { box: Box }, inner: Inner) => void) {}
export function use<B extends Box>(box: B) { return box.open(); }
`;

const IMPORT = `import { again, both, Box, build, circle, either, given, Inner, later, make, many, on, parts, typed } from './box';\n`;

describe('TypeScript', () => {
  it.each([
    ['what a function returns', 'make().open();', ['Box.open', 'make']],
    ['what an arrow function stands for', 'build().open();', ['Box.open', 'build']],
    ['what is returned unless nothing is', '(await later(true)).open();', ['Box.open', 'later']],
    ['what a getter returns', 'new Box().inner.read();', ['Inner.read']],
    ['an object that returns itself', 'new Box().open().open();', ['Box.open']],
    ['a method that is called like a word of the language', 'new Box().catch();', ['Box.catch']],
    ['no function that returns one of two', 'either(1).open();\nboth(1).open();', ['both', 'either']],
    ['no function that returns what it is given', 'given(1).open();', ['given']],
    ['no function that returns itself', 'again(1).open();\ncircle().open();', ['again', 'circle']],
    ['no generator', 'many().open();', ['many']],
    ['what is taken out of an object', 'const { inner } = new Box();\ninner.read();', ['Inner.read']],
    [
      'what is taken out of one by another name, from deep within, and where there may be none',
      'const { box: it, deep: { inner: { read } } } = typed();\nit.open();\nread();\nconst { box = null } = typed();\nbox.open();',
      ['Box.open', 'Inner.read', 'typed'],
    ],
    [
      'what a callback takes out of what it is given',
      'on(({ box: { inner } }, { read }) => { inner.read(); read(); });',
      ['Inner.read', 'on'],
    ],
    [
      'what a function takes out of a parameter',
      'function go({ inner }: Box, { box: { open } }: { box: Box }) { inner.read(); open(); }',
      ['Box.open', 'Inner.read'],
    ],
    [
      'a value of a type parameter with a bound',
      'function go<B extends Box>(box: B) { const it: B = box; it.open(); }',
      ['Box.open'],
    ],
    ['one of the class around', 'class A<B extends Box> { go(box: B) { box.open(); } }', ['Box.open']],
  ])('follows %s', async (_, text, expected) => {
    expect(await callsOf('ts', { 'box.ts': BOX, 'a.ts': IMPORT + text })).toEqual(expected);
  });

  it('takes no word of the language for a name where the text does not follow the grammar', async () => {
    const lines = await indexOf({ 'a.ts': 'class A { go() {} } }\nclass B { if (a) { b() } while (c) {} \n' });
    expect(lines.filter((line) => /#(?:\w+\.)?(?:if|while)\b/.test(line))).toEqual([]);
  });
});

describe('JavaScript', () => {
  const box = BOX.replace(/ as any|\): \{[^)]*\} (?=\{)/g, (found) => (found.startsWith(')') ? ') ' : ''))
    .replace(/run: .*void\b/, 'run')
    .replace('<B extends Box>(box: B)', '(box)');

  it.each([
    ['what a function returns', 'make().open();\nbuild().open();', ['Box.open', 'build', 'make']],
    ['what is taken out of an object', 'const { inner } = make();\ninner.read();', ['Inner.read', 'make']],
  ])('follows %s', async (_, text, expected) => {
    expect(await callsOf('js', { 'box.js': box, 'a.js': IMPORT + text })).toEqual(expected);
  });
});

describe('Python', () => {
  const box = `class Box:
    def open(self):
        return self

    @classmethod
    def new(cls):
        return cls()

    @property
    def inner(self):
        it = Inner()
        return it

class Inner:
    def read(self): pass

def make(kind=None):
    if kind == 1:
        return None
    box = Box()
    return box

def both(first):
    if first:
        return Box()
    return Inner()
`;

  it.each([
    ['what a function returns', 'make().open().open()', ['Box.open', 'make']],
    ['what a class method returns', 'Box.new().open()', ['Box.new', 'Box.open']],
    ['what a property returns', 'make().inner.read()', ['Inner.read', 'make']],
    ['no function that returns one of two', 'both(1).open()', ['both']],
  ])('follows %s', async (_, text, expected) => {
    const files = { 'box.py': box, 'a.py': `from box import Box, both, make\n\n${text}\n` };
    expect(await callsOf('py', files)).toEqual(expected);
  });
});

it('calls what tests are written with, where that is a function of the repository', async () => {
  const files = {
    'kit.ts':
      'export function it(title: string, run: () => void) {}\nexport namespace it { export function effect(title: string, run: () => void) {} }\nexport function make() {}\n',
    'a.test.ts': `import { it, make } from './kit';\nit('one', () => { make(); });\nit.effect('two', () => { make(); });\n`,
    'b.test.ts': `import { it } from 'vitest';\nimport { make } from './kit';\nit('three', () => { make(); });\n`,
  };
  const lines = await indexOf(files);
  expect(edgesIn(lines, /^(?:calls|tests|unresolved)/)).toEqual([
    'calls a.test.ts#one -> kit.ts#it',
    'calls a.test.ts#one -> kit.ts#make',
    'calls a.test.ts#two -> kit.ts#it.effect',
    'calls a.test.ts#two -> kit.ts#make',
    'calls b.test.ts#three -> kit.ts#make',
    'tests a.test.ts#one -> kit.ts#it',
    'tests a.test.ts#one -> kit.ts#make',
    'tests a.test.ts#two -> kit.ts#it.effect',
    'tests a.test.ts#two -> kit.ts#make',
    'tests b.test.ts#three -> kit.ts#make',
  ]);
});

it('binds what a function of Python imports in that function alone', async () => {
  const files = {
    'shop/__init__.py': '',
    'shop/pager.py': 'def page(): pass\ndef more(): pass\n',
    'shop/term.py':
      'def page():\n    from .pager import page, more\n    page()\n    def inner():\n        more()\n\ndef more(): pass\n\ndef go():\n    import shop.pager\n    page()\n    more()\n    shop.pager.page()\n',
  };
  const lines = await indexOf(files);
  expect(edgesIn(lines)).toEqual([
    'calls shop/term.py#go -> shop/pager.py#page',
    'calls shop/term.py#go -> shop/term.py#more',
    'calls shop/term.py#go -> shop/term.py#page',
    'calls shop/term.py#page -> shop/pager.py#page',
    'calls shop/term.py#page.inner -> shop/pager.py#more',
  ]);
});

it('looks for a member in the next base where one is not in the repository, and in modules that a package does not import', async () => {
  const files = {
    'shop/__init__.py': 'from .core import Core\n',
    'shop/core.py': 'class Core:\n    def run(self): pass\n',
    'shop/views.py': 'class View:\n    def show(self): pass\n',
    'a.py':
      'import typing as t\nimport shop.views\n\nclass Mixed(t.Protocol, shop.Core, shop.views.View): pass\n\ndef go(it: Mixed):\n    it.run()\n    it.show()\n    it.gone()\n',
  };
  const lines = await indexOf(files);
  expect(edgesIn(lines, /^(?:unresolved )?calls/)).toEqual([
    'calls a.py#go -> shop/core.py#Core.run',
    'calls a.py#go -> shop/views.py#View.show',
  ]);
});

it('knows the object around also in the last of several signatures of a method', async () => {
  const text =
    'import typing as t\n\nclass Oven:\n    @t.overload\n    def bake(self, pie: int) -> int: ...\n    @t.overload\n    def bake(self, pie: str) -> str: ...\n    def bake(self, pie):\n        return self.heat()\n    def heat(self): pass\n';
  const lines = await indexOf({ 'oven.py': text });
  expect(edgesIn(lines)).toEqual(['calls oven.py#Oven.bake -> oven.py#Oven.heat']);
});
