import { indexOf } from '../fixture-oracle.ts';

const REPLY = `const util = require('util');
function Base() {}
Base.prototype.end = function () {};
function Reply(log) { this.log = new Log(); send(); }
util.inherits(Reply, Base);
function send() {}
Reply.prototype.send = function (payload) { this.code(1); send(); return this; };
Reply.prototype.code = function code() { return this.log; };
Reply.build = function () { return new Reply(); };
function Log() {}
Log.prototype = Object.create(Base.prototype);
const app = (module.exports = {});
app.start = function () { this.stop(); };
app.stop = () => {};
app.Reply = Reply;
missing.handler = function () {};
module.exports.Reply = Reply;
module.exports.app = app;
`;

async function linesOf(text: string): Promise<string[]> {
  const lines = await indexOf({ 'reply.js': REPLY, 'a.js': `const { Reply, app } = require('./reply');\n${text}` });
  return lines.map((line) => line.replace(/ \(.*/, ''));
}

it.each([
  ['a method', 'new Reply().send().code();', ['Reply', 'Reply.code', 'Reply.send']],
  ['a method of what is extended', 'new Reply().end();', ['Base.end', 'Reply']],
  ['a field', 'new Reply().log.end();', ['Base.end', 'Reply']],
  ['what a method returns', 'new Reply().code().end();', ['Base.end', 'Reply', 'Reply.code']],
  ['a function that is assigned to a function', 'Reply.build().send();', ['Reply.build', 'Reply.send']],
  ['one that is assigned to an object', 'app.start();', ['app.start']],
])('follows %s', async (_, text, expected) => {
  const lines = await linesOf(text);
  expect(lines.flatMap((line) => /^calls a\.js# -> reply\.js#(\S+)/.exec(line)?.[1] ?? []).sort()).toEqual(expected);
});

it('tells members from what is written in or beside the function', async () => {
  const lines = await linesOf('');
  expect(lines.filter((line) => /^(?:calls|extends) reply\.js/.test(line))).toEqual([
    'calls reply.js#Reply -> reply.js#Log',
    'calls reply.js#Reply -> reply.js#send',
    'calls reply.js#Reply.build -> reply.js#Reply',
    'calls reply.js#Reply.send -> reply.js#Reply.code',
    'calls reply.js#Reply.send -> reply.js#send',
    'calls reply.js#app.start -> reply.js#app.stop',
    'extends reply.js#Log -> reply.js#Base',
    'extends reply.js#Reply -> reply.js#Base',
  ]);
  expect(lines).toContainEqual(expect.stringContaining('function handler | '));
});
