import type { ContextPart } from '../answers.ts';
import type { Seed } from './context-seeds.ts';

const LONGEST_LINE = 100;

/** A piece as one line says it: its signature, cut, after what it is written in. */
export function listed({ node, why }: Seed): ContextPart {
  const { signature, qualified_name: name } = node;
  const outer = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const text = signature === '' ? name : `${outer === '' ? '' : `${outer}: `}${signature}`;
  return { node, why, form: 'signature', text: text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE - 1)}…` : text };
}

/** Source and excerpts each with its place and the reason it is here. */
export function render({ node, why, text }: ContextPart): string {
  return `## ${node.path}:${node.start_line}-${node.end_line} ${node.qualified_name} (${why})\n${text}\n\n`;
}

/** Lines under the path of their file, which is told once. */
export function renderList(parts: readonly ContextPart[]): string {
  if (parts.length === 0) return '';
  const byPath = new Map<string, ContextPart[]>();
  for (const part of parts) byPath.set(part.node.path, [...(byPath.get(part.node.path) ?? []), part]);
  const files = Array.from(byPath, ([path, list]) => {
    const lines = list.map(({ node, text }) => `${node.start_line}-${node.end_line} ${text}\n`);
    return `${path}\n${lines.join('')}`;
  });
  return `## Also\n${files.join('')}`;
}

export function renderContext(parts: readonly ContextPart[]): string {
  const read = parts.filter(({ form }) => form !== 'signature');
  return read.map(render).join('') + renderList(parts.filter(({ form }) => form === 'signature'));
}
