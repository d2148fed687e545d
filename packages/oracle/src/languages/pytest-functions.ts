// Tests and fixtures of pytest: what a function asks for by its parameters, and what a fixture gives.
import type { Node } from 'web-tree-sitter';
import type { Fixture } from '../facts.ts';
import { plainType } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { decoratorsOf, fixtureName, givenOtherwise, marksOfFile, usedFixtures } from './pytest-decorators.ts';
import { givenIn, yieldedBy } from './python-generators.ts';

export interface PytestFunction {
  fixture: Fixture;
  /** The type that it says it gives. */
  returns: string | null;
}

/** What a fixture says of itself; undefined for a function that is none. Asked before it is defined. */
export function readFixture(node: Node, name: string, builder: FactsBuilder): PytestFunction | undefined {
  const asked = isCollected(builder) ? fixtureName(decoratorsOf(node), name) : undefined;
  if (asked === undefined) return undefined;
  const written = node.childForFieldName('return_type');
  const annotation = written === null ? null : builder.slice(written).trim();
  const [yields, values] = givenIn(node);
  const element = yields && annotation !== null ? yieldedBy(annotation) : null;
  const isTyped = annotation !== null && (!yields || element !== null);
  return {
    fixture: { name: asked, gives: isTyped ? [] : values },
    returns: isTyped ? plainType(element ?? annotation) : null,
  };
}

/** pytest looks at modules, and at classes that are in no function. */
function isCollected(builder: FactsBuilder): boolean {
  for (let at = builder.current; at > 0; at = builder.definition(at).parent)
    if (builder.definition(at).type !== 'class') return false;
  return true;
}

/** Says of the test or fixture that was just defined which fixtures it asks for. Gives the parameters that they are given to. */
export function askForFixtures(node: Node, isFixture: boolean, builder: FactsBuilder): ReadonlySet<string> {
  const { type, parent } = builder.definition(builder.current);
  if (!isFixture && (type !== 'test' || !isTestsPlace(parent, builder))) return new Set();
  const classes = classesAround(node);
  const decorators = decoratorsOf(node);
  const isStatic = decorators.some(({ callee }) => callee === 'staticmethod');
  const named = parametersOf(node).slice(parent > 0 && !isStatic ? 1 : 0);
  const marks = [...decorators, ...classes.flatMap(decoratorsOf)];
  const names = named.map((each) => builder.slice(each));
  const otherwise = new Set(givenOtherwise([...marks, ...fileMarks(node, builder)], names));
  const asked = new Set(names.filter((name) => !otherwise.has(name)));
  for (const each of named)
    if (asked.has(builder.slice(each))) builder.use('fixture', builder.slice(each), null, each.startPosition.row);
  if (!isFixture) for (const name of usedFixtures(marks)) builder.use('fixture', name, null, node.startPosition.row);
  return asked;
}

/** Whether pytest runs tests that are written here: unittest gives its own nothing. */
function isTestsPlace(parent: number, builder: FactsBuilder): boolean {
  for (let at = parent; at > 0; at = builder.definition(at).parent) {
    const { type, name, bases } = builder.definition(at);
    if (type !== 'class' || !name.startsWith('Test') || bases.some((base) => base.endsWith('TestCase'))) return false;
  }
  return true;
}

function classesAround(node: Node): Node[] {
  const classes: Node[] = [];
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === 'class_definition') classes.push(at);
  return classes;
}

/** The names of parameters that have to be given. */
function parametersOf(node: Node): Node[] {
  return (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((each) => {
    const name = each?.type === 'typed_parameter' ? each.namedChild(0) : each;
    return name?.type === 'identifier' ? [name] : [];
  });
}

/** Kept for as long as the text is read: they are the same for all of its tests. */
const marksByText = new WeakMap<FactsBuilder, ReturnType<typeof marksOfFile>>();

function fileMarks(node: Node, builder: FactsBuilder): ReturnType<typeof marksOfFile> {
  const known = marksByText.get(builder);
  if (known !== undefined) return known;
  const found = /\bpytestmark\b|\bpytest_generate_tests\b/.test(builder.text) ? marksOfFile(node.tree.rootNode) : [];
  marksByText.set(builder, found);
  return found;
}
