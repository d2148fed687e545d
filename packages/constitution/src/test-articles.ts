import { ordinaryFacts } from './actions.ts';
import type { Article, Example } from './article.ts';
import type { Rule } from './compile-rule.ts';
import { paramValues } from './decide.ts';

export interface ExampleResult {
  article: string;
  example: string;
  expected: Example['expect'];
  got: Example['expect'];
  passed: boolean;
}

/** Runs every article's examples against its text as it was written, before amendments. */
export function testArticles({ articles }: { readonly articles: readonly Article[] }): ExampleResult[] {
  return articles.flatMap((article) =>
    article.declared.examples.map((example) => {
      const got = runExample(article, example);
      return { article: article.id, example: example.name, expected: example.expect, got, passed: got === example.expect };
    }),
  );
}

/** What an article's rule makes of one example. An error counts as a denial. */
export function runExample(
  { declared, check }: { declared: Article['declared']; check: Rule },
  example: Example,
): Example['expect'] {
  const { action = declared.actions[0]!, facts, params } = example;
  const result = check({ ...ordinaryFacts[action], ...facts, ...paramValues(declared), ...params });
  if (result === 'kept') return 'allow';
  return result === 'broken' ? declared.enforcement : 'deny';
}
