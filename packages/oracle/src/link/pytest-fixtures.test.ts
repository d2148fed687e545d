import { rmSync } from 'node:fs';
import { describeIndex, makeFolder, writeFiles } from '../fixture-folder.ts';
import { indexOf } from '../fixture-oracle.ts';
import { type Oracle, openOracle } from '../oracle.ts';

const SHOP = `class Client:
    def get(self): pass

class Other:
    def get(self): pass

class App:
    def client(self) -> Client:
        return Client()

def make_client() -> Client: ...
`;
const HEAD = 'import pytest\nfrom shop import App, Client, Other, make_client\n\n';
const TEST = 'def test_it(client):\n    client.get()\n';

async function linesOf(files: Record<string, string>): Promise<string[]> {
  const lines = await indexOf({ 'shop.py': SHOP, ...files });
  return lines;
}

const fromTests = (lines: readonly string[]): string[] =>
  lines
    .filter((line) => /^(?:unresolved )?(?:calls|references) (?:.*\/)?test_\w+\.py#(?:Test\w+\.)?test_/.test(line))
    .map((line) => line.replace(/,? line \d+/, ''));

/** What the tests in `tests/test_a.py` use, with this in `tests/conftest.py`. */
async function usesOf(conftest: string, test = TEST, more: Record<string, string> = {}): Promise<string[]> {
  return fromTests(
    await linesOf({ 'tests/conftest.py': HEAD + conftest, 'tests/test_a.py': `import pytest\nimport shop\n\n${test}`, ...more }),
  );
}

const CALL = 'calls tests/test_a.py#test_it -> shop.py#Client.get (flow: client.get)';
const uses = (fixture: string) => `references tests/test_a.py#test_it -> ${fixture} (scope: fixture client)`;
const FOUND = [CALL, uses('tests/conftest.py#client')];
const UNKNOWN = 'unresolved calls tests/test_a.py#test_it client.get [shop.py#Client.get, shop.py#Other.get]';

it.each([
  ['returned', '@pytest.fixture\ndef client():\n    return Client()\n'],
  ['returned, with settings', '@pytest.fixture(scope="session")\ndef client():\n    return Client()\n'],
  ['yielded', '@pytest.fixture()\ndef client():\n    yield Client()\n    return Other()\n'],
  ['bound to a name', '@pytest.fixture\ndef client():\n    made = Client()\n    made.get()\n    return made\n'],
  ['what with gives', '@pytest.fixture\ndef client():\n    with Client() as made:\n        yield made\n'],
  ['what a function says that it gives', '@pytest.fixture\ndef client():\n    return make_client()\n'],
  [
    'given in two places that agree',
    '@pytest.fixture\ndef client():\n    if x:\n        return make_client()\n    return Client()\n',
  ],
  ['given or None', '@pytest.fixture\ndef client():\n    if x:\n        return None\n    return Client()\n'],
  ['annotated', '@pytest.fixture\ndef client() -> Client:\n    return anything[0]\n'],
  ['annotated as what an iterator gives', '@pytest.fixture\ndef client() -> t.Iterator[Client]:\n    yield anything[0]\n'],
  ['annotated as what a generator gives', '@pytest.fixture\ndef client() -> "Generator[Client, None, None]":\n    yield x[0]\n'],
  ['async', '@pytest_asyncio.fixture\nasync def client() -> AsyncIterator["Client"]:\n    yield x[0]\n'],
  ['named by hand', '@pytest.fixture(name="client")\ndef _client():\n    return Client()\n', 'tests/conftest.py#_client'],
  [
    'of a fixture',
    '@pytest.fixture\ndef app():\n    return App()\n\n@pytest.fixture\ndef client(app):\n    return app.client()\n',
  ],
  ['imported by its name', 'from pytest import fixture\n@fixture\ndef client():\n    return Client()\n'],
  [
    'called like a test',
    '@pytest.fixture(name="client")\ndef test_client():\n    return Client()\n',
    'tests/conftest.py#test_client',
  ],
])('knows what a fixture gives: %s', async (_, conftest, fixture = 'tests/conftest.py#client') => {
  expect(await usesOf(conftest)).toEqual([CALL, uses(fixture)]);
});

it.each([
  ['two values disagree', '@pytest.fixture\ndef client():\n    if x:\n        return Other()\n    return Client()\n'],
  ['one value is not known', '@pytest.fixture\ndef client():\n    if x:\n        return x[0]\n    return Client()\n'],
  ['its annotation says something else', '@pytest.fixture\ndef client() -> Client | Other:\n    return Client()\n'],
  [
    'only a function within it returns',
    '@pytest.fixture\ndef client():\n    def make():\n        return Client()\n    yield x[0]\n',
  ],
  [
    'fixtures ask for each other',
    '@pytest.fixture\ndef client(b):\n    return b\n\n@pytest.fixture\ndef b(client):\n    return client\n',
  ],
])('knows the fixture and nothing of what it gives when %s', async (_, conftest) => {
  expect(await usesOf(conftest)).toEqual([uses('tests/conftest.py#client'), UNKNOWN]);
});

const CLIENT = '@pytest.fixture\ndef client():\n    return Client()\n';
const ANOTHER = '@pytest.fixture\ndef client():\n    return shop.Other()\n\n';

it.each([
  ['one name', '@pytest.mark.parametrize("client", [1])\n'],
  ['a list of names', '@pytest.mark.parametrize("a, client", [(1, 2)])\n'],
  ['a tuple', '@pytest.mark.parametrize(("a", "client"), [(1, 2)])\n'],
  ['a keyword', '@pytest.mark.parametrize(argvalues=[1], argnames="client")\n'],
  ['names that are not written', '@pytest.mark.parametrize(NAMES, [1])\n'],
  ['a mark of the module', 'pytestmark = [pytest.mark.parametrize("client", [1])]\n\n'],
  ['a hook', 'def pytest_generate_tests(metafunc):\n    metafunc.parametrize("client", [1])\n\n'],
  ['a mock', '@mock.patch("shop.App")\n'],
  ['generated values', '@given(client=integers())\n'],
])('takes no parameter for a fixture that is given by %s', async (_, decorator) => {
  expect(await usesOf(CLIENT, decorator + TEST)).toEqual([UNKNOWN]);
});

it.each([
  '@pytest.mark.parametrize(("a", "b"), [(1, 2)])\ndef test_it(a, client, b):\n',
  '@pytest.mark.parametrize(argvalues=[1], argnames="a")\ndef test_it(a, client):\n',
  '@mock.patch("shop.App")\ndef test_it(a, client):\n',
  '@given(integers())\ndef test_it(client, a):\n',
])('takes the other parameters for fixtures: %s', async (test) => {
  expect(await usesOf(CLIENT, `${test}    client.get()\n`)).toEqual(FOUND);
});

it('takes none that is given by a mark of its class', async () => {
  const test = '@pytest.mark.parametrize("client", [1])\nclass TestIt:\n    def test_it(self, client):\n        client.get()\n';
  expect(await usesOf(CLIENT, test)).toEqual([UNKNOWN.replace('test_it', 'TestIt.test_it')]);
});

it('takes parameters for fixtures that parametrize gives indirectly', async () => {
  expect(await usesOf(CLIENT, `@pytest.mark.parametrize("client", [1], indirect=True)\n${TEST}`)).toEqual(FOUND);
  expect(await usesOf(CLIENT, `@pytest.mark.parametrize("a,client", [(1, 2)], indirect=["client"])\n${TEST}`)).toEqual(FOUND);
});

it.each([
  ['a default', 'def test_it(client=None):\n    client.get()\n'],
  ['an assignment that is not known', 'def test_it(client):\n    client = x[0]\n    client.get()\n'],
  ['a loop', 'def test_it(client):\n    for client in x:\n        client.get()\n'],
])('leaves a name alone that has %s', async (_, test) => {
  expect((await usesOf(CLIENT, test)).at(-1)).toBe(UNKNOWN);
});

it('takes what is assigned instead, as it does elsewhere', async () => {
  const lines = await usesOf(CLIENT, 'def test_it(client):\n    client = shop.Other()\n    client.get()\n');
  expect(lines).toContain('calls tests/test_a.py#test_it -> shop.py#Other.get (receiver: client.get)');
});

it('takes an annotation of the parameter for its type, and still knows the fixture', async () => {
  const test = 'def test_it(client: shop.Other):\n    client.get()\n';
  expect(await usesOf(CLIENT, test)).toEqual([
    'calls tests/test_a.py#test_it -> shop.py#Other.get (receiver: client.get)',
    'references tests/test_a.py#test_it -> shop.py#Other (scope: shop.Other)',
    uses('tests/conftest.py#client'),
  ]);
});

it('has no fixtures in functions that are neither', async () => {
  const test = `def helper(client):\n    client.get()\n\nclass Suite:\n    def test_it(self, client):\n        client.get()\n\nclass TestOld(TestCase):\n    def test_old(self, client):\n        client.get()\n`;
  const lines = await linesOf({ 'tests/conftest.py': HEAD + CLIENT, 'tests/test_a.py': test });
  expect(lines.filter((line) => /^(?:calls|references) tests\/test_a/.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('unresolved calls'))).toHaveLength(3);
});

describe('finds the nearest fixture', () => {
  it('in the class, and in what it extends', async () => {
    const method = '    @pytest.fixture\n    def client(self):\n        return shop.Client()\n\n';
    const test = '    def test_it(self, client):\n        client.get()\n';
    const found = [
      'calls tests/test_a.py#TestIt.test_it -> shop.py#Client.get (flow: client.get)',
      'references tests/test_a.py#TestIt.test_it -> tests/test_a.py#TestIt.client (scope: fixture client)',
    ];
    expect(await usesOf(ANOTHER, `${ANOTHER}class TestIt:\n${method}${test}`)).toEqual(found);
    expect(await usesOf(ANOTHER, `class Base:\n${method}class TestIt(Base):\n${test}`)).toEqual([
      found[0],
      found[1]!.replace('#TestIt.client', '#Base.client'),
    ]);
  });

  it('in the module', async () => {
    expect(await usesOf(CLIENT, ANOTHER + TEST)).toEqual([CALL.replace('#Client', '#Other'), uses('tests/test_a.py#client')]);
  });

  it.each([
    ['', 'from .more import client\n', 'client'],
    ['', 'from .more import made as client\n', 'made'],
    ['name="client"', 'from .more import made\n', 'made'],
    ['', 'from .more import *\n', 'client'],
    ['name="client"', 'from .more import *\n', 'made'],
  ])('among imported names: (%s) %s', async (settings, line, name) => {
    const more = { 'tests/more.py': `${HEAD}@pytest.fixture(${settings})\ndef ${name}():\n    return Client()\n` };
    expect(await usesOf('', line + TEST, more)).toEqual([CALL, uses(`tests/more.py#${name}`)]);
    const conftest = await usesOf(line, TEST, more);
    expect(conftest).toEqual([CALL, uses(`tests/more.py#${name}`)]);
  });

  it('among modules that take everything from one another', async () => {
    const more = { 'tests/a.py': `from .b import *\n${HEAD}${CLIENT}`, 'tests/b.py': 'from .a import *\n' };
    expect(await usesOf('', `from .b import *\n${TEST}`, more)).toEqual([CALL, uses('tests/a.py#client')]);
    expect(await usesOf('', `from .b import *\n${TEST}`, { ...more, 'tests/a.py': 'from .b import *\n' })).toEqual([UNKNOWN]);
  });

  it('in the folders above, and not beside', async () => {
    const conftest = HEAD + CLIENT;
    const test = 'def test_it(client):\n    client.get()\n';
    const lines = await linesOf({
      'conftest.py': conftest,
      'a/b/conftest.py': conftest.replace('Client()', 'Other()'),
      'a/b/c/test_a.py': test,
      'd/e/test_b.py': test,
    });
    expect(fromTests(lines).map((line) => line.replace(/ \(.*/, ''))).toEqual([
      'calls a/b/c/test_a.py#test_it -> shop.py#Other.get',
      'calls d/e/test_b.py#test_it -> shop.py#Client.get',
      'references a/b/c/test_a.py#test_it -> a/b/conftest.py#client',
      'references d/e/test_b.py#test_it -> conftest.py#client',
    ]);
  });

  it('beyond itself, for one that asks for its namesake', async () => {
    const wrap = '@pytest.fixture\ndef client(client):\n    return client\n\n';
    expect(await usesOf(CLIENT, wrap + TEST)).toEqual([CALL, uses('tests/test_a.py#client')]);
    const lines = await linesOf({ 'conftest.py': HEAD + CLIENT, 'tests/conftest.py': HEAD + wrap, 'tests/test_a.py': TEST });
    expect(lines).toContain('references tests/conftest.py#client -> conftest.py#client (scope: fixture client, line 5)');
    expect(fromTests(lines)).toContain(CALL);
  });
});

it('follows functions that a fixture gives', async () => {
  const conftest = '@pytest.fixture\ndef client():\n    def make() -> Client:\n        return Client()\n    return make\n';
  expect(await usesOf(conftest, 'def test_it(client):\n    client().get()\n    client()\n')).toEqual([
    'calls tests/test_a.py#test_it -> shop.py#Client.get (flow: client().get)',
    'calls tests/test_a.py#test_it -> tests/conftest.py#client.make (flow: client)',
    uses('tests/conftest.py#client'),
  ]);
});

it('knows fixtures that a mark asks for', async () => {
  const mark = '@pytest.mark.usefixtures("client")\n';
  expect(await usesOf(CLIENT, `${mark}def test_it():\n    pass\n`)).toEqual([uses('tests/conftest.py#client')]);
  expect(await usesOf(CLIENT, `${mark}class TestIt:\n    def test_it(self):\n        pass\n`)).toEqual([
    uses('tests/conftest.py#client').replace('test_it', 'TestIt.test_it'),
  ]);
});

it('takes the fixtures that pytest has for what is elsewhere, and no other', async () => {
  const test =
    'def test_it(tmp_path, monkeypatch, unheard):\n    tmp_path.mkdir()\n    monkeypatch.setattr(1)\n    unheard.get()\n';
  expect(await usesOf('', test)).toEqual([UNKNOWN.replace('client.get', 'unheard.get')]);
});

it('sees calls of functions that are named like tests', async () => {
  const shop = 'class App:\n    def test_client(self): pass\n';
  const lines = await linesOf({ 'shop.py': shop, 'test_a.py': 'import shop\n\ndef test_it():\n    shop.App().test_client()\n' });
  expect(fromTests(lines)).toEqual(['calls test_a.py#test_it -> shop.py#App.test_client (receiver: shop.App().test_client)']);
});

it('gives a call on a fixture a tests edge, and finds the tests of what a fixture builds', async () => {
  const root = makeFolder({ 'shop.py': SHOP, 'tests/conftest.py': HEAD + CLIENT, 'tests/test_a.py': TEST });
  const oracle = await openOracle({ root });
  await oracle.scan();
  expect(await describeIndex(oracle)).toContain('tests tests/test_a.py#test_it -> shop.py#Client.get (flow: client.get, line 2)');
  for (const name of ['tests/conftest.py#client', 'shop.py#Client']) {
    const { id } = await oracle.symbol(name);
    expect((await oracle.testsOf(id)).map(({ node }) => node.name)).toEqual(['test_it']);
    expect((await oracle.impact({ ids: [id] })).tests.map(({ node }) => node.name)).toEqual(['test_it']);
  }
  await oracle.close();
});

it('links tests again when a conftest.py comes, changes and goes', async () => {
  const root = makeFolder({ 'shop.py': SHOP, 'a/conftest.py': HEAD + CLIENT, 'a/b/c/test_a.py': TEST });
  const oracle = await openOracle({ root });
  const seen = async (found: Oracle) => {
    await found.scan();
    return fromTests(await describeIndex(found)).map((line) => line.replace(/ \(.*/, ''));
  };
  const at = (path: string, type: string) => [
    `calls a/b/c/test_a.py#test_it -> shop.py#${type}.get`,
    `references a/b/c/test_a.py#test_it -> ${path}#client`,
  ];
  expect(await seen(oracle)).toEqual(at('a/conftest.py', 'Client'));
  writeFiles(root, { 'a/b/conftest.py': HEAD + CLIENT });
  expect(await seen(oracle)).toEqual(at('a/b/conftest.py', 'Client'));
  writeFiles(root, { 'a/b/conftest.py': (HEAD + CLIENT).replace('Client()', 'Other()') });
  expect(await seen(oracle)).toEqual(at('a/b/conftest.py', 'Other'));
  rmSync(`${root}/a/b/conftest.py`);
  expect(await seen(oracle)).toEqual(at('a/conftest.py', 'Client'));
  await oracle.close();
});
