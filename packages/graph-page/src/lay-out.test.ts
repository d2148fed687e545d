import { largeGraph, node, smallGraph } from './graph.fixture.ts';
import { layOut } from './lay-out.ts';

it('puts symbols into files into folders, and joins folders that hold only one', () => {
  const nodes = [
    node({ id: 1, path: 'src/main/java/A.java', type: 'module', name: 'A' }),
    node({ id: 2, path: 'src/main/java/A.java', type: 'class', name: 'A', parent_id: 1 }),
    node({ id: 3, path: 'README.md', type: 'module', name: 'README' }),
  ];
  const items = layOut('shop', nodes);
  const names = (index: number): string => (index < 0 ? '' : `${names(items[index]!.parent)}/${items[index]!.name}`);
  expect(items.map((_item, index) => names(index)).sort()).toEqual([
    '/shop',
    '/shop/README.md',
    '/shop/src/main/java',
    '/shop/src/main/java/A.java',
    '/shop/src/main/java/A.java/A',
  ]);
});

it('has each circle within the one around it, and after it', () => {
  const items = layOut('large', largeGraph(3000).nodes);
  for (const [index, { parent, x, y, r }] of items.entries()) {
    if (parent < 0) continue;
    const around = items[parent]!;
    expect(parent).toBeLessThan(index);
    expect(Math.hypot(x - around.x, y - around.y) + r).toBeLessThanOrEqual(around.r + 1e-6);
  }
});

it('draws symbols whose parent is not there, or makes no sense, in their file', () => {
  const [module, , , user] = smallGraph().nodes;
  const nodes = [
    { ...user!, id: 5, parent_id: 6 },
    { ...user!, id: 6, parent_id: 5 },
    { ...user!, id: 7, parent_id: 7 },
    { ...user!, id: 8, parent_id: 999 },
    { ...user!, id: 9, parent_id: module!.id },
  ];
  const items = layOut('shop', [module!, ...nodes]);
  expect(items.filter(({ kind }) => kind === 'symbol')).toHaveLength(5);
});
