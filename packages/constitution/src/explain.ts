import type { Decision, Evaluation } from './decision.ts';

const OUTCOMES: Readonly<Record<Decision['outcome'], string>> = {
  allow: 'allowed',
  warn: 'allowed, with a warning',
  approve: 'waits for approval by a person',
  deny: 'denied',
};

const MARKS: Readonly<Record<Evaluation['result'], string>> = { kept: 'kept  ', broken: 'BROKEN', error: 'ERROR ' };

const MAX_VALUE = 200;

/** A decision in lines for a person: what, on which facts, what each article said, and under which constitution. */
export function explain(decision: Decision): string[] {
  const { action, outcome, evaluations, facts, constitutionHash, message, hint } = decision;
  const width = Math.max(0, ...evaluations.map(({ article }) => article.length));
  return [
    `${action}: ${OUTCOMES[outcome]}`,
    `  ${message}`,
    ...(hint === '' ? [] : [`  ${hint}`]),
    ...section(
      'facts',
      Object.entries(facts).map(([name, value]) => `${name} = ${shortened(JSON.stringify(value))}`),
    ),
    ...section(
      'articles',
      evaluations.map(
        ({ article, title, enforcement, result }) => `${MARKS[result]} ${article.padEnd(width)} ${title} (${enforcement})`,
      ),
    ),
    `constitution ${constitutionHash}`,
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function shortened(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`;
}
