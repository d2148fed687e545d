// Modules and crates of Rust, and what is taken from them.
import type { Node } from 'web-tree-sitter';
import type { Visibility } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';

export function visibilityOf(node: Node, builder: FactsBuilder): Visibility {
  const modifier = node.namedChildren.find((child) => child?.type === 'visibility_modifier');
  if (modifier == null) return 'private';
  // Within the crate, or a part of it.
  return builder.slice(modifier).includes('(') ? 'protected' : 'public';
}

/** `use a::{self, b::C as D, e::*}`; what is written in a function or an inner module is valid there alone. */
export function readUse(node: Node, builder: FactsBuilder): void {
  const argument = node.childForFieldName('argument');
  if (argument !== null) readUseTree(argument, '', node.startPosition.row, builder, 0);
}

/** `extern crate a as b`. */
export function readCrate(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null || name.type !== 'identifier') return;
  const text = builder.slice(name);
  const alias = node.childForFieldName('alias');
  const local = alias === null ? text : builder.slice(alias);
  if (local !== '_') builder.import(text, local, '*', node.startPosition.row, builder.current);
}

const join = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}.${name}`);
const pathText = (node: Node, builder: FactsBuilder) =>
  builder.slice(node).replace(/^::/, '').replace(/\s+/g, '').replaceAll('::', '.');
const DEEPEST_USE = 20;

function readUseTree(node: Node, prefix: string, row: number, builder: FactsBuilder, depth: number): void {
  if (depth > DEEPEST_USE) return;
  const bind = (path: string, local: string | null) => {
    const dot = path.lastIndexOf('.');
    const name = path.slice(dot + 1);
    const given = local === '_' ? null : (local ?? name);
    const within = builder.current;
    if (dot < 0) builder.import(path, given, '*', row, within);
    else builder.import(path.slice(0, dot), given, name, row, within);
  };
  switch (node.type) {
    case 'use_list':
      for (const each of node.namedChildren) if (each !== null) readUseTree(each, prefix, row, builder, depth + 1);
      return;
    case 'scoped_use_list': {
      const path = node.childForFieldName('path');
      const list = node.childForFieldName('list');
      if (list !== null)
        readUseTree(list, path === null ? prefix : join(prefix, pathText(path, builder)), row, builder, depth + 1);
      return;
    }
    case 'use_as_clause': {
      const [path, alias] = [node.childForFieldName('path'), node.childForFieldName('alias')];
      if (path === null || alias === null) return;
      bind(path.type === 'self' ? prefix : join(prefix, pathText(path, builder)), builder.slice(alias));
      return;
    }
    case 'use_wildcard': {
      const path = node.namedChild(0);
      builder.import(path === null ? prefix : join(prefix, pathText(path, builder)), '*', '*', row, builder.current);
      return;
    }
    case 'self':
      if (prefix !== '') bind(prefix, null);
      return;
    case 'identifier':
    case 'scoped_identifier':
      bind(join(prefix, pathText(node, builder)), null);
  }
}

/** A module written here, or one in a file of its own, which is then imported. */
export function readModule(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const body = node.childForFieldName('body');
  const visibility = visibilityOf(node, builder);
  if (body !== null) {
    builder.define({ node, name: text, type: 'module', body, visibility, exported: visibility === 'public' });
    return;
  }
  const attribute = node.previousNamedSibling?.type === 'attribute_item' ? builder.slice(node.previousNamedSibling) : '';
  const path = /^#\[\s*path\s*=\s*"([^"]+)"/.exec(attribute)?.[1];
  const outer: string[] = [];
  for (let around = node.parent?.parent; around != null; around = around.parent?.parent) {
    const outerName = around.type === 'mod_item' ? around.childForFieldName('name') : null;
    if (outerName !== null) outer.unshift(builder.slice(outerName));
  }
  const specifier = path === undefined ? `mod ${[...outer, text].join('/')}` : `path ${path}`;
  builder.import(specifier, text, '*', node.startPosition.row, builder.current);
}

/** `a!();` where `mod a;` stands above it: it may give what that file has, where the macro is written. */
export function takeAll(node: Node, builder: FactsBuilder): void {
  const name = /^(\w+)!\s*[({]\s*[)}]$/.exec(builder.slice(node))?.[1];
  const from = name === undefined ? undefined : builder.importedFrom(name);
  if (from !== undefined && /^(?:mod|path) /.test(from)) builder.import(from, '*', '*', node.startPosition.row);
}
