import { createRequire } from 'node:module';
import type MarkdownIt from 'markdown-it';
import type { Facts } from '../facts.ts';
import type { Span } from '../parse/defined.ts';
import { FactsBuilder } from '../parse/facts-builder.ts';
import type { TextLanguage } from './language.ts';
import { readMention } from './markdown-mentions.ts';

type Parser = InstanceType<typeof MarkdownIt>;
type Token = ReturnType<Parser['parse']>[number];

/** Loaded with the first document: most processes that know languages read none. */
let parser: Parser | undefined;

function startParser(): Parser {
  const Loaded = createRequire(import.meta.url)('markdown-it') as typeof MarkdownIt;
  return new Loaded({ html: true });
}

const FRONT_MATTER = /^\ufeff?(?:---|\+\+\+)[ \t]*\n(?:.*\n)*?(?:---|\+\+\+)[ \t]*(?:\n|$)/;
const SENTENCE = /^.*?[.!?](?=\s|$)|^.+/s;
const LONGEST_SENTENCE = 400;

/** A chapter's heading, and where its text begins and ends. Rows count from 0. */
interface Section {
  level: number;
  name: string;
  row: number;
  bodyRow: number;
  endRow: number;
}

/** What a document says: its sections, one in another by their levels, and what they name in backticks, links and examples. */
function read(text: string, moduleName: string): Facts {
  const builder = new FactsBuilder(text, moduleName);
  const starts = lineStarts(text);
  parser ??= startParser();
  const tokens = parser.parse(withoutFrontMatter(text), {});
  const sections = sectionsOf(tokens, starts.length - 1);
  let next = 0;
  const enterSections = (row: number) => {
    for (let section = sections[next]; section !== undefined && section.row <= row; section = sections[++next]) {
      builder.moveTo(starts[section.row]!);
      builder.define({
        node: span(starts, section.row, section.endRow),
        name: section.name,
        type: 'doc section',
        body: span(starts, section.bodyRow, section.endRow),
      });
    }
    builder.moveTo(starts[row]!);
  };
  // The cells of a table do not say where they are: they are in the row that was last.
  let row = 0;
  for (const [index, token] of tokens.entries()) {
    row = token.map?.[0] ?? row;
    enterSections(row);
    if (token.type === 'fence') readMention.example(builder, token.info, token.content, row + 1);
    if (token.type !== 'inline') continue;
    if (tokens[index - 1]?.type === 'paragraph_open') builder.document(firstSentence(token));
    readInline(builder, token, row);
  }
  return builder.finish('markdown');
}

function sectionsOf(tokens: readonly Token[], lines: number): Section[] {
  const sections: Section[] = [];
  const open: Section[] = [];
  for (const [index, token] of tokens.entries()) {
    // A heading within a quotation or a list begins no chapter.
    if (token.type !== 'heading_open' || token.map === null || token.level > 0) continue;
    const level = Number(token.tag.slice(1));
    const [row] = token.map;
    while (open.length > 0 && open.at(-1)!.level >= level) open.pop()!.endRow = row;
    const section: Section = { level, name: plainText(tokens[index + 1]!), row, bodyRow: row + 1, endRow: lines };
    if (section.name === '') continue;
    sections.push(section);
    open.push(section);
  }
  return sections;
}

function readInline(builder: FactsBuilder, token: Token, firstRow: number): void {
  let row = firstRow;
  for (const child of token.children ?? []) {
    if (child.type === 'softbreak' || child.type === 'hardbreak') row++;
    else if (child.type === 'code_inline') readMention.code(builder, child.content, row);
    else if (child.type === 'link_open') readMention.link(builder, String(child.attrGet('href') ?? ''), row);
  }
}

function plainText(token: Token): string {
  const parts = (token.children ?? []).map((child) =>
    child.type === 'softbreak' ? ' ' : child.type === 'text' || child.type === 'code_inline' ? child.content : '',
  );
  return parts.join('').replace(/\s+/g, ' ').trim();
}

function firstSentence(token: Token): string {
  return SENTENCE.exec(plainText(token))?.[0].slice(0, LONGEST_SENTENCE) ?? '';
}

/** The same lines, those of the front matter empty. */
function withoutFrontMatter(text: string): string {
  const found = FRONT_MATTER.exec(text);
  return found === null ? text : found[0].replace(/[^\n]+/g, '') + text.slice(found[0].length);
}

/** Where each line starts, and at the end where one more would. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  if (starts.at(-1) !== text.length) starts.push(text.length);
  return starts;
}

/** Stands in for a node of a tree: these lines, without the empty ones at their end. */
function span(starts: readonly number[], row: number, endRow: number): Span {
  const startIndex = starts[row]!;
  const endIndex = starts[endRow]!;
  return {
    startIndex,
    endIndex,
    startPosition: { row, column: 0 },
    endPosition: { row: Math.max(row, endRow - 1), column: 0 },
  };
}

export const markdown: TextLanguage = {
  name: 'markdown',
  family: 'documents',
  extensions: ['.md', '.markdown', '.mdx'],
  grammar: null,
  read,
  globals: new Set(),
};
