// Which names a function can use, and what they seem to be, judged by how they are used.
import type { Region } from '../syntax/regions.ts';
import { type SyntaxNode, walk } from '../syntax/syntax-node.ts';

export type Role = 'number' | 'list' | 'set' | 'dict' | 'string' | 'boolean' | 'callable' | 'object' | 'iterable';

export interface ScopeName {
  text: string;
  roles: ReadonlySet<Role>;
  parameter: boolean;
  /** Line where it is first bound in the function; 0 when it is there from the start. */
  boundAt: number;
  /** Lines where the name occurs. */
  lines: readonly number[];
}

export interface Scope {
  /** Variables of the function and of functions around it, in order of appearance. */
  variables: readonly ScopeName[];
  get(text: string): ScopeName | undefined;
}

const METHODS: Readonly<Record<string, Role>> = Object.fromEntries(
  (
    [
      ['list', 'append extend insert sort reverse push unshift splice popleft appendleft'],
      ['set', 'add discard issuperset issubset union intersection difference'],
      ['dict', 'keys items values setdefault update get set has entries'],
      [
        'string',
        'lower upper strip lstrip rstrip split startswith endswith replace join format rfind trim toLowerCase toUpperCase charAt padStart startsWith endsWith encode',
      ],
      ['iterable', 'map filter forEach reduce some every flatMap'],
    ] as const
  ).flatMap(([role, names]) => names.split(' ').map((name) => [name, role])),
);

const CALLS: Readonly<Record<string, Role>> = {
  len: 'iterable',
  range: 'number',
  abs: 'number',
  enumerate: 'iterable',
  sorted: 'iterable',
  sum: 'iterable',
  reversed: 'iterable',
  int: 'string',
  iter: 'iterable',
  any: 'iterable',
  all: 'iterable',
};

const RESULTS: Readonly<Record<string, Role>> = {
  len: 'number',
  int: 'number',
  abs: 'number',
  sum: 'number',
  round: 'number',
  ord: 'number',
  float: 'number',
  list: 'list',
  sorted: 'list',
  set: 'set',
  dict: 'dict',
  str: 'string',
  Map: 'dict',
  Set: 'set',
  Number: 'number',
  parseInt: 'number',
  String: 'string',
  defaultdict: 'dict',
  Counter: 'dict',
  deque: 'list',
};

const CONTAINERS: ReadonlySet<Role> = new Set<Role>(['list', 'set', 'dict', 'string', 'iterable']);

export function readScope(region: Region): Scope {
  const names = new Map<string, { roles: Set<Role>; parameter: boolean; boundAt: number; lines: number[] }>();
  const visit = (root: SyntaxNode, outer: boolean) => {
    for (const node of walk(
      root,
      (child) => child.kind !== 'type' && child.kind !== 'decorator' && (!outer || !isFunction(child)),
    )) {
      if ((node.kind !== 'name' && node.kind !== 'shorthand') || isLabel(node) || node.tree.language.builtins.has(node.text))
        continue;
      const entry = names.get(node.text) ?? {
        roles: new Set<Role>(),
        parameter: false,
        boundAt: Number.POSITIVE_INFINITY,
        lines: [],
      };
      names.set(node.text, entry);
      if (!outer) entry.lines.push(node.line);
      const role = roleAt(node);
      if (role) entry.roles.add(role);
      if (isParameter(node)) Object.assign(entry, { parameter: true, boundAt: 0 });
      else if (isBinding(node)) entry.boundAt = Math.min(entry.boundAt, outer ? 0 : node.line);
    }
  };
  visit(region.node, false);
  for (let around = region.node.parent; around; around = around.parent) if (isFunction(around)) visit(around, true);
  const variables = [...names]
    .filter(([, name]) => name.boundAt !== Number.POSITIVE_INFINITY)
    .map(([text, name]) => ({ text, ...name }));
  const byText = new Map(variables.map((name) => [name.text, name]));
  return { variables, get: (text) => byText.get(text) };
}

/** How well a value of these roles fits where one of those is wanted: 1 the same, 0.5 unknown, 0.12 another. */
export function fitness(wanted: ReadonlySet<Role>, offered: ReadonlySet<Role>): number {
  if (wanted.size === 0 || offered.size === 0) return 0.5;
  for (const role of wanted) if (offered.has(role)) return 1;
  const bothContainers = [...wanted].some((role) => CONTAINERS.has(role)) && [...offered].some((role) => CONTAINERS.has(role));
  return bothContainers ? 0.6 : 0.12;
}

