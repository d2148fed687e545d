import { CelScalar, celEnv, celFunc, listType, parse, plan } from '@bufbuild/cel';
import { pathMatcher } from '@cm/core';
import { checkRule, type RuleExpression, RuleProblem } from './check-rule.ts';
import { type RuleScope, toCel } from './rule-type.ts';

/** Whether the rule is kept. Anything but CEL's `true` is a no, an error too. */
export type Rule = (values: Readonly<Record<string, unknown>>) => 'kept' | 'broken' | 'error';

const MAX_LENGTH = 1000;
const MAX_BRACKETS = 16;

const texts = listType(CelScalar.STRING);

const MAX_MATCHERS = 64;
const matchers = new Map<string, (path: string) => boolean>();

/** Making a matcher costs far more than using it, and an article's globs stay the same. */
function matcherFor(globs: readonly string[]): (path: string) => boolean {
  const key = JSON.stringify(globs);
  const matcher = matchers.get(key) ?? pathMatcher(globs);
  if (matchers.size >= MAX_MATCHERS) matchers.clear();
  matchers.set(key, matcher);
  return matcher;
}

/** `touches(paths, globs)`: true if a glob names one of the paths. */
const touches = celFunc('touches', [texts, texts], CelScalar.BOOL, (paths, globs) => {
  const matches = matcherFor([...globs].map(String));
  return [...paths].some((path) => matches(String(path)));
});

const environment = celEnv({ funcs: [touches] });

/**
 * Reads a rule and checks it against the facts and parameters that it may use.
 * @throws {RuleProblem} in words for its author.
 */
export function compileRule(source: string, scope: RuleScope): Rule {
  const expression = parseRule(source);
  checkRule(expression, scope);
  return planRule(expression, scope);
}

/** @throws {RuleProblem} */
export function parseRule(source: string): RuleExpression {
  if (source.length > MAX_LENGTH) throw new RuleProblem(`the rule is longer than ${MAX_LENGTH} characters: split the article`);
  let open = 0;
  for (const character of source) {
    if ('([{'.includes(character)) open += 1;
    if (')]}'.includes(character)) open -= 1;
    if (open > MAX_BRACKETS) throw new RuleProblem(`the rule has brackets nested more than ${MAX_BRACKETS} deep`);
  }
  try {
    return parse(source).expr;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new RuleProblem(`the rule is not CEL: ${error.message.replace('<input>:', '')}`, { cause: error });
  }
}

/** The rule as a function. `expression` must have been checked. */
export function planRule(expression: RuleExpression, scope: RuleScope): Rule {
  const run = plan(environment, expression) as (values: Record<string, unknown>) => unknown;
  return (values) => {
    try {
      const result = run(Object.fromEntries([...scope].map(([name, type]) => [name, toCel(values[name], type)])));
      return result === true ? 'kept' : result === false ? 'broken' : 'error';
    } catch {
      // Whatever went wrong in the evaluator, the answer is no.
      return 'error';
    }
  };
}
