import { makeFolder } from '../fixture-folder.ts';
import { scanned } from '../fixture-oracle.ts';
import { type Oracle, openOracle } from '../oracle.ts';
import { wordEmbedder } from '../vectors/fixture-embedder.ts';
import { readQuery } from './search-query.ts';

const FILES = {
  'src/hash.ts': `
export function toHash(text: string): number {
  return mix(text.length);
}

function mix(seed: number): number {
  return seed * 31;
}

export const toHashCacheSize = 10;
`,
  'src/orders.ts': `
import { toHash } from './hash';

export class OrderBook {
  /** Takes an order back before it is sent. */
  cancel(order: string): number {
    return toHash(order);
  }
}

export function parseBody(text: string): string {
  return text.trim();
}
`,
  'test/orders.test.ts': `
import { OrderBook } from '../src/orders';

it('parse body', () => {});
it('takes an order back before it is sent', () => new OrderBook().cancel('1'));
export function cancelOrderBackBeforeSent() {}
`,
  'benchmarks/parse.ts': 'export function parseBody() {}\n',
};

describe('search', () => {
  let oracle: Oracle;
  beforeAll(async () => {
    oracle = await openOracle({ root: makeFolder(FILES), embedder: wordEmbedder() });
    await oracle.scan();
    await oracle.embed();
  });
  afterAll(() => oracle.close());

  const names = async (query: string, by?: 'both' | 'words' | 'meaning') =>
    (await oracle.search(query, by === undefined ? {} : { by })).map(({ path, name }) => `${path.split('/')[0]} ${name}`);

  it.each([
    ['orders.OrderBook.cancel', 'src cancel'],
    ['orders::OrderBook::cancel(string)', 'src cancel'],
    ['src/orders.ts:7', 'src cancel'],
    ['src/orders.ts', 'src orders'],
    ['test/orders.test.ts::cancelOrderBackBeforeSent', 'test cancelOrderBackBeforeSent'],
  ])('finds first what %s means to all other commands', async (query, first) => {
    const [best] = await oracle.search(query);
    expect(best?.why).toBe('exact name');
    expect((await names(query))[0]).toBe(first);
  });

  it.each(['toHash', 'to hash', 'to_hash', 'toHash()'])(
    'finds a name that is said as %s before what only holds its words',
    async (query) => {
      expect((await names(query))[0]).toBe('src toHash');
    },
  );

  it('finds a method by its qualified name, however the parts are joined', async () => {
    for (const query of ['OrderBook.cancel', 'OrderBook#cancel', 'OrderBook::cancel'])
      expect((await oracle.search(query))[0]).toMatchObject({ name: 'cancel', why: 'exact name' });
  });

  it('likes code better than tests and benchmarks of the same name', async () => {
    expect((await names('parse body')).slice(0, 3)).toEqual(['src parseBody', 'benchmarks parseBody', 'test parse body']);
    expect((await names('take an order back before it is sent'))[0]).toBe('src cancel');
  });

  it('heeds a name that prose speaks of', async () => {
    const [first] = await oracle.search('which order of things does `mix` make');
    expect(first).toMatchObject({ name: 'mix', why: expect.stringContaining('its name is in the query') });
  });

  it('says what spoke for a symbol: words, meaning, or the graph', async () => {
    const found = await oracle.search('take order back');
    const why = (name: string) => found.find((each) => each.name === name)?.why;
    expect(why('cancel')).toBe('words in its text, words in a test of it, close in meaning');
    expect((await oracle.search('take order back', { by: 'words' }))[0]?.why).toBe('words in its text, words in a test of it');
    expect((await oracle.search('take order back', { by: 'meaning' }))[0]?.why).toBe('close in meaning');
  });

  it('brings in what the best results call', async () => {
    const found = await oracle.search('seed multiplication', { limit: 50 });
    expect(found[0]?.name).toBe('mix');
    expect(found.map((each) => each.name)).toContain('toHash');
  });

  it('answers the same each time, best first, within the limit, and nothing to nothing', async () => {
    const first = await oracle.search('order', { limit: 5 });
    expect(await oracle.search('order', { limit: 5 })).toEqual(first);
    expect(first.map((each) => each.score)).toEqual(first.map((each) => each.score).sort((a, b) => b - a));
    for (const { score } of first) expect(score).toBeGreaterThan(0);
    expect(first.every(({ score }) => score <= 1)).toBe(true);
    expect(await oracle.search('  ')).toEqual([]);
    expect(await oracle.search('order', { limit: 0 })).toEqual([]);
  });

  it('takes what means something to SQL or FTS as text', async () => {
    for (const query of [
      '"',
      "'; drop table nodes; --",
      'a AND NOT b',
      '{name} : *',
      '%_\\',
      '\0',
      'NEAR(a b)',
      'x'.repeat(10_000),
    ])
      await expect(oracle.search(query)).resolves.toBeDefined();
  });
});

