import type { ContextPart } from '../answers.ts';
import type { CodeNode } from '../words.ts';
import type { Seed } from './context-seeds.ts';

const LONGEST_LINE = 36;

/** A piece as one line says it: a function by its name and what it takes, anything else by its signature; cut. */
export function listed({ node, why }: Seed): ContextPart {
  return { node, why, form: 'signature', text: cut(lineOf(node)) };
}

function lineOf({ type, name, signature }: CodeNode): string {
  if (signature === '') return name;
  const start = type === 'function' || type === 'method' ? signature.indexOf(name) : -1;
  return start < 0 ? signature : name + withoutTypeParameters(signature.slice(start + name.length));
}

/** `<T extends () => void>(value: T)` is `(value: T)`. */
function withoutTypeParameters(text: string): string {
  if (!text.startsWith('<')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '<') depth++;
    if (text[at] === '>' && text[at - 1] !== '=') depth--;
    if (depth === 0) return text.slice(at + 1);
  }
  return text;
}

function cut(text: string): string {
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE - 1)}…` : text;
}

/** Source and excerpts each with its place and the reason it is here. */
export function render({ node, why, text }: ContextPart): string {
  return `## ${node.path}:${node.start_line}-${node.end_line} ${node.qualified_name} (${why})\n${text}\n\n`;
}

/** Lines under the path of their file and the name of what they are written in, which are told once. */
export function renderList(parts: readonly ContextPart[]): string {
  if (parts.length === 0) return '';
  const files = Array.from(
    grouped(parts, ({ node }) => node.path),
    ([path, inFile]) => {
      // What is written in nothing else comes first: nobody shall take it for a part of the class above it.
      const inOrder = grouped(
        [...inFile].sort((a, b) => Number(outerOf(a) !== '') - Number(outerOf(b) !== '')),
        outerOf,
      );
      const lists = Array.from(inOrder, ([outer, list]) => (outer === '' ? '' : `${cut(outer)}:\n`) + list.map(line).join(''));
      return `${path}\n${lists.join('')}`;
    },
  );
  return `## Also\n${files.join('')}`;
}

/** A file as a whole has its path, which stands above. */
const line = ({ node, text }: ContextPart): string =>
  node.type === 'module' ? '' : `${node.start_line}-${node.end_line} ${text}\n`;

/** `Router` for `Router.match`; empty for what is in nothing but its file. */
function outerOf({ node: { name, qualified_name: qualified } }: ContextPart): string {
  return qualified.endsWith(`.${name}`) ? qualified.slice(0, -name.length - 1) : '';
}

function grouped<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups;
}

export function renderContext(parts: readonly ContextPart[]): string {
  const read = parts.filter(({ form }) => form !== 'signature');
  return read.map(render).join('') + renderList(parts.filter(({ form }) => form === 'signature'));
}
