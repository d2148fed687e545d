import type { Answers } from '../answers.ts';

const QUESTIONS = Object.keys({
  search: true,
  node: true,
  symbolAt: true,
  enclosing: true,
  outline: true,
  testsOf: true,
  unresolvedIn: true,
  definition: true,
  symbol: true,
  symbols: true,
  references: true,
  callers: true,
  callees: true,
  path: true,
  impact: true,
  map: true,
  context: true,
  files: true,
  hotSpots: true,
  cycles: true,
  deadExports: true,
  communities: true,
  source: true,
  coChanges: true,
  graph: true,
  scip: true,
  state: true,
  at: true,
} satisfies Record<keyof Answers, true>) as (keyof Answers)[];

/** All questions, put to what `load` brings. A scan asks none, and the query builder takes longer to load than a small scan takes. */
export function answerLater(load: () => Promise<Answers>): Answers {
  const later =
    (name: keyof Answers) =>
    async (...question: unknown[]) => {
      const answers = await load();
      return (answers[name] as (...question: unknown[]) => unknown).apply(answers, question);
    };
  return Object.fromEntries(QUESTIONS.map((name) => [name, later(name)])) as unknown as Answers;
}
