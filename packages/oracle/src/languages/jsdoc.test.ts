import { edgesIn, indexOf } from '../fixture-oracle.ts';

const FILES = {
  'box.js': `class Box { open() {} }\nclass Lid { shut() {} }\nmodule.exports = { Box, Lid };\n`,
  'a.js': `const { Box, Lid } = require('./box');

/**
 * @param {Box} box what is opened
 * @param {?Lid} [lid=null]
 * @param {{ inner: Box }} options
 * @param {string} options.name
 * @returns {Promise<Box>}
 */
function one(box, lid = null, options, other) {
  box.open();
  lid.shut();
  options.inner.open();
  other.open();
  [1].map((box) => box.open());
  return load(box);
}

/** @return {Lid | undefined} */
const two = () => find();

/** @param {Lid} lid */
exports.three = function (lid) { lid.shut(); };

class Room {
  /** @param {(box: Box) => void} run @param {Array<Box>} all {not closed */
  each(run, all) { all.open(); }
}

async function use() {
  (await one()).open();
  two().shut();
}
`,
};

it('reads types of parameters and of what is returned', async () => {
  const lines = await indexOf(FILES);
  const found = lines.filter(
    (line) => /^(?:calls a\.js#\S+ -> box|unresolved calls) /.test(line) || /^calls a\.js#\S+ -> box/.test(line),
  );
  expect(found.map((line) => line.replace(/ \(.*| line .*/, ''))).toEqual([
    'calls a.js#one -> box.js#Box.open',
    'calls a.js#one -> box.js#Lid.shut',
    'calls a.js#three -> box.js#Lid.shut',
    'calls a.js#use -> box.js#Box.open',
    'calls a.js#use -> box.js#Lid.shut',
    'unresolved calls a.js#Room.each all.open',
    'unresolved calls a.js#one ?.map',
    'unresolved calls a.js#one box.open',
    'unresolved calls a.js#one load',
    'unresolved calls a.js#one other.open',
    'unresolved calls a.js#two find',
  ]);
});

const ROOM = `
/** @typedef {import('./box').Box} Box */
/** @typedef {import("./shop")} Shop */
/** @import Tool, { Saw as Blade } from './tools.mjs' */
/** @import * as tools from './tools.mjs' */
/**
 * @import {
 *   Saw
 * } from './tools.mjs'
 */

class Room {
  /** @type {Shop} */
  shop;
  constructor() {
    /** @type {Map<string, Box>} */
    this.boxes = new Map();
    this.lid = /** @type {import('./box').Lid} */ (find());
  }
  /** @param {Box} box @param {Shop=} shop @returns {import('./box').Lid[]} */
  use(box, shop) {
    box.open();
    shop.sell();
    this.shop.sell();
    this.boxes.get('a').open();
    this.lid.shut();
    for (const lid of this.use()) lid.shut();
  }
}

/** @type {Array.<Blade>} */
const blades = [];
blades[0].cut();
/** @param {Saw} saw @param {tools.Saw} other @param {Tool} tool */
function work(saw, other, tool) {
  saw.cut();
  other.cut();
  tool.lend();
  /** @type {Box} */
  let box;
  box.open();
}
`;

it('reads what comments import, and what they say of variables and fields', async () => {
  const lines = await indexOf({
    'box.js': FILES['box.js'],
    'shop.js': 'module.exports = class Shop { sell() {} };\n',
    'tools.mjs': 'export default class Tool { lend() {} }\nexport class Saw { cut() {} }\n',
    'a.js': ROOM,
  });
  const found = edgesIn(lines, /^(?:calls|unresolved calls) a\.js#/);
  expect(found).toEqual([
    'calls a.js# -> tools.mjs#Saw.cut',
    'calls a.js#Room.use -> a.js#Room.use',
    'calls a.js#Room.use -> box.js#Box.open',
    'calls a.js#Room.use -> box.js#Lid.shut',
    'calls a.js#Room.use -> shop.js#Shop.sell',
    'calls a.js#work -> box.js#Box.open',
    'calls a.js#work -> tools.mjs#Saw.cut',
    'calls a.js#work -> tools.mjs#Tool.lend',
    'unresolved calls a.js#Room.constructor find',
  ]);
});

it('reads modules that types of TypeScript name', async () => {
  const text =
    "let box: import('./box').Box;\nexport function go(all: Array<import('./box').Lid>) { box.open(); all[0].shut(); }\n";
  const lines = await indexOf({ 'box.ts': 'export class Box { open() {} }\nexport class Lid<T> { shut() {} }\n', 'a.ts': text });
  expect(edgesIn(lines)).toEqual(['calls a.ts#go -> box.ts#Box.open', 'calls a.ts#go -> box.ts#Lid.shut']);
});