describe('a query', () => {
  it.each<[string, boolean]>([
    ['parse', true],
    ['Router.match()', true],
    ['a::b', true],
    ['$scope', true],
    ['parse options', false],
    ['what is this?', false],
    ['', false],
  ])('%j is a symbol: %s', (text, isSymbol) => {
    expect(readQuery(text).isSymbol).toBe(isSymbol);
  });

  it('loses the words that every text has, unless there are no others', () => {
    expect(readQuery('how is the cache of parseOptions cleared').words).toEqual(['cache', 'parse', 'options', 'cleared']);
    expect(readQuery('what is it').words).toEqual(['what', 'is', 'it']);
  });

  it('speaks of what is quoted, called or written as code', () => {
    expect(readQuery('why does `find` call get_user(), parseBody or HttpServer here').mentions).toEqual([
      'find',
      'get_user',
      'parseBody',
      'HttpServer',
    ]);
  });
});

it('puts a symbol before the file that is called like it', async () => {
  const oracle = await scanned({ 'src/list-node.ts': 'export interface ListNode {\n  next: ListNode | null;\n}\n' });
  expect((await oracle.search('list node')).map(({ type }) => type)).toEqual(['interface', 'module']);
});

it('puts what a document tells of before the document', async () => {
  const told = '# Orders\n\n## Revoking\n\nTakes an order back before it is sent.\n';
  const code = 'export function revoke(order: string) {\n  return back(order); // takes\n}\n';
  const oracle = await openOracle({ root: makeFolder({ 'README.md': told, 'src/orders.ts': code }), embedder: null });
  await oracle.scan();
  const found = await oracle.search('takes an order back');
  expect(found.map(({ type }) => type)).toEqual(expect.arrayContaining(['doc section']));
  expect(found.find(({ type }) => type !== 'module')).toMatchObject({ type: 'function', name: 'revoke' });
  await oracle.close();
});

describe('of code whose own words say as much', () => {
  const find = async (files: Record<string, string>, query: string) => {
    const oracle = await scanned(files);
    return (await oracle.search(query, { by: 'words' }))
      .filter(({ type }) => type === 'function' || type === 'method')
      .map(({ name }) => name);
  };

  it('finds that first whose test says what is asked for', async () => {
    const code =
      'export function adjust(fee: number) {\n  return fee;\n}\n\nexport function settle(fee: number) {\n  return fee;\n}\n';
    const test = "import { settle } from './fees';\n\nit('gives back a fee that was paid twice', () => settle(2));\n";
    expect(await find({ 'src/fees.ts': code }, 'fee paid twice')).toEqual(['adjust', 'settle']);
    expect(await find({ 'src/fees.ts': code, 'src/fees.test.ts': test }, 'fee paid twice')).toEqual(['settle', 'adjust']);
  });

  it('finds that first whose name says nothing else', async () => {
    const body = '{\n  return order.trim();\n}\n';
    const code = `export function cancelLater(order: string) ${body}export function cancel(order: string) ${body.replace('trim', 'normalize().padEnd(width).slice')}`;
    expect((await find({ 'src/orders.ts': code }, 'cancel the order'))[0]).toBe('cancel');
  });
});
