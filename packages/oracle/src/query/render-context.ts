import { posix } from 'node:path';
import type { ContextPart } from '../answers.ts';
import type { Seed } from './context-seeds.ts';
import { shortSignature } from './short-signature.ts';

const LONGEST_LINE = 36;

/** A piece as one line says it. */
export function listed({ node, why }: Seed): ContextPart {
  return { node, why, form: 'signature', text: cut(shortSignature(node)) };
}

/** A piece by its name alone. */
export function named({ node, why }: Seed): ContextPart {
  return { node, why, form: 'name', text: cut(node.name) };
}

function cut(text: string): string {
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE - 1)}…` : text;
}

/** Of names within one another the innermost tell most. */
function cutFront(text: string): string {
  return text.length > LONGEST_LINE ? `…${text.slice(1 - LONGEST_LINE)}` : text;
}

/** Source and excerpts each with its place and the reason it is here. */
export function render({ node, why, text }: ContextPart): string {
  return `## ${node.path}:${node.start_line}-${node.end_line} ${node.qualified_name} (${why})\n${text}\n\n`;
}

/** Lines under the path of their file and what they are written in, which are told once. */
export function renderList(parts: readonly ContextPart[]): string {
  if (parts.length === 0) return '';
  const folders = grouped([...grouped(parts, ({ node }) => node.path)], ([path]) => posix.dirname(path));
  return `## Also\n${Array.from(folders, ([folder, files]) => renderFolder(folder, files)).join('')}`;
}

/** A folder that has several of them is told once, and they stand a little to the right under it. */
function renderFolder(folder: string, files: readonly (readonly [path: string, parts: readonly ContextPart[]])[]): string {
  const isOne = files.length === 1 || folder === '.';
  const lists = files.map(([path, parts]) => `${isOne ? path : ` ${posix.basename(path)}`}\n${renderFile(parts)}`);
  return isOne ? lists.join('') : `${folder}/\n${lists.join('')}`;
}

/** What is written in nothing else comes first: nobody shall take it for a part of the class above it. */
function renderFile(parts: readonly ContextPart[]): string {
  const within = grouped(parts, outerOf);
  const outermost = within.get('') ?? [];
  within.delete('');
  const heads = new Map(outermost.map((part) => [part.node.qualified_name, part]));
  const lists = Array.from(within, ([outer, list]) => {
    const head = heads.get(outer);
    return `${head === undefined ? cutFront(outer) : line(head)}:\n${lines(list)}`;
  });
  // A file as a whole has its path, which stands above.
  const alone = outermost.filter(({ node }) => node.type !== 'module' && !within.has(node.qualified_name));
  return lines(alone) + lists.join('');
}

const line = ({ node, text }: ContextPart): string => `${node.start_line} ${text}`;

/** A line for each signature, and one for all names. */
function lines(parts: readonly ContextPart[]): string {
  const names = parts.filter(({ form }) => form === 'name').map(line);
  const signatures = parts.filter(({ form }) => form !== 'name').map((part) => `${line(part)}\n`);
  return signatures.join('') + (names.length === 0 ? '' : `${names.join(', ')}\n`);
}

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
  const isListed = ({ form }: ContextPart) => form === 'signature' || form === 'name';
  return (
    parts
      .filter((part) => !isListed(part))
      .map(render)
      .join('') + renderList(parts.filter(isListed))
  );
}
