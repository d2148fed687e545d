import { globProblem } from '@cm/core';
import { factSchemas, ordinaryFacts } from './actions.ts';
import type { Article, ArticleText, Example, Param, ParamValue } from './article.ts';
import { RuleProblem } from './check-rule.ts';
import { compileRule } from './compile-rule.ts';
import { type RuleScope, type RuleType, typesOfFacts } from './rule-type.ts';

/** What is wrong with an article, and in which member of it. */
export class ArticleProblem extends Error {
  override readonly name = 'ArticleProblem';
  readonly path: readonly PropertyKey[];

  constructor(path: readonly PropertyKey[], message: string) {
    super(message);
    this.path = path;
  }
}

/**
 * Makes an article ready to decide. All of it is checked here, so that nothing can turn out wrong when it is needed.
 * @throws {ArticleProblem}
 */
export function compileArticle(text: ArticleText, origin: string): Article {
  const facts = sharedFacts(text);
  for (const [name, param] of Object.entries(text.params)) {
    if (facts.has(name)) throw new ArticleProblem(['params', name], `${name} is a fact already: give the parameter another name`);
    checkParamValue(['params', name, 'value'], param, param.value);
  }
  const scope: RuleScope = new Map([
    ...facts,
    ...Object.entries(text.params).map(([name, param]) => [name, typeOfParam(param)] as const),
  ]);
  const unknown = text.audit.find((name) => !facts.has(name));
  if (unknown !== undefined) throw new ArticleProblem(['audit'], `${unknown} is no fact of all of its actions`);
  text.examples.forEach((example, index) => void checkExample(text, example, index));
  checkBothWays(text);
  return { ...text, origin, declared: text, scope, check: compiled(text.rule, scope) };
}

function compiled(rule: string, scope: RuleScope): Article['check'] {
  try {
    return compileRule(rule, scope);
  } catch (error) {
    if (error instanceof RuleProblem) throw new ArticleProblem(['rule'], error.message);
    throw error;
  }
}

/** The facts that all actions of an article have, with the same type. */
function sharedFacts({ actions }: ArticleText): Map<string, RuleType> {
  const [first, ...others] = actions.map(typesOfFacts);
  return new Map([...first!].filter(([name, type]) => others.every((other) => other.get(name) === type)));
}

function typeOfParam({ type }: Param): RuleType {
  if (type === 'number') return 'double';
  return type === 'list' || type === 'globs' ? 'list<string>' : type;
}

/**
 * Checks that a value is one that the parameter can have.
 * @throws {ArticleProblem}
 */
export function checkParamValue(path: readonly PropertyKey[], { type }: Param, value: ParamValue): void {
  const fits = {
    int: () => Number.isSafeInteger(value),
    number: () => Number.isFinite(value),
    bool: () => typeof value === 'boolean',
    string: () => typeof value === 'string',
    list: () => Array.isArray(value),
    globs: () => Array.isArray(value),
  }[type]();
  if (!fits) throw new ArticleProblem(path, `must be of type ${type}`);
  if (type !== 'globs' || !Array.isArray(value)) return;
  for (const glob of value) {
    const problem = globProblem(glob);
    if (problem !== null) throw new ArticleProblem(path, `the glob ${JSON.stringify(glob)} ${problem}`);
  }
}

function checkExample(text: ArticleText, example: Example, index: number): void {
  const path = ['examples', index];
  const { action = text.actions[0]!, facts, params, expect } = example;
  if (!text.actions.includes(action)) throw new ArticleProblem([...path, 'action'], `the article does not apply to ${action}`);
  const result = factSchemas[action].safeParse({ ...ordinaryFacts[action], ...facts });
  const [issue] = result.error?.issues ?? [];
  if (issue) throw new ArticleProblem([...path, 'facts', ...issue.path], `${issue.path.join('.') || 'facts'}: ${issue.message}`);
  for (const [name, value] of Object.entries(params)) {
    const param = Object.hasOwn(text.params, name) ? text.params[name] : undefined;
    if (param === undefined) throw new ArticleProblem([...path, 'params', name], `${name} is no parameter of the article`);
    checkParamValue([...path, 'params', name], param, value);
  }
  if (expect !== 'allow' && expect !== text.enforcement) {
    throw new ArticleProblem([...path, 'expect'], `must be allow or, as the article enforces it, ${text.enforcement}`);
  }
}

function checkBothWays({ examples }: ArticleText): void {
  const kept = examples.filter(({ expect }) => expect === 'allow').length;
  if (kept === 0 || kept === examples.length)
    throw new ArticleProblem(['examples'], 'there must be one that is allowed and one that is not');
}
