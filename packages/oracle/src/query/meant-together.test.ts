import { scanned } from '../fixture-oracle.ts';

const whatIs = async (files: Readonly<Record<string, string>>, name: string): Promise<string[]> =>
  (await (await scanned(files)).symbols(name)).map(({ path, start_line }) => `${path}:${start_line}`);

describe('one name means together', () => {
  it('overloads of one class', async () => {
    const files = {
      'A.java': 'class A {\n  String join(int a) { return ""; }\n  String join(String a) { return ""; }\n}\n',
    };
    expect(await whatIs(files, 'A.join')).toEqual(['A.java:2', 'A.java:3']);
  });

  it('code and what declares it elsewhere, the code first', async () => {
    const types = 'export function merge(a: object): object;\n';
    const code = 'export function merge(a) {\n  return a;\n}\n';
    expect(await whatIs({ 'index.d.ts': types, 'lib/merge.js': code }, 'merge')).toEqual(['lib/merge.js:1', 'index.d.ts:1']);
    const files = { 'b.h': 'class B {\n public:\n  int run();\n};\n', 'b.cc': '#include "b.h"\nint B::run() { return 1; }\n' };
    expect(await whatIs(files, 'B::run')).toEqual(['b.cc:2', 'b.h:3']);
  });

  it('what is written once for each system', async () => {
    const variant = (system: string) => `//go:build ${system}\n\npackage a\n\nfunc Open() int { return 1 }\n`;
    const files = { 'go.mod': 'module x\n', 'a/a_linux.go': variant('linux'), 'a/a_windows.go': variant('windows') };
    expect(await whatIs(files, 'Open')).toEqual(['a/a_linux.go:5', 'a/a_windows.go:5']);
  });

  it('the parts of a class, first that in the file that is called like it', async () => {
    const files = { 'a/extra.rb': 'class Store\n  def a; end\nend\n', 'store.rb': 'class Store\n  def b; end\nend\n' };
    expect(await whatIs(files, 'Store')).toEqual(['store.rb:1', 'a/extra.rb:1']);
    const parts = {
      'P.Extra.cs': 'public partial class P { void A() {} }\n',
      'P.cs': 'public partial class P { void B() {} }\n',
    };
    expect(await whatIs(parts, 'P')).toEqual(['P.cs:1', 'P.Extra.cs:1']);
  });
});

it('does not mean together what only has a name in common', async () => {
  const one = 'export const mount = () => 1;\n';
  const several = expect.objectContaining({ code: 'CM_AMBIGUOUS_SYMBOL', message: expect.stringContaining('2 symbols') });
  const types = 'export const mount: () => number;\n';
  await expect(whatIs({ 'server.ts': one, 'client.ts': one, 'index.d.ts': types }, 'mount')).rejects.toEqual(several);
  const source = 'static int init() { return 1; }\n';
  await expect(whatIs({ 'a.c': source, 'b.c': source }, 'init')).rejects.toEqual(several);
  const go = 'package x\n\nfunc Open() int { return 1 }\n';
  await expect(whatIs({ 'go.mod': 'module x\n', 'a/a.go': go, 'b/b.go': go }, 'Open')).rejects.toEqual(several);
  const whole = 'public class P { void A() {} }\n';
  await expect(whatIs({ 'a/P.cs': whole, 'b/P.cs': whole }, 'P')).rejects.toEqual(several);
});

it('asks of all together: who calls one of the overloads, and how one comes to use another', async () => {
  const oracle = await scanned({
    'A.java':
      'class A {\n  String join(int a) { return low(); }\n  String join(String a) { return ""; }\n  String low() { return ""; }\n  String one() { return join(1); }\n  String two() { return join("a"); }\n}\n',
  });
  const join = (await oracle.symbols('A.join')).map(({ id }) => id);
  expect((await oracle.callers(join)).map(({ node }) => node.name)).toEqual(['one', 'two']);
  expect((await oracle.callees(join)).map(({ node }) => node.name)).toEqual(['low']);
  const two = (await oracle.symbol('A.two')).id;
  const chain = await oracle.path(two, join);
  expect(chain?.nodes.map(({ name }) => name)).toEqual(['two', 'join']);
});

describe('what is called in functions that are written in others', () => {
  const FILES = {
    'a.ts': `import { deep, low, side } from './b';
export function handler() {
  const inner = () => low();
  function later() {
    return side();
  }
  return [inner, later];
}
export class Box {
  open() {
    return this.close();
  }
  close() {
    return low();
  }
}
export const start = () => handler();
`,
    'b.ts': 'export const deep = () => 1;\nexport const low = () => deep();\nexport const side = () => 2;\n',
  };

  it('is called in the outer one, and the members of a class call for it', async () => {
    const oracle = await scanned(FILES);
    const callees = async (name: string, depth = 1) =>
      (await oracle.callees((await oracle.symbol(name)).id, { depth })).map(({ node, distance }) => `${distance} ${node.name}`);
    expect(await callees('handler')).toEqual(['1 low', '1 side']);
    expect(await callees('handler', 2)).toEqual(['1 low', '1 side', '2 deep']);
    expect(await callees('start', 2)).toEqual(['1 handler', '2 low', '2 side']);
    expect(await callees('Box')).toEqual(['1 low']);
    const { callees: around } = await oracle.at('a.ts', 2);
    expect(around.map(({ node }) => node.name)).toEqual(['low', 'side']);
  });
});
