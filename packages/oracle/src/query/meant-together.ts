import { posix } from 'node:path';
import type { CodeNode } from '../words.ts';
import { isTestNode } from './reach.ts';

const DECLARATIONS = /\.(?:d\.[cm]?ts|pyi)$/;
const HEADER = /\.(?:h|hh|hpp|hxx|inl)$/;
const TYPES: ReadonlySet<CodeNode['type']> = new Set(['class', 'interface', 'struct', 'module']);

/**
 * Of symbols that one name may mean, those that are the same thing to a reader: the overloads of a function, a function and its
 * declaration, the parts of a class, what is written once for each system. One list for each such thing, the one to show first in each. What is a test's counts only where there
 * is nothing else, and a file that is called like it only where no code is.
 */
export function meantTogether(found: readonly CodeNode[]): CodeNode[][] {
  const outside = orAll(found, (node) => !isTestNode(node));
  const code = orAll(outside, ({ type, parent_id }) => parent_id !== null && type !== 'doc section');
  const written = orAll(code, ({ path }) => !DECLARATIONS.test(path));
  const groups = joinHeaders([...Map.groupBy(written, keyOf).values()].map(ownFileFirst));
  // What is declared apart is declared of the one thing that there is.
  if (groups.length === 1) groups[0]!.push(...code.filter((node) => !written.includes(node)));
  return groups;
}

function orAll(nodes: readonly CodeNode[], admits: (node: CodeNode) => boolean): readonly CodeNode[] {
  const some = nodes.filter(admits);
  return some.length > 0 ? some : nodes;
}

function keyOf({ path, type, qualified_name, signature, parent_id }: CodeNode): string {
  if (parent_id === null) return path;
  const isOpen = TYPES.has(type) && (path.endsWith('.rb') || (path.endsWith('.cs') && /\bpartial\b/.test(signature)));
  if (isOpen) return qualified_name;
  // A name is given twice in a package only where no build has both.
  return `${qualified_name}\0${path.endsWith('.go') ? posix.dirname(path) : path}`;
}

/** Of a class in parts, the one in the file that is called like it. */
function ownFileFirst(parts: CodeNode[]): CodeNode[] {
  const plain = (text: string) => text.replaceAll(/[_-]/g, '').toLowerCase();
  const isOwn = ({ path, name }: CodeNode) => plain(posix.parse(path).name) === plain(name);
  return [...parts.filter(isOwn), ...parts.filter((part) => !isOwn(part))];
}

/** A header declares what one other file defines; with several others each has its own. */
function joinHeaders(groups: readonly CodeNode[][]): CodeNode[][] {
  const joined: CodeNode[][] = [];
  for (const namesakes of Map.groupBy(groups, ([first]) => first!.qualified_name).values()) {
    const headers = namesakes.filter(([first]) => HEADER.test(first!.path));
    const others = namesakes.filter((group) => !headers.includes(group));
    joined.push(...(others.length === 1 && headers.length > 0 ? [[...others[0]!, ...headers.flat()]] : namesakes));
  }
  return joined;
}
