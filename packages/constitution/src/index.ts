export { ACTIONS, type Action, type Facts, isAction } from './actions.ts';
export type { Amendment, Article, ArticleText, Enforcement, Example, Param } from './article.ts';
export { type Constitution, type ConstitutionOptions, loadConstitution } from './constitution.ts';
export type { Decision, Evaluation } from './decision.ts';
export { ApprovalNeededError, ConstitutionError, DeniedError } from './errors.ts';
export { explain } from './explain.ts';
export { type ExampleResult, testArticles } from './test-articles.ts';
