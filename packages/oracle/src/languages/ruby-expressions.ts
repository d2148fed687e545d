import type { Node } from 'web-tree-sitter';
import type { Visibility } from '../facts.ts';
import { UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';

const DEEPEST = 8;
const LONGEST = 2000;

/** What has been seen of a file up to the current place: a bare word is a call unless something was assigned to it. */
export class RubyState {
  readonly locals = new Set<string>();
  /** Of the methods that follow, by the class around them. */
  readonly visibility = new Map<number, Visibility>();

  isLocal(builder: FactsBuilder, name: string): boolean {
    for (let at = builder.current; at >= 0; at = builder.definition(at).parent) {
      if (this.locals.has(`${at} ${name}`)) return true;
      if (builder.definition(at).type === 'method' || builder.definition(at).type === 'function') return false;
    }
    return false;
  }
}

const states = new WeakMap<FactsBuilder, RubyState>();

export function stateOf(builder: FactsBuilder): RubyState {
  const known = states.get(builder);
  if (known !== undefined) return known;
  const state = new RubyState();
  states.set(builder, state);
  return state;
}

/** `A::B` as `A.B`; null for what is not a constant. */
export function constantPath(node: Node, builder: FactsBuilder): string | null {
  if (node.type !== 'constant' && node.type !== 'scope_resolution') return null;
  const text = builder.slice(node).replace(/\s+/g, '').replace(/^::/, '').replaceAll('::', '.');
  return /^[\p{Lu}][\w.]*$/u.test(text) ? text : null;
}

/** The plain form of an expression. Instance variables are fields with a `$` before their name. */
export function expressionOf(node: Node, builder: FactsBuilder, depth = 0): string {
  if (depth > DEEPEST || node.endIndex - node.startIndex > LONGEST) return UNKNOWN;
  switch (node.type) {
    case 'self':
      return 'self';
    case 'constant':
    case 'scope_resolution':
      return constantPath(node, builder) ?? UNKNOWN;
    case 'instance_variable':
      return `self.$${builder.slice(node).slice(1)}`;
    case 'identifier':
      return stateOf(builder).isLocal(builder, builder.slice(node)) ? builder.slice(node) : `${builder.slice(node)}()`;
    case 'parenthesized_statements':
      return node.namedChildCount === 1 ? expressionOf(node.namedChild(0)!, builder, depth + 1) : UNKNOWN;
    // `x || y` and `x ||= y` are mostly what is made when there is none yet.
    case 'call': {
      const method = node.childForFieldName('method');
      const receiver = node.childForFieldName('receiver');
      if (method === null || method.type === 'super') return UNKNOWN;
      const name = builder.slice(method);
      if (!/^\w+$/.test(name)) return UNKNOWN;
      if (receiver === null) return name === 'new' ? UNKNOWN : `${name}()`;
      const owner = expressionOf(receiver, builder, depth + 1);
      if (owner === UNKNOWN) return UNKNOWN;
      if (name === 'new') return /^[\w.]+$/.test(owner) ? `new ${owner}()` : UNKNOWN;
      return name === 'class' && owner === 'self' ? 'self' : `${owner}.${name}()`;
    }
    default:
      return UNKNOWN;
  }
}
