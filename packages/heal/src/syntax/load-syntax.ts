import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { Language, Parser, type Tree, type TreeCursor } from 'web-tree-sitter';
import { javascriptSyntax, tsxSyntax, typescriptSyntax } from './javascript-syntax.ts';
import type { LanguageSyntax } from './language-syntax.ts';
import { pythonSyntax } from './python-syntax.ts';
import { type SourceEdit, type SourceTree, SyntaxNode, spliceEdits } from './syntax-node.ts';

/** One line per language: its grammar, its description and its files. */
const grammars: readonly { wasm: string; language: LanguageSyntax; extensions: readonly string[] }[] = [
  { wasm: 'tree-sitter-python/tree-sitter-python.wasm', language: pythonSyntax, extensions: ['.py', '.pyi'] },
  {
    wasm: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    language: javascriptSyntax,
    extensions: ['.js', '.mjs', '.cjs', '.jsx'],
  },
  { wasm: 'tree-sitter-typescript/tree-sitter-typescript.wasm', language: typescriptSyntax, extensions: ['.ts', '.mts', '.cts'] },
  { wasm: 'tree-sitter-typescript/tree-sitter-tsx.wasm', language: tsxSyntax, extensions: ['.tsx'] },
];

/** Files larger than this are not searched: a tree of theirs would cost more memory than a repair is worth. */
const largestFile = 1_000_000;

export interface Syntax {
  /** The language that a path's extension stands for, if templates know it. */
  languageOf(path: string): LanguageSyntax | undefined;
  /** Undefined for files in no known language, or larger than 1,000,000 code units. */
  parse(path: string, text: string): SourceTree | undefined;
}

let loaded: Promise<Syntax> | undefined;

/** Loads the grammars once for the process, about 50 ms. */
export function loadSyntax(): Promise<Syntax> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Syntax> {
  const require = createRequire(import.meta.url);
  await Parser.init();
  const parsers = new Map<string, { parser: Parser; language: LanguageSyntax }>();
  for (const { wasm, language, extensions } of grammars) {
    const parser = new Parser().setLanguage(await Language.load(require.resolve(wasm)));
    for (const extension of extensions) parsers.set(extension, { parser, language });
  }
  return {
    languageOf: (path) => parsers.get(extname(path))?.language,
    parse(path, text) {
      const entry = parsers.get(extname(path));
      return entry && text.length <= largestFile ? parse(entry.parser, entry.language, path, text) : undefined;
    },
  };
}

function parse(parser: Parser, language: LanguageSyntax, path: string, text: string): SourceTree {
  const tree = parser.parse(text) as Tree;
  const source = {
    path,
    text,
    language,
    hasErrors: tree.rootNode.hasError,
    accepts: (edits: readonly SourceEdit[]) => accepts(parser, source, edits),
  } as SourceTree & { root: SyntaxNode };
  const cursor = tree.walk();
  source.root = convert(cursor, source, undefined);
  cursor.delete();
  tree.delete();
  return source;
}

function convert(cursor: TreeCursor, tree: SourceTree, parent: SyntaxNode | undefined): SyntaxNode {
  const { language } = tree;
  const node = new SyntaxNode({
    tree,
    type: cursor.nodeType,
    kind: cursor.nodeIsNamed ? (language.kinds[cursor.nodeType] ?? 'other') : 'other',
    field: cursor.currentFieldName ?? undefined,
    named: cursor.nodeIsNamed,
    start: cursor.startIndex,
    end: cursor.endIndex,
    line: cursor.startPosition.row + 1,
    endLine: cursor.endPosition.row + 1,
    parent,
  });
  if (cursor.gotoFirstChild()) {
    do node.children.push(convert(cursor, tree, node));
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  const operator = node.named ? node.children.find((child) => child.field === 'operator') : undefined;
  if (operator) node.kind = language.kindByOperator(node.type, operator.text) ?? node.kind;
  return node;
}

/** Parses the function or top-level statement around the edits, before (once) and after; the whole file costs too much. */
function accepts(parser: Parser, source: SourceTree, edits: readonly SourceEdit[]): boolean {
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  const unit = unitAround(source, start, end);
  const from = source.text.lastIndexOf('\n', unit.start - 1) + 1;
  const [before, after] = frameOf(source, unit, from);
  const begin = after === '' && before === '' ? unit.start : from;
  const edited = spliceEdits(
    source.text.slice(begin, unit.end),
    edits.map((edit) => ({ ...edit, start: edit.start - begin, end: edit.end - begin })),
  );
  const faults = countFaults(parser, before + edited + after);
  return faults === 0 || faults <= countFaults(parser, before + source.text.slice(begin, unit.end) + after);
}

function unitAround(source: SourceTree, start: number, end: number): SyntaxNode {
  let unit = source.root;
  for (let node: SyntaxNode | undefined = source.root; node; ) {
    const inner: SyntaxNode | undefined = node.children.find((child) => child.start <= start && end <= child.end && child.named);
    const whole = inner?.kind === 'function' || inner?.parent?.kind === 'module' || inner?.parent?.type === 'class_body';
    if (inner && whole && startsItsLine(inner)) unit = inner;
    node = inner;
  }
  return unit;
}

function startsItsLine(node: SyntaxNode): boolean {
  const { text } = node.tree;
  return text.slice(text.lastIndexOf('\n', node.start - 1) + 1, node.start).trim() === '';
}

/** What stands before and after a part of a file so that it parses by itself. */
function frameOf(source: SourceTree, unit: SyntaxNode, lineStart: number): [before: string, after: string] {
  if (source.language.family === 'python') return unit.start > lineStart ? ['if 1:\n', ''] : ['', ''];
  if (unit.parent?.type === 'class_body') return ['class A {', '}'];
  return unit.type === 'method_definition' ? ['({', '})'] : ['', ''];
}

function countFaults(parser: Parser, text: string): number {
  const tree = parser.parse(text) as Tree;
  const faults = tree.rootNode.hasError ? tree.rootNode.descendantsOfType('ERROR').length + 1 : 0;
  tree.delete();
  return faults;
}
