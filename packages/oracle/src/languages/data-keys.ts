import type { Node } from 'web-tree-sitter';
import type { Span } from '../parse/defined.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';

const COMPOUND = /mapping|object|array|sequence|pair|block_node/;

/** A key of a data file is a constant. A short value is part of its signature, a compound one is its body. */
export function defineKey(node: Node, key: Node | null, value: Node | null, builder: FactsBuilder): void {
  if (key === null) return;
  const name = builder.slice(key).replace(/^(["'])(.*)\1$/s, '$2');
  if (name === '' || name.includes('\n')) return;
  const body = value !== null && COMPOUND.test(value.type) ? value : null;
  builder.define({ node: withoutBlankEnd(node, builder.text), name, type: 'constant', body });
}

/** The grammars of YAML and TOML count the line that follows to a block. */
function withoutBlankEnd(node: Node, text: string): Span {
  const whole = text.slice(node.startIndex, node.endIndex);
  const kept = whole.trimEnd();
  if (kept.length === whole.length) return node;
  const { startIndex, startPosition } = node;
  const row = startPosition.row + (kept.match(/\n/g)?.length ?? 0);
  return { startIndex, startPosition, endIndex: startIndex + kept.length, endPosition: { row, column: 0 } };
}
