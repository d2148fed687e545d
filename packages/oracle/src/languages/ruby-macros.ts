// What is said by calling: files to load, accessors, delegators, classes that are made, what specs name.
import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility } from '../facts.ts';
import { UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { constantPath, stateOf } from './ruby-expressions.ts';
import { readReturned } from './ruby-returns.ts';

export const MIXES = /^(?:include|extend|prepend)$/;
const NAME = /^:?["']?([A-Za-z_]\w*[?!=]?)["']?$/;
const VARIABLE = /^:?["']?(@{1,2}|)([a-z_]\w*)["']?$/;
/** What specs give a name: `let(:a) { … }`. */
const NAMES_VALUE = /^(?:let|subject)!?$/;

/** For what is defined there: whether it is of the class itself. */
export const staticIn = (node: Node, builder: FactsBuilder): true | undefined =>
  stateOf(builder).isStatic(node, builder) || undefined;

export const isOwner = (type: NodeType): boolean => type === 'class' || type === 'interface';

/** Whether that is all that the call says. */
export function readMacro(node: Node, name: string, given: Node | null, builder: FactsBuilder): boolean {
  const all = (given?.namedChildren ?? []).filter((each) => each !== null);
  const inType = isOwner(builder.definition(builder.current).type);
  if (name === 'require' || name === 'require_relative' || name === 'load') {
    const text = all[0]?.type === 'string' ? builder.slice(all[0]).slice(1, -1) : '';
    if (/^[\w./-]+$/.test(text))
      builder.import(name === 'require_relative' ? `./${text}` : text, null, null, node.startPosition.row);
    return true;
  }
  if (NAMES_VALUE.test(name)) return defineNamed(node, name, all[0], builder);
  if (/^(?:private|protected)$/.test(name) && given === null) stateOf(builder).setVisibility(node, builder, name as Visibility);
  if (!inType) return false;
  if (/^attr_(?:reader|writer|accessor)$/.test(name)) {
    for (const each of all) defineMember(each, each, builder, (own) => `self.$${own}`);
    return true;
  }
  switch (name) {
    case 'alias_method':
      if (all.length === 2) defineAlias(node, nameOf(all[0]!, builder), nameOf(all[1]!, builder), builder);
      return true;
    case 'define_method':
      return defineByName(node, all[0], builder);
    case 'def_delegators':
    case 'def_instance_delegators':
      for (const each of all.slice(1)) delegate(each, each, all[0]!, builder);
      return true;
    case 'def_delegator':
    case 'def_instance_delegator':
      if (all.length >= 2) delegate(all[1]!, all[2] ?? all[1]!, all[0]!, builder);
      return true;
    case 'delegate':
      return readDelegate(all, builder);
    default:
      return MIXES.test(name) && node.childForFieldName('block') === null;
  }
}

const nameOf = (node: Node, builder: FactsBuilder): string => NAME.exec(builder.slice(node))?.[1] ?? '';

/** A method that is written by its name alone. `gives`: what it gives back. */
function defineMember(node: Node, named: Node, builder: FactsBuilder, gives: (name: string) => string): boolean {
  const name = nameOf(named, builder);
  if (name === '') return false;
  builder.define({ node: named, name, type: 'method', exported: true, isStatic: staticIn(named, builder) });
  builder.giveBack(gives(name));
  builder.moveTo(node.endIndex);
  return true;
}

/** Another name of a method. */
export function defineAlias(node: Node, name: string, meant: string, builder: FactsBuilder): void {
  const owner = builder.definition(builder.current);
  if (!isOwner(owner.type) || name === '') return;
  builder.define({ node, name, type: 'method', exported: true, isStatic: staticIn(node, builder) });
  const own = /^\w+$/.test(meant) ? `self.${meant}()` : UNKNOWN;
  builder.giveBack(own);
  builder.use('call', meant, 'self', node.startPosition.row);
  builder.moveTo(node.endIndex);
}

/** `define_method(:a) { … }`. */
function defineByName(node: Node, named: Node | undefined, builder: FactsBuilder): boolean {
  const block = node.childForFieldName('block');
  const name = named === undefined ? '' : nameOf(named, builder);
  if (name === '' || block === null) return false;
  builder.define({ node, name, type: 'method', body: block, exported: true, isStatic: staticIn(node, builder) });
  readReturned(node, block.childForFieldName('body'), builder);
  return true;
}

/** `let(:a) { … }`: tests name it as they name their variables. */
function defineNamed(node: Node, macro: string, named: Node | undefined, builder: FactsBuilder): boolean {
  const block = node.childForFieldName('block');
  const name = named === undefined ? (macro.startsWith('subject') ? 'subject' : '') : nameOf(named, builder);
  if (name === '' || block === null || builder.definition(builder.current).type !== 'test') return false;
  builder.define({ node, name, type: 'function', body: block });
  readReturned(node, block.childForFieldName('body'), builder);
  return true;
}

/** A method that has another object do it: `to` is a variable or a method that gives it. */
function delegate(named: Node, own: Node, to: Node, builder: FactsBuilder): void {
  const [, sign = '', target = ''] = VARIABLE.exec(builder.slice(to)) ?? [];
  const receiver = target === '' ? UNKNOWN : sign === '' ? `self.${target}()` : `self.${sign.replaceAll('@', '$')}${target}`;
  const meant = nameOf(named, builder);
  const name = nameOf(own, builder);
  if (name === '') return;
  builder.define({ node: own, name, type: 'method', exported: true, isStatic: staticIn(own, builder) });
  if (receiver !== UNKNOWN && /^\w+$/.test(meant)) builder.giveBack(`${receiver}.${meant}()`);
  builder.use('call', meant, receiver, named.startPosition.row);
  builder.moveTo(own.endIndex);
}

/** `delegate :a, :b, to: :c`. */
function readDelegate(all: readonly Node[], builder: FactsBuilder): boolean {
  const to = all.find((each) => each.type === 'pair' && /^:?to:?$/.test(builder.slice(each.childForFieldName('key') ?? each)));
  const target = to?.childForFieldName('value') ?? null;
  if (target === null) return false;
  const isNamed = all.some((each) => each.type === 'pair' && each !== to);
  for (const each of isNamed ? [] : all) if (each.type === 'simple_symbol') delegate(each, each, target, builder);
  return true;
}

/** `A = Struct.new(:a) do … end`, `A = Class.new(B) { … }`, `A = Module.new { … }`, `A = Data.define(:a)`. */
export function defineMade(node: Node, name: string, right: Node, builder: FactsBuilder): boolean {
  const made = madeBy(right, builder);
  if (made === null) return false;
  builder.define({
    node,
    name,
    type: made === 'Module.new' ? 'interface' : 'class',
    body: right.childForFieldName('block'),
    bases: made === 'Class.new' ? basesIn(right, builder) : [],
    exported: true,
  });
  defineMembers(right, builder);
  return true;
}

/** What `class A < Struct.new(:a)` has by that. */
export function defineMembers(right: Node, builder: FactsBuilder): void {
  if (!/^(?:Struct\.new|Data\.define)$/.test(madeBy(right, builder) ?? '')) return;
  for (const each of right.childForFieldName('arguments')?.namedChildren ?? [])
    if (each?.type === 'simple_symbol') defineMember(each, each, builder, (own) => `self.$${own}`);
}

function madeBy(right: Node, builder: FactsBuilder): string | null {
  const receiver = right.type === 'call' ? right.childForFieldName('receiver') : null;
  const method = right.type === 'call' ? right.childForFieldName('method') : null;
  const path = receiver === null || method === null ? null : constantPath(receiver, builder);
  const made = `${path}.${method === null ? '' : builder.slice(method)}`;
  return /^(?:(?:Struct|Class|Module)\.new|Data\.define)$/.test(made) ? made : null;
}

function basesIn(right: Node, builder: FactsBuilder): string[] {
  const first = right.childForFieldName('arguments')?.namedChild(0);
  const base = first == null ? null : constantPath(first, builder);
  return base === null ? [] : [base];
}
