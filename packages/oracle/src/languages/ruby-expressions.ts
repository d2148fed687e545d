import type { Node } from 'web-tree-sitter';
import type { Visibility, WrittenType } from '../facts.ts';
import { newValue, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';

/** Stands before constants that are looked for from the top alone. */
export const FROM_TOP = '#';
/** The method `[]` in expressions. */
export const AT = '#at';

/** What gives the object that it is called of. */
const SAME = /^(?:tap|freeze|dup|clone|itself|with)$/;

const DEEPEST = 8;
const LONGEST = 2000;

/** What has been seen of a file up to the current place: a bare word is a call unless something was assigned to it. */
export class RubyState {
  readonly locals = new Set<string>();
  /** What the comments of methods say of their parameters, by the method and the name. */
  readonly said = new Map<string, WrittenType>();
  /** Of the methods that follow, by the class around them; those of the class itself are apart. */
  private readonly visibility = new Map<string, Visibility>();
  /** Where the last `class << self` of a class ends. */
  private readonly itself = new Map<number, number>();

  enterItself(node: Node, builder: FactsBuilder): void {
    this.itself.set(builder.current, node.endIndex);
  }

  /** Whether what is written there is of the class itself: then its objects do not have it. */
  isStatic(node: Node, { current }: FactsBuilder): boolean {
    return node.type === 'singleton_method' || node.endIndex <= (this.itself.get(current) ?? 0);
  }

  visibilityOf(node: Node, builder: FactsBuilder): Visibility {
    return this.visibility.get(this.key(node, builder)) ?? 'public';
  }

  setVisibility(node: Node, builder: FactsBuilder, visibility: Visibility): void {
    this.visibility.set(this.key(node, builder), visibility);
  }

  private key(node: Node, builder: FactsBuilder): string {
    return `${builder.current} ${this.isStatic(node, builder)}`;
  }

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

/** `A::B` as `A.B`, and `::A::B` as `#A.B`; null for what is not a constant. */
export function constantPath(node: Node, builder: FactsBuilder): string | null {
  if (node.type !== 'constant' && node.type !== 'scope_resolution') return null;
  const text = builder.slice(node).replace(/\s+/g, '').replace(/^::/, FROM_TOP).replaceAll('::', '.');
  return /^#?[\p{Lu}][\w.]*$/u.test(text) ? text : null;
}

/** The name of a constant, and what is before it. */
export function splitPath(path: string): [name: string, around: string | null] {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? [path.replace(FROM_TOP, ''), null] : [path.slice(dot + 1), path.slice(0, dot)];
}

/** The name under which a variable of an object is kept: a field where there is a class around, a variable of the test otherwise. */
export function variableName(node: Node, builder: FactsBuilder): string {
  const name = builder.slice(node).replace(/^@/, '$').replace('@', '$');
  return builder.enclosingClass < 0 ? name : `self.${name}`;
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
    case 'class_variable':
      return variableName(node, builder);
    case 'identifier': {
      const name = builder.slice(node);
      if (stateOf(builder).isLocal(builder, name)) return name;
      return name === 'new' ? newValue('self') : `${name}()`;
    }
    case 'parenthesized_statements':
      return node.namedChildCount === 1 ? expressionOf(node.namedChild(0)!, builder, depth + 1) : UNKNOWN;
    case 'string':
      return newValue(`${FROM_TOP}String`);
    case 'array':
    case 'string_array':
      return newValue(`${FROM_TOP}Array`);
    case 'hash':
      return newValue(`${FROM_TOP}Hash`);
    case 'element_reference': {
      const of = node.childForFieldName('object');
      // What a variable holds is mostly a list or a hash.
      const owner = of === null || of.type === 'identifier' ? UNKNOWN : expressionOf(of, builder, depth + 1);
      return owner === UNKNOWN ? UNKNOWN : `${owner}.${AT}()`;
    }
    // What is made when there is none yet is what there was otherwise.
    case 'binary': {
      const right = node.childForFieldName('right');
      const isOr = node.childForFieldName('operator')?.type === '||' && right !== null;
      const made = isOr ? expressionOf(right, builder, depth + 1) : UNKNOWN;
      return made.startsWith('new ') ? made : UNKNOWN;
    }
    case 'assignment':
    case 'operator_assignment': {
      const right = node.childForFieldName('right');
      return right === null ? UNKNOWN : expressionOf(right, builder, depth + 1);
    }
    case 'call': {
      const method = node.childForFieldName('method');
      const receiver = node.childForFieldName('receiver');
      if (method === null || method.type === 'super') return UNKNOWN;
      const name = builder.slice(method);
      if (!/^\w+$/.test(name)) return UNKNOWN;
      // In a method of the class itself.
      if (receiver === null) return name === 'new' ? newValue('self') : `${name}()`;
      const owner = expressionOf(receiver, builder, depth + 1);
      if (owner === UNKNOWN || SAME.test(name)) return owner;
      if (owner === 'self' && name === 'class') return 'self.class';
      if (/^self(?:\.class)?$/.test(owner) && name === 'new') return newValue('self');
      if (name === 'new') return /^#?[\w.]+$/.test(owner) ? `new ${owner}()` : UNKNOWN;
      return `${owner}.${name}()`;
    }
    default:
      return UNKNOWN;
  }
}
