import { Language, Parser, Query } from 'web-tree-sitter';
import * as L from './dist/languages/languages.js';
import { languages } from './dist/languages/languages.js';
import { loadGrammar, RUNTIME } from './dist/parse/load-grammar.js';

await Parser.init();
const ts = L.languageOfPath('a.ts'),
  tsx = L.languageOfPath('a.tsx'),
  js = L.languageOfPath('a.js'),
  py = L.languageOfPath('a.py');
for (const l of [ts, tsx, js, py]) {
  const t0 = performance.now();
  const m = await loadGrammar(l.grammar);
  const t1 = performance.now();
  const g = Language.loadSync(m);
  const t2 = performance.now();
  new Query(g, l.query);
  const t3 = performance.now();
  new Query(g, l.query);
  const t4 = performance.now();
  console.log(l.name, 'compile', (t1 - t0) | 0, 'load', (t2 - t1) | 0, 'query', (t3 - t2) | 0, 'again', (t4 - t3) | 0);
  if (l === ts) {
    const pats = l.query.split(/\n(?=\()/).filter(Boolean);
    const r = pats
      .map((p) => {
        const t = performance.now();
        try {
          new Query(g, p);
        } catch (e) {
          return [0, 'ERR ' + p];
        }
        return [performance.now() - t, p];
      })
      .sort((a, b) => b[0] - a[0]);
    for (const [t, p] of r.slice(0, 14)) console.log(t.toFixed(2), p.replace(/\s+/g, ' '));
  }
}
{
  const g = Language.loadSync(await loadGrammar(ts.grammar));
  const time = (q) => {
    new Query(g, q);
    const t = performance.now();
    for (let i = 0; i < 5; i++) new Query(g, q);
    return ((performance.now() - t) / 5).toFixed(1);
  };
  const pats = ts.query.split(/\n(?=\()/).filter(Boolean);
  console.log('all', time(ts.query));
  const without = (re) => pats.filter((p) => !re.test(p)).join('\n');
  console.log('no routes', time(without(/@route/)));
  console.log('no routes, calls', time(without(/@route|@call/)));
  console.log('no routes, calls, refs', time(without(/@route|@call|@reference|@local/)));
  console.log('only 1-level', time(pats.filter((p) => /^\s*\(\w+\) @/.test(p)).join('\n')));
  console.log(
    'calls merged',
    time(without(/@route|@call/) + '\n(call_expression function: [(identifier) (member_expression) (import)] @call)'),
  );
  console.log('calls wild', time(without(/@route|@call/) + '\n(call_expression function: _ @call)'));
  console.log('ident', time(without(/@route|@call|@reference|@local/) + '\n(identifier) @identifier (call_expression) @call'));
}
