import type { Article, Enforcement } from './article.ts';

/** What one article said. `error`: its rule could not be evaluated, which counts as no. */
export interface Evaluation {
  article: string;
  title: string;
  enforcement: Enforcement;
  result: 'kept' | 'broken' | 'error';
  message: string;
}

/** What the constitution says of one action on its facts, and why. */
export interface Decision {
  action: string;
  outcome: 'allow' | 'warn' | 'approve' | 'deny';
  /** The articles that apply, in the order of the constitution. */
  evaluations: Evaluation[];
  /** The id of the article that decided; null when everything was kept, or when no article could be asked. */
  deciding: string | null;
  /** A copy of the facts, complete and of the declared types, or empty when they were not. */
  facts: Record<string, unknown>;
  /** The names of the facts that the record of this decision must hold. */
  audit: string[];
  /** SHA-256 of the constitution. */
  constitutionHash: string;
  message: string;
  hint: string;
}

/** A decision from what the articles said: the strongest of those that were not kept decides, and an error is always a denial. */
export function weigh(
  action: string,
  facts: Record<string, unknown>,
  asked: readonly { article: Article; result: Evaluation['result'] }[],
  constitutionHash: string,
): Decision {
  const evaluations = asked.map(({ article: { id, title, enforcement, message }, result }) => ({
    article: id,
    title,
    enforcement,
    result,
    message,
  }));
  const audit = [...new Set(asked.flatMap(({ article }) => article.audit))].sort();
  const [worst] = asked.filter(({ result }) => result !== 'kept').sort((a, b) => severity(b) - severity(a));
  const basis = { action, evaluations, facts, audit, constitutionHash };
  if (worst === undefined)
    return { ...basis, outcome: 'allow', deciding: null, message: 'Every article that applies is kept.', hint: '' };
  const { article, result } = worst;
  const { id, title, hint, enforcement } = article;
  const message = `Article ${id} (${title}): ${result === 'error' ? 'its rule could not be evaluated.' : article.message}`;
  const outcome = result === 'error' ? 'deny' : enforcement === 'audit' ? 'allow' : enforcement;
  return { ...basis, outcome, deciding: id, message, hint };
}

/** A denial without an article: the action or its facts are not ones that can be decided on. */
export function undecidable(action: string, message: string, hint: string, constitutionHash: string): Decision {
  return { action, outcome: 'deny', evaluations: [], deciding: null, facts: {}, audit: [], constitutionHash, message, hint };
}

const SEVERITY: Readonly<Record<Enforcement, number>> = { audit: 0, warn: 1, approve: 2, deny: 3 };

function severity({ article, result }: { article: Article; result: Evaluation['result'] }): number {
  return result === 'error' ? SEVERITY.deny + 1 : SEVERITY[article.enforcement];
}
