import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';

/** A place in a text, counted from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

export interface YamlProblem extends TextPlace {
  message: string;
}

export interface ParsedYaml {
  /** Plain data: null for an empty text. Meaningless when there are problems. */
  value: unknown;
  problems: YamlProblem[];
  /** Where the value at `path` is, or the nearest one above it that exists. With `key`, where its key is. */
  placeOf(path: readonly PropertyKey[], what?: 'value' | 'key'): TextPlace;
}

const MAX_PROBLEMS = 20;
const TOO_DEEP = 'it is nested too deeply';

/** Reads one YAML 1.2 document as plain data. Aliases, tags of other schemas, duplicate keys and merge keys are problems, never effects. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const at = (offset: number): TextPlace => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const failed = (message: string): ParsedYaml => ({ value: null, problems: [{ ...at(0), message }], placeOf: () => at(0) });
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      merge: false,
      schema: 'core',
    });
    const problems = [...document.errors, ...document.warnings].map((error) => ({ ...at(error.pos[0]), message: error.message }));
    if (problems.some(({ message }) => message.startsWith('Maximum call stack'))) return failed(TOO_DEEP);
    if (problems.length > 0) return { value: null, problems: problems.slice(0, MAX_PROBLEMS), placeOf: () => at(0) };
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return { value, problems, placeOf: (path, what = 'value') => at(offsetOf(document.contents, path, what)) };
  } catch (error) {
    if (error instanceof ReferenceError) return failed('aliases (*name) are not allowed here: write the value out');
    if (error instanceof RangeError) return failed(TOO_DEEP);
    throw error;
  }
}

function offsetOf(contents: unknown, path: readonly PropertyKey[], what: 'value' | 'key'): number {
  let node = contents;
  let offset = isNode(contents) ? (contents.range?.[0] ?? 0) : 0;
  for (const [index, part] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part)) : undefined;
    const wantsKey = what === 'key' && index === path.length - 1;
    const next = pair === undefined ? itemOf(node, part) : wantsKey ? pair.key : pair.value;
    if (!isNode(next) || !next.range) return offset;
    offset = next.range[0];
    node = next;
  }
  return offset;
}

function itemOf(node: unknown, part: PropertyKey): unknown {
  return typeof part === 'number' && typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
    ? node.items[part]
    : undefined;
}
