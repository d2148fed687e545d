import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Parser, Query } from 'web-tree-sitter';
import { languageOfPath } from './dist/languages/languages.js';
import { FactsBuilder } from './dist/parse/facts-builder.js';
import { loadGrammar, RUNTIME } from './dist/parse/load-grammar.js';
import { packFacts } from './dist/parse/pack-facts.js';
import { SourceParser } from './dist/parse/source-parser.js';

const root = process.argv[2];
const paths = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((p) => /\.[cm]?[jt]sx?$/.test(p));
const grammars = new Map();
for (const p of paths) {
  const l = languageOfPath(p);
  if (l && !grammars.has(l.grammar)) grammars.set(l.grammar, await loadGrammar(l.grammar));
}
const parser = await SourceParser.start({ runtime: await loadGrammar(RUNTIME), grammars });
let tParse = 0,
  tCap = 0,
  nCap = 0,
  tFinish = 0,
  tPack = 0;
const op = Parser.prototype.parse;
Parser.prototype.parse = function (...a) {
  const t = performance.now();
  const r = op.apply(this, a);
  tParse += performance.now() - t;
  return r;
};
const oc = Query.prototype.captures;
Query.prototype.captures = function (...a) {
  const t = performance.now();
  const r = oc.apply(this, a);
  tCap += performance.now() - t;
  nCap += r.length;
  return r;
};
const of = FactsBuilder.prototype.finish;
FactsBuilder.prototype.finish = function (...a) {
  const t = performance.now();
  const r = of.apply(this, a);
  tFinish += performance.now() - t;
  return r;
};
const texts = paths.map((p) => [p, readFileSync(root + '/' + p, 'utf8')]);
const t0 = performance.now();
let lines = 0;
for (const [p, text] of texts) {
  const l = languageOfPath(p);
  if (!l) continue;
  const f = parser.parse(text, l, p);
  lines += f.lines;
  const t = performance.now();
  packFacts(f, false);
  tPack += performance.now() - t;
}
const all = performance.now() - t0;
console.log({
  files: texts.length,
  lines,
  all: all | 0,
  tParse: tParse | 0,
  tCap: tCap | 0,
  nCap,
  tFinish: tFinish | 0,
  handlers: (all - tParse - tCap - tFinish - tPack) | 0,
  tPack: tPack | 0,
  cpu: (process.cpuUsage().user / 1e3) | 0,
});
