import { indexOf } from '../fixture-oracle.ts';
import { packFacts } from './pack-facts.ts';
import { parseSource } from './parse-source.ts';

const TOOLS = 'export class Saw { cut() {} }\nexport class Axe { chop() {} }\nexport function use(...all: unknown[]) {}\n';

/** Where the calls of a module that knows these tools lead, and which are not known. */
async function callsOf(text: string): Promise<string[]> {
  const lines = await indexOf({ 'tools.ts': TOOLS, 'a.ts': `import { Axe, Saw, use } from './tools';\n${text}` });
  return lines
    .filter((line) => /^(?:unresolved )?calls a\.ts/.test(line) && !line.includes('tools.ts#use'))
    .map((line) => line.replace(/ line \d+| \[.*\]|, line \d+/g, ''));
}

it('tells parameters of functions without a name apart', async () => {
  expect(await callsOf('export function work() {\n  use((it: Saw) => it.cut());\n  use((it: Axe) => it.chop());\n}\n')).toEqual([
    'calls a.ts#work -> tools.ts#Axe.chop (receiver: it.chop)',
    'calls a.ts#work -> tools.ts#Saw.cut (receiver: it.cut)',
  ]);
});

it('tells variables of functions without a name apart', async () => {
  expect(
    await callsOf(
      'export function work() {\n  use(() => { const it = new Saw(); it.cut(); });\n  use(() => { const it = new Axe(); it.chop(); });\n}\n',
    ),
  ).toEqual([
    'calls a.ts#work -> tools.ts#Axe.chop (receiver: it.chop)',
    'calls a.ts#work -> tools.ts#Saw.cut (receiver: it.cut)',
  ]);
});

it('sees variables of a function without a name in what is defined in it', async () => {
  expect(await callsOf('use((it: Saw) => {\n  const later = () => it.cut();\n  use(later);\n});\n')).toContain(
    'calls a.ts#later -> tools.ts#Saw.cut (receiver: it.cut)',
  );
});

it('sees a variable that is declared after the function that uses it', async () => {
  expect(await callsOf('use(() => {\n  use(() => it.cut());\n  const it = new Saw();\n});\nconst it = new Axe();\n')).toEqual([
    'calls a.ts# -> tools.ts#Saw.cut (receiver: it.cut)',
  ]);
});

it('takes a function of the same name further in for what is meant', async () => {
  expect(await callsOf('use((it: Saw) => {\n  use(() => {\n    const it = () => {};\n    it();\n  });\n});\n')).toEqual([
    'calls a.ts# -> a.ts#it (scope: it)',
  ]);
});

it('keeps parameters of a type of functions to that type', async () => {
  expect(await callsOf('export function work(done: (it: Saw) => void, it: Axe) {\n  it.chop();\n}\n')).toEqual([
    'calls a.ts#work -> tools.ts#Axe.chop (receiver: it.chop)',
  ]);
});

it('takes no word of a test for a variable', async () => {
  expect(
    await callsOf("use((it: Saw) => {\n  describe('it', () => {\n    test('one', () => { it.cut(); });\n  });\n});\n"),
  ).toEqual(['calls a.ts#it.one -> tools.ts#Saw.cut (receiver: it.cut)']);
});

it('finds variables of functions that are among the members of a class', async () => {
  expect(await callsOf('export class Box {\n  all = [(it: Saw) => it.cut()];\n}\n')).toEqual([
    'calls a.ts#Box -> tools.ts#Saw.cut (receiver: it.cut)',
  ]);
});

it('says calls that are not known as they are written', async () => {
  expect(await callsOf('use((it, next) => { it.cut(); next(); });\n')).toEqual([
    'unresolved calls a.ts# it.cut',
    'unresolved calls a.ts# next',
  ]);
});

it('gives other files no part of functions without a name', async () => {
  const surface = async (text: string) => packFacts(await parseSource(text, 'a.ts'), false).surfaceHash;
  expect(await surface('use((it: Saw) => it.cut());\n')).toBe(await surface('use((it: Axe) => it.chop());\n'));
});
