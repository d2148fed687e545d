import { edgesIn, indexOf } from '../fixture-oracle.ts';

const FILES = {
  'lib/box.ts':
    'export class Box { open() {} }\nexport function make() { return new Box(); }\nexport default class Lid { shut() {} }\n',
  'lib/old.js': 'module.exports = { make };\nfunction make() { return new Box(); }\nclass Box { open() {} }\n',
};

async function callsOf(path: string, text: string): Promise<string[]> {
  const lines = await indexOf({ ...FILES, [path]: text });
  const isAsked = (line: string) => new RegExp(`^(?:calls|instantiates|unresolved calls) ${path}#`).test(line);
  return lines.filter(isAsked).map((line) => line.replace(/ \(.*| line .*/, '').replace(/^(.*)s \S+(?: ->)? (\S+)$/, '$1s $2'));
}

it.each([
  ['taken apart', `async function go() { const { make: build } = await import('./lib/box');\nbuild().open(); }`],
  ['as a whole', `async function go() { const box = await import('./lib/box');\nbox.make().open(); }`],
  ['at once', `async function go() { (await import('./lib/box')).make().open(); }`],
  ['when it is there', `import('./lib/box').then((box) => box.make().open());`],
  ['taken apart when it is there', `import(/* webpackChunkName: "box" */ './lib/box').then(({ make }) => make().open());`],
])('a module that is imported on demand, %s', async (_, text) => {
  expect(await callsOf('a.ts', text)).toEqual(['calls lib/box.ts#Box.open', 'calls lib/box.ts#make']);
});

it('what a module that is imported on demand gives by default', async () => {
  const lines = await callsOf(
    'a.ts',
    `async function go() { const { default: Lid } = await import('./lib/box');\nnew Lid().shut(); }`,
  );
  expect(lines).toEqual(['calls lib/box.ts#Lid.shut', 'instantiates lib/box.ts#Lid']);
});

it.each([
  ['used at once', `require('./lib/old').make().open();`],
  ['of which a member is taken apart', `const { make } = require('./lib/all').old;\nmake().open();`],
])('a module of CommonJS, %s', async (_, text) => {
  const lines = await indexOf({ ...FILES, 'lib/all.js': `module.exports.old = require('./old');\n`, 'a.js': text });
  const calls = edgesIn(lines, /^calls a\.js#/);
  expect(calls).toEqual(['calls a.js# -> lib/old.js#Box.open', 'calls a.js# -> lib/old.js#make']);
});

it('is not misled by what is no module', async () => {
  expect(await callsOf('a.ts', 'async function go(name: string) { const { make } = await import(name);\nmake(); }')).toEqual([
    'unresolved calls make',
  ]);
});

it('tells what it did not find as it is written', async () => {
  const lines = await callsOf(
    'a.ts',
    `async function go() { (await import('./lib/box')).miss(); }\nimport(\`./lib/box\`).then((box) => box.make());`,
  );
  expect(lines).toEqual(['calls lib/box.ts#make', "unresolved calls import('./lib/box').miss"]);
});
