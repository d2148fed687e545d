import { indexOf } from '../fixture-oracle.ts';

const FILES = {
  'reply.js': `function Reply() {}\nReply.build = function () {};\nmodule.exports = Reply;\nmodule.exports.listen = listen;\nfunction listen() { return new Reply(); }\n`,
  'wrap.js': `module.exports = function wrap(run) { return make(); };\nfunction make() { return new Box(); }\nclass Box { open() {} }\n`,
  'box.js': `class Box { open() {} close() { return this.open.call(this); } }\nmodule.exports = Box;\n`,
  'index.js': `module.exports = require('./lib');\n`,
  'lib.js': `exports = module.exports = create;\nfunction create() { return new Box(); }\nclass Box { open() {} }\nexports.Box = Box;\nexports.wrap = require('./wrap');\n`,
  'app.js': `var app = (exports = module.exports = {});\napp.start = function () { this.stop(); };\napp.stop = function () {};\n`,
  'many.js': `module.exports = { make, own() { return new Box(); }, arrow: () => make(), wrap: require('./wrap'), ...require('./reply') };\nfunction make() {}\nclass Box { open() {} }\n`,
  'loop.js': `module.exports = require('./pool');\n`,
  'pool.js': `module.exports = require('./loop');\n`,
  'none.js': `module.exports = make();\n`,
};

async function linesOf(text: string): Promise<string[]> {
  const lines = await indexOf({ ...FILES, 'a.js': text });
  return lines
    .filter((line) => /^(?:calls|instantiates|references|extends|unresolved calls) a\.js#/.test(line))
    .map((line) =>
      line
        .replace(/ \(.*| line .*/, '')
        .replace('a.js# -> ', '')
        .replace('a.js# ', ''),
    );
}

it.each([
  [
    'a function that is all of a module',
    `const wrap = require('./wrap');\nwrap().open();`,
    ['calls wrap.js#Box.open', 'calls wrap.js#wrap'],
  ],
  ['a function that is constructed', `const Reply = require('./reply');\nnew Reply();`, ['calls reply.js#Reply']],
  ['what is exported beside it', `const { listen } = require('./reply');\nlisten();`, ['calls reply.js#listen']],
  ['a class', `const Box = require('./box');\nnew Box().open();`, ['calls box.js#Box.open', 'instantiates box.js#Box']],
  [
    'a class that is extended',
    `const Box = require('./box');\nclass Own extends Box { go() { this.open(); } }`,
    ['calls a.js#Own.go -> box.js#Box.open', 'extends a.js#Own -> box.js#Box'],
  ],
  [
    'what stands for all of a module',
    `const wrap = require('./wrap');\nrun(wrap);`,
    ['references wrap.js#wrap', 'unresolved calls run'],
  ],
  [
    'a function that is called with an object',
    `const wrap = require('./wrap');\nwrap.call(it).open();`,
    ['calls wrap.js#Box.open', 'calls wrap.js#wrap'],
  ],
  [
    'a function that is bound',
    `const wrap = require('./wrap');\nconst own = wrap.bind(it);\nown().open();`,
    ['calls a.js#own', 'calls wrap.js#Box.open', 'references a.js#own -> wrap.js#wrap'],
  ],
  [
    'a module that is another one',
    `const make = require('./index');\nmake().open();\nnew make.Box();\nmake.wrap();`,
    ['calls lib.js#Box.open', 'calls lib.js#create', 'calls wrap.js#wrap', 'instantiates lib.js#Box'],
  ],
  ['an object that is all of a module', `const app = require('./app');\napp.start();`, ['calls app.js#app.start']],
  [
    'members of an object that is exported',
    `const { arrow, make, own, wrap, listen } = require('./many');\narrow();\nmake();\nown().open();\nwrap();\nlisten();`,
    [
      'calls many.js#Box.open',
      'calls many.js#arrow',
      'calls many.js#make',
      'calls many.js#own',
      'calls reply.js#listen',
      'calls wrap.js#wrap',
    ],
  ],
  [
    'no modules in a circle',
    `const loop = require('./loop');\nloop();\nloop.go();`,
    ['unresolved calls loop', 'unresolved calls loop.go'],
  ],
  ['nothing where that is not known', `const none = require('./none');\nnone();`, ['unresolved calls none']],
])('follows %s', async (_, text, expected) => {
  expect(await linesOf(text)).toEqual(expected);
});
