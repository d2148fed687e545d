import { loadSyntax } from './load-syntax.ts';
import { regionsOf } from './regions.ts';
import { walk } from './syntax-node.ts';

describe('loadSyntax', () => {
  it('reads each language into the same kinds', async () => {
    const syntax = await loadSyntax();
    const kindsOf = (path: string, text: string) => new Set([...walk(syntax.parse(path, text)!.root)].map((node) => node.kind));
    const shared = ['function', 'if', 'return', 'comparison', 'logical', 'not', 'call', 'index', 'integer', 'string', 'name'];
    const python = kindsOf('a.py', "def f(a):\n    if not a and a[1] < g('x'):\n        return 1\n");
    for (const path of ['a.ts', 'a.tsx', 'a.js', 'a.mjs']) {
      const script = kindsOf(path, "function f(a) { if (!a && a[1] < g('x')) return 1; }");
      expect(shared.filter((kind) => !script.has(kind as 'name') || !python.has(kind as 'name'))).toEqual([]);
    }
  });

  it('knows no other languages, nor files that are too large', async () => {
    const syntax = await loadSyntax();
    expect(syntax.parse('a.md', 'text')).toBeUndefined();
    expect(syntax.parse('a.py', ' '.repeat(1_000_001))).toBeUndefined();
  });

  it('accepts edits that parse, in functions, methods and at the top', async () => {
    const syntax = await loadSyntax();
    const text = 'X = 1\n\n\nclass A:\n    def f(self):\n        return 1\n';
    const tree = syntax.parse('a.py', text)!;
    for (const at of [4, text.lastIndexOf('1')]) {
      expect(tree.accepts([{ start: at, end: at + 1, text: '2' }])).toBe(true);
      expect(tree.accepts([{ start: at, end: at + 1, text: '(' }])).toBe(false);
    }
    const script = 'export class A {\n  f() {\n    return 1;\n  }\n}\nexport const o = {\n  g() {\n    return 2;\n  },\n};\n';
    const scripts = syntax.parse('a.ts', script)!;
    for (const digit of ['1', '2']) {
      const at = script.indexOf(digit);
      expect(scripts.accepts([{ start: at, end: at + 1, text: '3' }])).toBe(true);
      expect(scripts.accepts([{ start: at, end: at + 1, text: '(' }])).toBe(false);
    }
  });

  it('finds functions, classes and named arrow functions as regions', async () => {
    const syntax = await loadSyntax();
    const tree = syntax.parse('a.ts', 'class A {\n  m() {}\n}\nconst f = () => {\n  g(() => {});\n};\n')!;
    expect(regionsOf(tree).map((region) => region.symbol)).toEqual([undefined, 'A', 'm', 'f']);
  });
});
