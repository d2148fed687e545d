import type { parse } from '@bufbuild/cel';
import type { RuleScope, RuleType } from './rule-type.ts';

export type RuleExpression = ReturnType<typeof parse>['expr'];

/** What a rule may not be, in words for its author. */
export class RuleProblem extends Error {
  override readonly name = 'RuleProblem';
}

const MAX_NODES = 300;
const MAX_DEPTH = 40;

type Signature = readonly [arguments: readonly RuleType[], result: RuleType];

const NUMBERS = ['int', 'double'] as const;
const comparisons: Signature[] = NUMBERS.map((type) => [[type, type], 'bool']);
const sums: Signature[] = NUMBERS.map((type) => [[type, type], type]);
const onTexts: Signature[] = [[['string', 'string'], 'bool']];
const logic: Signature[] = [[['bool', 'bool'], 'bool']];

/** All that rules can call, by CEL's name. Nothing in it fails for values of these types, so no error can hide behind `||`. */
const functions: Readonly<Record<string, readonly Signature[]>> = {
  '_&&_': logic,
  '_||_': logic,
  '!_': [[['bool'], 'bool']],
  '@not_strictly_false': [[['bool'], 'bool']],
  '_<_': comparisons,
  '_<=_': comparisons,
  '_>_': comparisons,
  '_>=_': comparisons,
  '_+_': sums,
  '_-_': sums,
  size: [
    [['string'], 'int'],
    [['list<string>'], 'int'],
  ],
  startsWith: onTexts,
  endsWith: onTexts,
  contains: onTexts,
  touches: [[['list<string>', 'list<string>'], 'bool']],
};

/**
 * Checks a rule before it is ever run: every name is a declared fact or parameter, every part has a type that fits, and it is small.
 * Without this `typo || true` would be true.
 * @throws {RuleProblem}
 */
export function checkRule(rule: RuleExpression, scope: RuleScope): void {
  let nodes = 0;
  const typeOf = (expression: RuleExpression | undefined, names: RuleScope, depth: number): RuleType => {
    if (++nodes > MAX_NODES) throw new RuleProblem(`the rule has more than ${MAX_NODES} parts: split the article`);
    if (depth > MAX_DEPTH) throw new RuleProblem(`the rule is nested more than ${MAX_DEPTH} deep`);
    const kind = expression?.exprKind;
    const inner = (part: RuleExpression | undefined, more: RuleScope = names) => typeOf(part, more, depth + 1);
    switch (kind?.case) {
      case 'constExpr':
        return typeOfConstant(kind.value.constantKind);
      case 'identExpr':
        return typeOfName(kind.value.name, names);
      case 'listExpr':
        return typeOfList(kind.value.elements.map((element) => inner(element)));
      case 'callExpr': {
        const parts = kind.value.target === undefined ? kind.value.args : [kind.value.target, ...kind.value.args];
        return typeOfCall(
          kind.value.function,
          parts.map((part) => inner(part)),
        );
      }
      case 'comprehensionExpr': {
        const { iterVar, iterVar2, iterRange, accuVar, accuInit, loopCondition, loopStep, result } = kind.value;
        if (iterVar2 !== '' || names.has(iterVar))
          throw new RuleProblem(`${iterVar} already means something: choose another name`);
        const element = elementOf(inner(iterRange));
        const accumulated = new Map([...names, [accuVar, inner(accuInit)], [iterVar, element]]);
        expect(inner(loopCondition, accumulated), 'bool');
        expect(inner(loopStep, accumulated), accumulated.get(accuVar)!);
        return inner(result, accumulated);
      }
      default:
        throw new RuleProblem('only facts, parameters, constants, lists, operators, all, exists and exists_one may be used');
    }
  };
  expect(typeOf(rule, scope, 0), 'bool');
}

function typeOfConstant(constant: { case?: string | undefined; value?: unknown }): RuleType {
  if (constant.case === 'boolValue') return 'bool';
  if (constant.case === 'stringValue') return 'string';
  if (constant.case === 'doubleValue') return 'double';
  if (constant.case === 'int64Value' && Number.isSafeInteger(Number(constant.value))) return 'int';
  throw new RuleProblem('constants are texts, true, false and numbers of at most 53 bits');
}

function typeOfName(name: string, names: RuleScope): RuleType {
  const type = names.get(name);
  if (type !== undefined) return type;
  const known = [...names.keys()].filter((each) => !each.startsWith('@')).sort();
  throw new RuleProblem(`${JSON.stringify(name)} is no fact or parameter here; there are ${known.join(', ')}`);
}

function typeOfList(elements: readonly RuleType[]): RuleType {
  const [first, ...others] = elements;
  if (first === undefined) return 'list<never>';
  if (first.startsWith('list') || others.some((other) => other !== first))
    throw new RuleProblem('a list holds texts, numbers or booleans, all of one type');
  return `list<${first}>` as RuleType;
}

function elementOf(list: RuleType): RuleType {
  const element = /^list<(string|int|double|bool)>$/.exec(list)?.[1];
  if (element === undefined) throw new RuleProblem(`${list} can't be gone through one by one`);
  return element as RuleType;
}

function typeOfCall(name: string, parts: readonly RuleType[]): RuleType {
  const [first, second, third] = parts;
  if (name === '_==_' || name === '_!=_') {
    if (first === undefined || second === undefined || !alike(first, second)) throw misfit(name, parts);
    return 'bool';
  }
  if (name === '@in') {
    if (second !== 'list<never>' && (second === undefined || second !== `list<${first}>`)) throw misfit(name, parts);
    return 'bool';
  }
  if (name === '_?_:_') {
    if (first !== 'bool' || second === undefined || second !== third) throw misfit(name, parts);
    return second;
  }
  if (!Object.hasOwn(functions, name)) throw new RuleProblem(`${name.replaceAll('_', '')} may not be used in a rule`);
  const signature = functions[name]!.find(
    ([wanted]) => wanted.length === parts.length && wanted.every((type, index) => alike(type, parts[index]!)),
  );
  if (signature === undefined) throw misfit(name, parts);
  return signature[1];
}

function alike(a: RuleType, b: RuleType): boolean {
  return a === b || (a.startsWith('list') && b === 'list<never>') || (b.startsWith('list') && a === 'list<never>');
}

function expect(actual: RuleType, wanted: RuleType): void {
  if (actual !== wanted) throw new RuleProblem(`a part of the rule is ${actual} where ${wanted} is needed`);
}

function misfit(name: string, parts: readonly RuleType[]): RuleProblem {
  return new RuleProblem(`${name.replace('@', '').replaceAll('_', '')} can't be used on ${parts.join(' and ')}`);
}
