// What decorators and marks say of a test's parameters and of fixtures, as pytest, mock and hypothesis read them.
import type { Node } from 'web-tree-sitter';

const FIXTURE = /^(?:(?:pytest|pytest_asyncio)\.(?:yield_)?fixture|fixture)$/;
const TEXT = /^[rRuUbB]*(?:'([^'\\]*)'|"([^"\\]*)")$/;

interface Decorator {
  callee: string;
  given: Node[];
  named: ReadonlyMap<string, Node>;
}

/** The decorators of a function or a class. */
export function decoratorsOf(node: Node): Decorator[] {
  if (node.parent?.type !== 'decorated_definition') return [];
  return node.parent.namedChildren.flatMap((each) => {
    const expression = each?.type === 'decorator' ? each.namedChild(0) : null;
    return expression == null ? [] : [readCall(expression)];
  });
}

function readCall(expression: Node): Decorator {
  const callee = expression.type === 'call' ? expression.childForFieldName('function') : expression;
  const given: Node[] = [];
  const named = new Map<string, Node>();
  for (const argument of expression.childForFieldName('arguments')?.namedChildren ?? []) {
    if (argument === null || argument.type === 'comment') continue;
    const [name, value] = [argument.childForFieldName('name'), argument.childForFieldName('value')];
    if (argument.type === 'keyword_argument' && name !== null && value !== null) named.set(name.text, value);
    else given.push(argument);
  }
  return { callee: callee?.text.replace(/\s+/g, '') ?? '', given, named };
}

/** What a fixture is asked for by; null for one that nobody can name, undefined for what is no fixture. */
export function fixtureName(decorators: readonly Decorator[], own: string): string | null | undefined {
  const found = decorators.find(({ callee }) => FIXTURE.test(callee));
  if (found === undefined) return undefined;
  const name = found.named.get('name');
  return name === undefined ? own : textOf(name);
}

/** Fixtures that `usefixtures` asks for, which no parameter has to name. */
export function usedFixtures(decorators: readonly Decorator[]): string[] {
  return decorators
    .filter(({ callee }) => /(?:^|\.)mark\.usefixtures$/.test(callee))
    .flatMap(({ given }) => given.map(textOf).filter((name) => name !== null));
}

/** Which of these parameters are given by no fixture, but by what decorates the function. */
export function givenOtherwise(decorators: readonly Decorator[], parameters: readonly string[]): string[] {
  return decorators
    .flatMap((decorator): readonly string[] => {
      const { callee, given, named } = decorator;
      if (/(?:^|\.)parametrize$/.test(callee)) return parametrized(decorator) ?? parameters;
      // Generated values are the last ones, mocks the first.
      if (/(?:^|\.)given$/.test(callee)) return [...named.keys(), ...(given.length === 0 ? [] : parameters.slice(-given.length))];
      return [];
    })
    .concat(parameters.slice(0, decorators.filter(({ callee }) => /(?:^|\.)patch(?:\.\w+)?$/.test(callee)).length));
}

/** The names that `parametrize` gives values; null when they are not written there. */
function parametrized({ given, named }: Decorator): string[] | null {
  const names = namesIn(given[0] ?? named.get('argnames'));
  const indirect = given[2] ?? named.get('indirect');
  if (names === null || indirect === undefined || indirect.text === 'False') return names;
  // Given indirectly, the values are what a fixture makes something of.
  if (indirect.text === 'True') return [];
  const indirectly = namesIn(indirect) ?? [];
  return names.filter((name) => !indirectly.includes(name));
}

/** `"a, b"`, `("a", "b")` or `["a", "b"]`. */
function namesIn(node: Node | undefined): string[] | null {
  if (node === undefined) return null;
  const text = textOf(node);
  if (text !== null) return text.split(',').map((name) => name.trim());
  if (node.type !== 'list' && node.type !== 'tuple') return null;
  const names = node.namedChildren.map((each) => (each === null ? null : textOf(each)));
  return names.some((name) => name === null) ? null : (names as string[]);
}

function textOf(node: Node): string | null {
  const found = node.type === 'string' ? TEXT.exec(node.text) : null;
  return found === null ? null : (found[1] ?? found[2])!;
}

/** Marks of a whole file, and what its hook `pytest_generate_tests` gives. */
export function marksOfFile(root: Node): Decorator[] {
  const places = [
    ...root.descendantsOfType('assignment').filter((each) => each?.childForFieldName('left')?.text === 'pytestmark'),
    ...root
      .descendantsOfType('function_definition')
      .filter((each) => each?.childForFieldName('name')?.text === 'pytest_generate_tests'),
  ];
  return places
    .flatMap((place) => place?.descendantsOfType('call') ?? [])
    .flatMap((call) => (call === null ? [] : [readCall(call)]));
}
