// Questions with known answers, made from a repository itself: the first sentence of a docstring asks for the function it stood at.
import { cpSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeNode, openOracle } from '@cm/oracle';

export interface Question {
  query: string;
  /** Any of these is right: a sentence can stand at several functions. */
  answers: { path: string; name: string }[];
}

const TEST =
  /(?:^|\/)(?:tests?|__tests__|spec|bench(?:marks?)?|examples?|runtime-tests)\/|[._-](?:test|spec|bench)\.|(?:^|\/)test_/;
const LEFT_OUT = /(?:^|\/)(?:\.git|node_modules|\.codemonkeys)$/;
const CALLABLE = new Set(['function', 'method']);
const NAMED = new Set(['function', 'method', 'class', 'interface', 'type', 'enum']);
const FEWEST_WORDS = 4;
const LONGEST_QUERY = 300;
/** Code that was commented out, lists of values, and lines that part a file. */
const CODE = /=>|;$|[{}] |\/\/|\|.*\|/;

/** Copies a repository without its docstrings, line for line, and asks for what had one. `count` questions of each suite, evenly spread. */
export async function layGround(
  source: string,
  folder: string,
  count: number,
): Promise<{ docstrings: Question[]; names: Question[] }> {
  cpSync(source, folder, { recursive: true, filter: (path) => !LEFT_OUT.test(path) && !lstatSync(path).isSymbolicLink() });
  const oracle = await openOracle({ root: folder, embedder: null });
  await oracle.scan();
  const nodes = (await oracle.graph()).nodes.filter((node) => !TEST.test(node.path));
  await oracle.close();
  for (const path of new Set(nodes.map((node) => node.path))) strip(join(folder, path));
  return { docstrings: spread(docstringQuestions(nodes), count), names: spread(nameQuestions(nodes), count) };
}

function docstringQuestions(nodes: readonly CodeNode[]): Question[] {
  const asked = new Map<string, Question>();
  for (const { type, path, name, docstring } of nodes) {
    if (!CALLABLE.has(type) || docstring === null) continue;
    const query = firstSentence(docstring);
    if (query.split(' ').length >= FEWEST_WORDS && !CODE.test(query)) ask(asked, query, { path, name });
  }
  return [...asked.values()];
}

function ask(asked: Map<string, Question>, query: string, answer: Question['answers'][number]): void {
  const question = asked.get(query) ?? { query, answers: [] };
  question.answers.push(answer);
  asked.set(query, question);
}

/** `:class:`Option`` and `{@link Option}` say no more than `Option`; what follows a tag such as `@param` is no sentence. */
function firstSentence(docstring: string): string {
  const prose = docstring
    .split(/^\s*(?:@\w|:param|```|>>>)/m)[0]!
    .replace(/\{@\w+ ([^}|]*)[^}]*\}/g, '$1')
    .replace(/:\w+:`~?\.?([^`<]*)[^`]*`/g, '$1')
    .replace(/[`*]/g, '');
  const [sentence = ''] = prose.trim().split(/(?<=[.!?])\s|\n\s*\n/);
  return sentence.replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUERY);
}

function nameQuestions(nodes: readonly CodeNode[]): Question[] {
  const asked = new Map<string, Question>();
  for (const { type, path, name } of nodes) {
    const words = wordsOfName(name);
    if (NAMED.has(type) && words.includes(' ')) ask(asked, words, { path, name });
  }
  return [...asked.values()];
}

/** `$ZodString`, `zodString` and `zod_string` are `zod string`. */
export function wordsOfName(name: string): string {
  const words = name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_$]+/);
  return words
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();
}

function spread<T>(all: readonly T[], count: number): T[] {
  return all.filter((_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length));
}

/** Takes comments that document something away, and leaves every line where it was. */
function strip(file: string): void {
  const text = readFileSync(file, 'utf8');
  const stripped = file.endsWith('.py')
    ? withoutStatements(text)
    : text.replace(/(?<=^[ \t]*)\/\*\*[\s\S]*?\*\//gm, lines).replace(/^[ \t]*\/\/.*$/gm, '');
  writeFileSync(file, stripped);
}

const lines = (match: string): string => match.replace(/[^\n]/g, '');

/** Strings and comments of Python, as they follow one another. */
const STRING = /[rRuU]{0,2}("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*\1|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|#[^\n]*/g;

/** Without the strings of three quotes that stand alone, as docstrings do, and not between brackets. */
function withoutStatements(text: string): string {
  return text.replace(STRING, (match, quotes: string | undefined, at: number) => {
    const before = text.slice(Math.max(0, at - 200), at);
    const isAlone = /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(at + match.length));
    const isGiven = /[([{,=+%\\]\s*$/.test(before);
    return quotes === undefined || !isAlone || isGiven ? match : `...${lines(match)}`;
  });
}
