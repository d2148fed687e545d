import { edgesIn, indexOf } from '../fixture-oracle.ts';

const BOX = 'export class Box { open() {} }\nexport class Lid { shut() {} }\n';

async function callsOf(files: Record<string, string>): Promise<string[]> {
  const lines = await indexOf({ 'box.ts': BOX, ...files });
  return lines
    .filter((line) => /^(?:calls|unresolved calls) a\.[jt]sx?#/.test(line))
    .map((line) => line.replace(/ \(.*| line .*/, '').replace(/ a\.[jt]sx?#\S*(?: ->)?/, ''));
}

const MAKE = `import { Box } from './box';
export function make(size: number) {
  function grow() {}
  const box = new Box();
  return { grow, box, shrink() {}, reset: () => {}, all: [new Box()], again: () => make(size), size };
}
export const useToggle = () => [new Box(), function flip() {}] as const;
`;

it.each([
  [
    'its methods',
    `make(1).shrink();\nmake(1).reset();`,
    ['calls make.ts#make', 'calls make.ts#make.reset', 'calls make.ts#make.shrink'],
  ],
  ['functions that it names', `const { grow: more } = make(1);\nmore();`, ['calls make.ts#make', 'calls make.ts#make.grow']],
  [
    'what it holds',
    `const made = make(1);\nmade.box.open();\nmade.all[0].open();`,
    ['calls box.ts#Box.open', 'calls make.ts#make'],
  ],
  ['a variable', `let made: ReturnType<typeof make>;\nmade.shrink();`, ['calls make.ts#make.shrink']],
  [
    'a parameter',
    `type Made = Awaited<ReturnType<typeof make>>;\nfunction go(made: Made) { made.box.open(); }`,
    ['calls box.ts#Box.open'],
  ],
  [
    'what its members give',
    `make(1).again().shrink();`,
    ['calls make.ts#make', 'calls make.ts#make.again', 'calls make.ts#make.shrink'],
  ],
  ['places of a list', `const [box] = useToggle();\nbox.open();`, ['calls box.ts#Box.open', 'calls make.ts#useToggle']],
])('an object that a function gives, by %s', async (_, text, expected) => {
  const calls = await callsOf({ 'make.ts': MAKE, 'a.ts': `import { make, useToggle } from './make';\n${text}\n` });
  expect(calls.toSorted()).toEqual(expected);
});

it('knows nothing of a member that it does not have, and of none where several objects are given', async () => {
  const make = `export function make(isBig: boolean) {
  function hidden() {}
  if (isBig) return { run() {}, stop() {} };
  return { run() {} };
}
`;
  const calls = await callsOf({
    'make.ts': make,
    'a.ts': `import { make } from './make';\nmake(true).hidden();\nmake(true).run();\nmake(true).stop();\n`,
  });
  expect(calls).toEqual([
    'calls make.ts#make',
    'calls make.ts#make.stop',
    'unresolved calls make().hidden',
    'unresolved calls make().run',
  ]);
});

it('tells objects that are given from others in the function', async () => {
  const make = `export function make() {
  listen({ run() {} });
  return { go: () => listen({ run() {} }) };
}
`;
  const calls = await callsOf({ 'make.ts': make, 'a.ts': `import { make } from './make';\nmake().go();\nmake().run();\n` });
  expect(calls).toEqual(['calls make.ts#make', 'calls make.ts#make.go', 'unresolved calls make().run']);
});

it('goes by the type that a function says it gives', async () => {
  const make = `import { Lid } from './box';\nexport function make(): Lid { return { shut() {} }; }\n`;
  expect(await callsOf({ 'make.ts': make, 'a.ts': `import { make } from './make';\nmake().shut();\n` })).toEqual([
    'calls box.ts#Lid.shut',
    'calls make.ts#make',
  ]);
});

it('follows methods of classes, frozen objects, and what a hook of JavaScript gives', async () => {
  const make = `const { Box } = require('./box');
class Shop { open() { return Object.freeze({ close: () => this.count(), box: new Box() }); } count() {} }
function useShop() { const shop = new Shop(); const { close } = shop.open(); return { shop, close }; }
module.exports = { Shop, useShop };
`;
  const text = `const { useShop } = require('./make');\nconst { shop, close } = useShop();\nshop.open().close();\nclose();\n`;
  expect(await callsOf({ 'make.js': make, 'box.js': 'module.exports.Box = class Box { open() {} };\n', 'a.js': text })).toEqual([
    'calls make.js#Shop.open',
    'calls make.js#Shop.open.close',
    'calls make.js#useShop',
  ]);
});

it('ends where functions give one another', async () => {
  const text = `function one() { return { next: two() }; }\nfunction two() { return { next: one() }; }\none().next.next.next.go();\n`;
  expect(await callsOf({ 'a.js': text })).toEqual([
    'calls a.js#one',
    'calls a.js#two',
    'calls a.js#one',
    'unresolved calls one().next.next.next.go',
  ]);
});

it('follows an object that is put together first', async () => {
  const make = `import { Box } from './box';
export function make() {
  const made = { box: new Box(), run: () => made.stop(), stop() {} };
  made.run();
  return made;
}
`;
  const calls = await callsOf({ 'make.ts': make, 'a.ts': `import { make } from './make';\nmake().box.open();\nmake().run();\n` });
  expect(calls).toEqual(['calls box.ts#Box.open', 'calls make.ts#make', 'calls make.ts#make.run']);
  const lines = await indexOf({ 'box.ts': BOX, 'make.ts': make });
  expect(edgesIn(lines, /^calls make\.ts/)).toEqual([
    'calls make.ts#make -> make.ts#make.run',
    'calls make.ts#make.run -> make.ts#make.stop',
  ]);
});

it('goes by the type that is written of a function that is a value', async () => {
  const make = `import { Box, Lid } from './box';
type Make = (size: number) => Lid;
interface Making { (size: number): Box }
export const one: Make = (size) => ({ shut() {} });
export class Shop { make: Making = (size) => ({ open() {} }); }
`;
  const calls = await callsOf({
    'make.ts': make,
    'a.ts': `import { one, Shop } from './make';\none(1).shut();\nnew Shop().make(1).open();\n`,
  });
  expect(calls).toEqual(['calls box.ts#Box.open', 'calls box.ts#Lid.shut', 'calls make.ts#Shop.make', 'calls make.ts#one']);
});

it('follows what the object of a constant holds', async () => {
  const shop = `import { Box, Lid } from './box';
const lid = new Lid();
function run() {}
export const shop = { box: new Box(), lid, run, go: run, close() {}, users: { list: () => {}, by: { name() {}, lid } } } as const;
export const open = () => ({ users: { list() {} } });
`;
  const text =
    "import { shop } from './shop';\nshop.box.open();\nshop.lid.shut();\nshop.run();\nshop.close();\nconst { lid } = shop;\nlid.shut();\nshop.users.list();\nshop.users.by.name();\nshop.users.by.lid.shut();\nshop.users.name();\n";
  expect(await callsOf({ 'shop.ts': shop, 'a.ts': text })).toEqual([
    'calls box.ts#Box.open',
    'calls box.ts#Lid.shut',
    'calls shop.ts#run',
    'calls shop.ts#shop.close',
    'calls shop.ts#shop.list',
    'calls shop.ts#shop.name',
    'unresolved calls shop.users.name',
  ]);
  const given = await callsOf({
    'shop.ts': shop,
    'a.ts': "import { open } from './shop';\nopen().users.list();\nopen().list();\n",
  });
  expect(given).toEqual(['calls shop.ts#open', 'calls shop.ts#open.list', 'unresolved calls open().list']);
});
