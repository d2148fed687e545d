import { indexOf } from '../fixture-oracle.ts';

async function callsOf(files: Record<string, string>): Promise<string[]> {
  const lines = await indexOf(files);
  return lines
    .filter((line) => /^(?:calls|unresolved calls) a\.\w+#/.test(line))
    .map((line) =>
      line
        .replace(/ \(.*| line .*/, '')
        .replace(/ a\.\w+#/, ' ')
        .replace(/-> \S+#/, '-> '),
    );
}

const PYTHON = `class Url:
    def join(self): return self
    def copy(self) -> "Url": ...
class Other:
    def shut(self): ...
class Base: ...
class Text(Base):
    def read(self): ...
def load(): ...
`;

const of = (text: string) => callsOf({ 'kit.py': PYTHON, 'a.py': `from kit import Url, Other, Base, Text, load\n${text}` });

describe('python', () => {
  it('follows what is one of several', async () => {
    const text = `
def one(given, url=None):
    url = url or Url()
    made = Url() if given else Url().copy()
    made.join()
    mixed = Url() if given else Other()
    mixed.join()
    unknown = Url() if given else given[0]["a"].b
    unknown.join()
def two(given):
    return Url() if given else None
def three():
    two(1).join()
`;
    expect(await of(text)).toEqual([
      'calls one -> Url.copy',
      'calls one -> Url.join',
      'calls three -> two',
      'calls three -> Url.join',
      'unresolved calls one mixed.join',
      'unresolved calls one unknown.join',
    ]);
  });

  it('follows what is assigned from itself', async () => {
    const text = `
def one(given):
    url = Url()
    url = url.copy()
    url.join()
def two(given):
    other = Other()
    if given:
        other = other.shut()
    other.shut()
def three():
    node = node.next()
    node.join()
`;
    expect(await of(text)).toEqual([
      'calls one -> Url.copy',
      'calls one -> Url.join',
      'unresolved calls three node.join',
      'unresolved calls three node.next',
      'unresolved calls two other.shut',
    ]);
  });

  it('heeds tests of types', async () => {
    const text = `
def one(node, self):
    if isinstance(node, Text):
        node.read()
    elif isinstance(node, Url) and node:
        node.join()
    else:
        node.other()
    assert isinstance(self.url, Url)
    self.url.join()
def two(node: Base):
    if not isinstance(node, Text):
        return
    node.read()
    node = load()
    node.read()
def three(node):
    if isinstance(node, (Text, Url)):
        node.read()
    if isinstance(node, str):
        node.upper()
    if not isinstance(node, Text):
        print(node.read())
def four(other: Other):
    if isinstance(other, Base):
        other.shut()
`;
    expect((await of(text)).toSorted()).toEqual([
      'calls four -> Other.shut',
      'calls one -> Text.read',
      'calls one -> Url.join',
      'calls two -> Text.read',
      'calls two -> load',
      'unresolved calls one node.other',
      'unresolved calls three node.read',
      'unresolved calls two node.read',
    ]);
  });
});

it('ends for what nobody writes', async () => {
  const deep = `x = ${'('.repeat(3000)}Url()${')'.repeat(3000)}\n`;
  const many = `def f(node):\n${'    if not isinstance(node, Text): return\n    node.read()\n'.repeat(3000)}`;
  expect(await of(many)).toEqual(['calls f -> Text.read']);
  expect(await of(`${deep}x.join()\n`)).toEqual(expect.any(Array));
  const comment = `/** @import${' '.repeat(200_000)}*/\n${'/** @import { a } */\n'.repeat(3000)}`;
  expect(await callsOf({ 'a.js': `${comment}load();\n` })).toEqual(['unresolved calls  load']);
});

describe('javascript', () => {
  const KIT = `class Url { join() { return this; } }
class Text { read() {} }
const load = () => {};
module.exports = { Url, Text, load };
`;
  const ofScript = (text: string) => callsOf({ 'kit.js': KIT, 'a.js': `const { Url, Text, load } = require('./kit');\n${text}` });

  it('follows what is one of several', async () => {
    const text = `
function one(given) {
  const url = given ? new Url() : new Url().join();
  url.join();
  const mixed = given ? new Url() : new Text();
  mixed.join();
  const some = find(given) ?? new Url();
  some.join();
}
const two = (given) => (given ? new Url() : null);
class Shop { constructor() { this.url = load.url || new Url(); } }
two(1).join();
`;
    expect((await ofScript(text)).toSorted()).toEqual([
      'calls  -> Url.join',
      'calls  -> two',
      'calls one -> Url.join',
      'unresolved calls one find',
      'unresolved calls one mixed.join',
      'unresolved calls one some.join',
    ]);
  });

  it('heeds tests of types', async () => {
    const text = `
function one(node) {
  if (node instanceof Text) { node.read(); node.next.read(); }
  else if (node instanceof Url && node.open) node.join();
  if (!(node.url instanceof Url)) throw new Error();
  node.url.join();
}
function two(node) {
  if (node instanceof Date) node.getTime();
  if (node instanceof Text || node.other) node.read();
}
`;
    expect((await ofScript(text)).toSorted()).toEqual([
      'calls one -> Text.read',
      'calls one -> Url.join',
      'unresolved calls one node.next.read',
      'unresolved calls two node.read',
    ]);
  });
});
