import { canonicalJson } from '@cm/core';
import { factSchemas, isAction } from './actions.ts';
import type { Article } from './article.ts';
import { type Decision, undecidable, weigh } from './decision.ts';

/** Decides on an action and its facts. Never throws: whatever is wrong with what it is given, the answer is a denial. */
export function decide(articles: readonly Article[], hash: string, action: string, given: unknown): Decision {
  if (!isAction(action))
    return undecidable(
      printed(action),
      'There is no such action.',
      `the actions are ${Object.keys(factSchemas).join(', ')}`,
      hash,
    );
  const read = readFacts(action, given);
  if ('problem' in read)
    return undecidable(
      action,
      `Its facts can't be decided on: ${read.problem}.`,
      'every fact must be given, of its type, and nothing else',
      hash,
    );
  const applying = articles.filter((article) => article.actions.includes(action));
  if (applying.length === 0) return undecidable(action, 'No article applies to it.', 'add an article for this action', hash);
  const asked = applying.map((article) => ({ article, result: article.check({ ...read.facts, ...paramValues(article) }) }));
  return weigh(action, read.facts, asked, hash);
}

/** The values of an article's parameters by name. */
export function paramValues({ params }: Pick<Article, 'params'>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, { value }]) => [name, value]));
}

/** A copy of the facts if they are the ones that the action is decided on. Only own members count; getters are read once. */
export function readFacts(
  action: keyof typeof factSchemas,
  given: unknown,
): { facts: Record<string, unknown> } | { problem: string } {
  try {
    if (typeof given !== 'object' || given === null) return { problem: 'there are none' };
    const result = factSchemas[action].safeParse({ ...given });
    if (result.success) return { facts: JSON.parse(canonicalJson(result.data)) as Record<string, unknown> };
    const [issue] = result.error.issues;
    return { problem: issue === undefined ? 'they are not valid' : `${issue.path.join('.') || 'facts'}: ${issue.message}` };
  } catch {
    // A getter or a proxy that throws when it is read.
    return { problem: 'they could not be read' };
  }
}

function printed(action: unknown): string {
  return typeof action === 'string' ? action.slice(0, 100) : `an action of type ${typeof action}`;
}