/** What a value in the node's place is used as, or bound to. */
export function roleAt(node: SyntaxNode): Role | undefined {
  const parent = node.parent;
  switch (parent?.kind) {
    case 'index':
      return node.field === 'value' || node.field === 'object' ? 'iterable' : parent.parts.length === 2 ? 'number' : undefined;
    case 'slice':
      return 'number';
    case 'call':
    case 'new':
      return node.field === 'function' || node.field === 'constructor' ? 'callable' : undefined;
    case 'arguments':
      return CALLS[parent.parent?.child('function')?.text ?? ''];
    case 'member':
      return node.field === 'object'
        ? (METHODS[propertyOf(parent)] ?? (propertyOf(parent) === 'length' ? 'iterable' : 'object'))
        : undefined;
    case 'for-each':
    case 'for-clause':
      return node.field === 'right' ? 'iterable' : isRange(parent.child('right')) ? 'number' : undefined;
    case 'binary':
      return roleInBinary(node, parent);
    case 'augment':
      return parent.operators[0]?.text === '+=' ? roleOfValue(parent.operands[1]) : 'number';
    case 'update':
      return 'number';
    case 'comparison':
      return roleInComparison(node, parent);
    case 'assign':
    case 'declarator':
    case 'parameter':
      return node === parent.parts[0] ? roleOfValue(parent.child('right') ?? parent.child('value')) : undefined;
    default:
      return undefined;
  }
}

/** What an expression's value seems to be, by its form. */
export function roleOfValue(node: SyntaxNode | undefined): Role | undefined {
  switch (node?.kind) {
    case 'integer':
    case 'float':
    case 'unary':
      return 'number';
    case 'string':
      return 'string';
    case 'boolean':
    case 'comparison':
    case 'not':
      return 'boolean';
    case 'list':
      return 'list';
    case 'comprehension':
      return node.type.startsWith('dict') ? 'dict' : node.type.startsWith('set') ? 'set' : 'list';
    case 'dict':
      return 'dict';
    case 'set':
      return 'set';
    case 'call':
    case 'new':
      return RESULTS[(node.child('function') ?? node.child('constructor'))?.text ?? ''];
    case 'binary':
      return node.operators[0]?.text === '+' ? (roleOfValue(node.operands[0]) ?? roleOfValue(node.operands[1])) : 'number';
    default:
      return undefined;
  }
}

/** The roles of an expression: by its form, and for a name by its uses. */
export function rolesOf(node: SyntaxNode, scope: Scope): ReadonlySet<Role> {
  if (node.kind === 'name') return scope.get(node.text)?.roles ?? new Set();
  const role = roleOfValue(node);
  return new Set(role ? [role] : []);
}

/** True for a name that is no value: a keyword of an argument, the name of a definition. */
export function isLabel(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (!parent) return true;
  if (parent.kind === 'named-argument' || parent.kind === 'function' || parent.kind === 'class') return node.field === 'name';
  if (parent.kind === 'member') return node.field === 'attribute' || node.field === 'property';
  return (
    parent.kind === 'import' ||
    node.ancestor('import') !== undefined ||
    parent.type === 'dotted_name' ||
    parent.type === 'aliased_import'
  );
}

/** True for an expression that is given a value. */
export function isTarget(node: SyntaxNode): boolean {
  return node.field === 'left' && ['assign', 'augment', 'for-each', 'for-clause'].includes(node.parent?.kind ?? '');
}

/** True where the name is given a value. */
export function isBinding(node: SyntaxNode): boolean {
  let current = node;
  while (
    current.parent &&
    (current.parent.kind === 'pattern' || current.parent.kind === 'shorthand' || current.parent.type === 'pair_pattern')
  )
    current = current.parent;
  const parent = current.parent;
  switch (parent?.kind) {
    case 'assign':
    case 'augment':
    case 'for-each':
    case 'for-clause':
      return current.field === 'left';
    case 'declarator':
      return current.field === 'name';
    case 'catch':
      return current.field === 'parameter';
    default:
      return parent?.type === 'as_pattern_target' || parent?.type === 'list_splat_pattern' || parent?.type === 'rest_pattern';
  }
}

function isParameter(node: SyntaxNode): boolean {
  const around = node.ancestor('parameters', 'block', 'function', 'arguments');
  if (node.parent?.kind === 'lambda' && node.field === 'parameter') return true;
  if (around?.kind !== 'parameters') return false;
  return node.field !== 'value';
}

function isFunction(node: SyntaxNode): boolean {
  return node.kind === 'function' || (node.kind === 'lambda' && node.child('body')?.kind === 'block');
}

function propertyOf(member: SyntaxNode): string {
  return (member.child('attribute') ?? member.child('property'))?.text ?? '';
}

function isRange(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'call' && node.child('function')?.text === 'range';
}

function roleInBinary(node: SyntaxNode, parent: SyntaxNode): Role | undefined {
  const operator = parent.operators[0]?.text;
  if (operator === '+') return roleOfValue(parent.operands.find((operand) => operand !== node));
  if (operator === '%' && node.field === 'left') return undefined;
  return 'number';
}

function roleInComparison(node: SyntaxNode, parent: SyntaxNode): Role | undefined {
  const operator = parent.operators[0]?.text ?? '';
  if (operator.endsWith('in')) return node === parent.operands.at(-1) ? 'iterable' : undefined;
  return roleOfValue(parent.operands.find((operand) => operand !== node));
}
