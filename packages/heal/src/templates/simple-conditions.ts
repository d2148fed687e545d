// Conditions that a function could well ask: those it asks elsewhere, and simple ones over its variables.
import { Tightness, tightness } from './proposal.ts';
import type { RepairContext } from './repair-context.ts';
import type { ScopeName } from './scope.ts';

export interface SimpleCondition {
  text: string;
  tight: number;
  plausibility: number;
}

const MOST_PAIRED = 8;

/** Conditions that may be asked at a line, donors from the function first. */
export function simpleConditions(context: RepairContext, line: number): SimpleCondition[] {
  const { language, scope, donors } = context;
  const names = scope.variables.filter((name) => name.boundAt <= line && !(name.roles.size === 1 && name.roles.has('callable')));
  const found: SimpleCondition[] = donors.conditions.map((node) => ({
    text: node.text,
    tight: tightness(node),
    plausibility: 0.8,
  }));
  for (const name of names) found.push(...checksOf(name, context));
  const numbers = names.filter((name) => name.roles.has('number') || name.roles.size === 0).slice(0, MOST_PAIRED);
  for (const a of numbers) {
    for (const b of numbers) {
      if (a === b) continue;
      const both = a.roles.has('number') && b.roles.has('number') ? 0.3 : 0.12;
      for (const operator of ['<', '<=', ...(a.text < b.text ? [language.words.equal, language.words.notEqual] : [])]) {
        found.push({ text: `${a.text} ${operator} ${b.text}`, tight: Tightness.comparison, plausibility: both });
      }
    }
  }
  const containers = names.filter((name) => ['list', 'set', 'dict', 'iterable'].some((role) => name.roles.has(role as 'list')));
  if (language.family === 'python') {
    for (const name of names) {
      for (const container of containers) {
        if (name === container) continue;
        found.push({ text: `${name.text} in ${container.text}`, tight: Tightness.comparison, plausibility: 0.2 });
        found.push({ text: `${name.text} not in ${container.text}`, tight: Tightness.comparison, plausibility: 0.2 });
      }
    }
  }
  return found.filter((one, index) => found.findIndex((other) => other.text === one.text) === index);
}

function checksOf(name: ScopeName, { language, literals }: RepairContext): SimpleCondition[] {
  const check = (text: string, plausibility: number, tight: number = Tightness.comparison): SimpleCondition => ({
    text,
    tight,
    plausibility,
  });
  const near = name.parameter ? 1 : 0.8;
  const found = [
    check(name.text, 0.6 * near, Tightness.atom),
    check(language.not(name.text), 0.7 * near, Tightness.not),
    check(language.isNull(name.text), 0.4 * near),
  ];
  if (name.roles.has('number') || name.roles.size === 0) {
    const numbers = new Set([
      '0',
      '1',
      ...literals.integers
        .filter((literal) => literal.plausibility >= 0.8)
        .slice(0, 4)
        .map((literal) => literal.text),
    ]);
    const sure = name.roles.has('number') ? 0.45 : 0.15;
    for (const number of numbers) {
      for (const operator of [language.words.equal, language.words.notEqual, '<', '>', '<=', '>='])
        found.push(check(`${name.text} ${operator} ${number}`, sure * (number === '0' ? 1 : 0.5)));
    }
  }
  if (['list', 'set', 'dict', 'string', 'iterable'].some((role) => name.roles.has(role as 'list'))) {
    const size = language.length(name.text);
    for (const rest of [`${language.words.equal} 0`, '> 0', '> 1', '<= 1']) found.push(check(`${size} ${rest}`, 0.3));
  }
  return found;
}
