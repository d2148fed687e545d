import { indexOf } from '../fixture-oracle.ts';

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
