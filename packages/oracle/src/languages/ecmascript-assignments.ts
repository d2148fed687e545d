// What assignments make: members of functions, prototypes and objects, fields, and what CommonJS exports.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import { defineFunctionValue } from './ecmascript-functions.ts';
import { requiredBy } from './ecmascript-modules.ts';
import { FUNCTION_VALUES } from './ecmascript-objects.ts';

const EXPORTS = /^(?:module\.)?exports$/;
const LONGEST_TARGET = 200;

/** Whether a value is given to `module.exports`, too: `a = module.exports = value`. */
export const isExportedToo = (value: string): boolean => /^\(?(?:module\.)?exports\s*=[^=]/.test(value);

/** `said` is what a comment says that a field is. */
export function readAssignment(node: Node, builder: FactsBuilder, said: WrittenType = null): void {
  const left = node.childForFieldName('left')!;
  const right = node.childForFieldName('right');
  if (right === null || left.endIndex - left.startIndex > LONGEST_TARGET) return;
  const target = builder.slice(left);
  if (readMember(node, target, right, builder) || readField(target, right, said, builder)) return;
  const exported = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
  if (EXPORTS.test(target) && right.type === 'object') exportMembers(right, builder);
  else if (EXPORTS.test(target)) exportAs(node, '=', right, builder);
  else if (exported !== undefined) exportAs(node, exported, right, builder);
}

/** `a.b = function () {}` and `A.prototype.b = function () {}` make members; `A.prototype = Object.create(B.prototype)` says what A extends. */
function readMember(node: Node, target: string, right: Node, builder: FactsBuilder): boolean {
  const [, owner, prototype, name] = /^([\w$]+)(\.prototype)?(?:\.([\w$]+))?$/.exec(target) ?? [];
  if (owner === undefined || owner === 'this' || owner === 'exports' || owner === 'module' || !builder.isOutermost) return false;
  if (prototype !== undefined) {
    const made = builder.text.slice(right.startIndex, right.startIndex + 200);
    const base = name === undefined ? /^Object\.create\(\s*([\w$.]+)\.prototype\b/.exec(made)?.[1] : undefined;
    builder.construct(owner, base);
  }
  if (name === undefined || !FUNCTION_VALUES.has(right.type)) return false;
  defineFunctionValue({ node, name, type: 'method', owner, isAssigned: true, anyName: true }, right, null, builder);
  return true;
}

/** `util.inherits(A, B)`, `Object.setPrototypeOf(A.prototype, B.prototype)`. */
export function readInheritance(call: Node, builder: FactsBuilder): void {
  const [child, base] = call.childForFieldName('arguments')?.namedChildren.map((each) => builder.slice(each!)) ?? [];
  if (child === undefined || base === undefined || !/^[\w$.]+$/.test(base)) return;
  builder.construct(child.replace(/\.prototype$/, ''), base.replace(/\.prototype$/, ''));
}

/** `this.a = b`. */
function readField(target: string, right: Node, said: WrittenType, builder: FactsBuilder): boolean {
  const field = /^this\.([\w$#]+)$/.exec(target)?.[1];
  if (field === undefined) return false;
  const owner = builder.enclosingClass >= 0 ? builder.enclosingClass : constructorAround(builder);
  if (owner >= 0 && said !== null) builder.bindField(owner, field, 'type', ...nameOrType(said));
  else if (owner >= 0) builder.bindField(owner, field, 'value', builder.slice(right));
  return true;
}

/** A function that by its name is there to be constructed, or -1. */
function constructorAround(builder: FactsBuilder): number {
  const { type, name } = builder.definition(builder.current);
  return type === 'function' && /^[\p{Lu}]/u.test(name) ? builder.current : -1;
}

/** `exports.name = value`; `=` for all of the module. */
function exportAs(node: Node, name: string, value: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  const specifier = requiredBy(value, builder);
  if (specifier !== null) builder.export(name, '*', specifier, row);
  else if (value.type === 'identifier') builder.export(name, builder.slice(value), null, row);
  else if (FUNCTION_VALUES.has(value.type) || value.type === 'class') {
    const own = value.childForFieldName('name');
    const local = own === null ? (name === '=' ? 'exports' : name) : builder.slice(own);
    const type = value.type === 'class' ? 'class' : 'function';
    builder.export(name, local, null, row);
    builder.define({ node, name: local, type, body: value.childForFieldName('body'), exported: true });
  }
}

/** `module.exports = { a, b: c, d() {}, e: () => {}, f: require('f'), ...require('g') }`. */
function exportMembers(object: Node, builder: FactsBuilder): void {
  for (const member of object.namedChildren) {
    if (member === null) continue;
    const row = member.startPosition.row;
    if (member.type === 'shorthand_property_identifier') builder.export(builder.slice(member), builder.slice(member), null, row);
    else if (member.type === 'spread_element') {
      const specifier = requiredBy(member.namedChild(0) ?? member, builder);
      if (specifier !== null) builder.export('*', null, specifier, row);
    } else if (member.type === 'method_definition') {
      const name = member.childForFieldName('name');
      if (name?.type === 'property_identifier') builder.export(builder.slice(name), builder.slice(name), null, row);
    } else if (member.type === 'pair') exportPair(member, row, builder);
  }
}

function exportPair(pair: Node, row: number, builder: FactsBuilder): void {
  const key = pair.childForFieldName('key');
  const value = pair.childForFieldName('value');
  if (key?.type !== 'property_identifier' || value === null) return;
  const name = builder.slice(key);
  const specifier = requiredBy(value, builder);
  if (specifier !== null) builder.export(name, '*', specifier, row);
  else if (value.type === 'identifier') builder.export(name, builder.slice(value), null, row);
  else if (FUNCTION_VALUES.has(value.type)) {
    builder.export(name, name, null, row);
    builder.later(pair.startIndex, () => {
      defineFunctionValue({ node: pair, name, type: 'function', exported: true }, value, null, builder);
    });
  }
}
