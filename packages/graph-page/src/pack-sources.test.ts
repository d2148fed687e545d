import { inflateSync } from 'node:zlib';
import { node } from './graph.fixture.ts';
import { packSources } from './pack-sources.ts';

const nodes = ['a.ts', 'b.ts', 'c.ts'].map((path, id) => node({ id, path, type: 'module', name: path }));

it('keeps every text where it says', () => {
  const sources = new Map(nodes.map(({ path }) => [path, `text of ${path} – ${'ü'.repeat(200_000)}`]));
  const { blocks, places, left } = packSources(nodes, sources, 10_000_000);
  expect(left).toBe(0);
  expect(blocks.length).toBeGreaterThan(1);
  for (const [path, [block, start, length]] of places) {
    const bytes = inflateSync(Buffer.from(blocks[block]!, 'base64'));
    expect(bytes.subarray(start, start + length).toString()).toBe(sources.get(path));
  }
});

it('leaves out the largest files, and files of which it has no text, and counts them', () => {
  const { places, left } = packSources(
    nodes,
    new Map([
      ['a.ts', 'x'.repeat(90)],
      ['b.ts', 'x'.repeat(20)],
    ]),
    100,
  );
  expect([...places.keys()]).toEqual(['b.ts']);
  expect(left).toBe(2);
});
