// Types that JavaScript has in its comments.
import type { Node } from 'web-tree-sitter';
import type { Definition, WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving, nameOrType } from '../parse/kept-type.ts';
import { addWritten } from '../parse/written-definition.ts';
import { readType } from '../parse/written-type.ts';

const TAG = /@(param|arg|argument|returns?|type)\s*\{/g;
const LONGEST = 300;

interface JsDoc {
  /** Types of parameters by name, as they are written. */
  parameters: ReadonlyMap<string, string>;
  returns: string | null;
  /** What a variable or a field is said to be. */
  type: string | null;
}

/** `@param {Type} name` and `@returns {Type}` of a comment. */
export function readJsDoc(docstring: string): JsDoc {
  const parameters = new Map<string, string>();
  let returns: string | null = null;
  let said: string | null = null;
  for (const { 0: tag, 1: kind, index } of docstring.matchAll(TAG)) {
    const start = index + tag.length;
    const end = endOfType(docstring, start);
    if (end < 0) continue;
    const type = docstring
      .slice(start, end)
      .replace(/^\s*[?!]|=\s*$/g, '')
      .replace(/\.</g, '<')
      .trim();
    if (kind === 'type') said ??= type;
    else if (kind!.startsWith('return')) returns ??= type;
    else {
      const name = /^\s*\[?\s*([\w$]+)/.exec(docstring.slice(end + 1, end + 1 + LONGEST))?.[1];
      // `options.name` says what is in `options`.
      if (name !== undefined && !parameters.has(name)) parameters.set(name, type);
    }
  }
  return { parameters, returns, type: said };
}

function endOfType(text: string, start: number): number {
  let depth = 1;
  for (let index = start; index < Math.min(text.length, start + LONGEST); index++) {
    if (text[index] === '{') depth++;
    else if (text[index] === '}' && --depth === 0) return index;
  }
  return -1;
}

type Handler = (node: Node, builder: FactsBuilder) => void;

const docs = new WeakMap<Definition, JsDoc | null>();

function docOf(definition: Definition): JsDoc | null {
  let doc = docs.get(definition);
  if (doc === undefined) {
    doc = definition.docstring?.includes('{') ? readJsDoc(definition.docstring) : null;
    docs.set(definition, doc);
  }
  return doc;
}

/** The same handler; what it defines returns what the comment above says. */
export function withReturns(handler: Handler): Handler {
  return (node, builder) => {
    const before = builder.current;
    handler(node, builder);
    if (builder.current === before) return;
    const definition = builder.definition(builder.current);
    const returns = docOf(definition)?.returns ?? null;
    if (returns === null || definition.returns !== null) return;
    const { returns: name, written } = giving(readType(returns, () => false));
    definition.returns = name;
    if (written != null) addWritten(definition, written);
  };
}

/** What a comment says that a variable or a field is: the one above, or before its value, `a = /** @type {B} *\/ (c)`. Null when they say nothing. */
export function documentedType(node: Node, builder: FactsBuilder): WrittenType {
  const target = node.childForFieldName('name') ?? node.childForFieldName('left');
  const value = node.childForFieldName('value') ?? node.childForFieldName('right');
  const between = target === null || value === null ? '' : builder.text.slice(target.endIndex, value.startIndex);
  const comment = between.includes('@type') ? between : builder.commentAbove(node);
  const type = comment?.includes('@type') ? readJsDoc(comment).type : null;
  return type === null ? null : readType(type, () => false);
}

/** Binds a parameter to the type that the comment above its function says; false when it says none. */
export function bindDocumented(parameter: Node, builder: FactsBuilder): boolean {
  const name = parameter.type === 'assignment_pattern' ? parameter.childForFieldName('left') : parameter;
  if (name?.type !== 'identifier' || !builder.isInSymbol) return false;
  const text = docOf(builder.definition(builder.current))?.parameters.get(builder.slice(name));
  const type = text === undefined ? null : readType(text, () => false);
  if (type === null) return false;
  if (builder.function !== undefined) builder.function.parameters++;
  builder.bind(builder.slice(name), 'type', ...nameOrType(type));
  return true;
}
