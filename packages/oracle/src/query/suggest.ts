import type { Finding, Suggestion, TestToRun } from '../answers.ts';
import type { CodeNode } from '../words.ts';
import { type Db, unresolvedIn } from './queries.ts';
import { isTestPath } from './test-path.ts';
import { BY_IMPORT } from './tests-to-run.ts';

const MOST_UNRESOLVED = 3;
const TESTED: ReadonlySet<CodeNode['type']> = new Set(['class', 'function', 'method']);

/** What to do next at a symbol, the most urgent first. */
export async function suggest(
  db: Db,
  around: readonly CodeNode[],
  tests: readonly TestToRun[],
  findings: readonly Finding[],
): Promise<Suggestion[]> {
  const [here] = around;
  if (here === undefined) return [];
  const { path, start_line: line } = here;
  const isInside = (other: number) => other >= here.start_line && other <= here.end_line;
  const next: Suggestion[] = findings
    .filter((finding) => finding.path === path && isInside(finding.line))
    .map((finding) => ({ kind: 'finding', text: finding.message, path, line: finding.line }));
  const documented = driftedNames(here);
  if (documented.length > 0)
    next.push({
      kind: 'drifted doc',
      text: `the docstring of ${here.qualified_name} describes ${documented.join(', ')}, which its signature does not have`,
      path,
      line,
    });
  if (
    TESTED.has(here.type) &&
    here.visibility === 'public' &&
    !isTestPath(path) &&
    tests.every(({ confidence }) => confidence <= BY_IMPORT)
  )
    next.push({ kind: 'missing test', text: `no test that is indexed reaches ${here.qualified_name}`, path, line });
  const unresolved = (await unresolvedIn(db, path)).filter((use) => isInside(use.line) && use.candidates.length > 0);
  for (const use of unresolved.slice(0, MOST_UNRESOLVED)) {
    const name = use.receiver === null || use.receiver === '?' ? use.name : `${use.receiver}.${use.name}`;
    const [only] = use.candidates;
    const means =
      use.candidates.length === 1
        ? `may mean ${only!.path}:${only!.start_line}`
        : `may mean any of ${use.candidates.length} symbols`;
    next.push({ kind: 'unresolved use', text: `${name} ${means}: an annotation would say which`, path, line: use.line });
  }
  return next;
}

/** Parameters that a docstring describes in the ways of JSDoc and Sphinx and that are not in the signature. */
export function driftedNames({ docstring, signature, type }: Pick<CodeNode, 'docstring' | 'signature' | 'type'>): string[] {
  if (docstring === null || (type !== 'function' && type !== 'method')) return [];
  // A signature that is cut, or takes whatever comes, can not be compared.
  if (signature.length >= 300 || !signature.includes('(') || /\*\*?\w|\.\.\./.test(signature)) return [];
  const jsdoc = [...docstring.matchAll(/@param\s+(?:\{[^}]*\}\s+)?\[?([\p{L}_$][\p{L}\p{N}_$]*)/gu)];
  const sphinx = [...docstring.matchAll(/^\s*:param\s+(?:[^:\s]+\s+)?([\p{L}_][\p{L}\p{N}_]*):/gmu)];
  const words = new Set(signature.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  // `{ a, b }: Options` is described under a name of the writer's choice.
  if (/\(\s*[{[]/.test(signature)) return [];
  return [...new Set([...jsdoc, ...sphinx].map(([, name]) => name!))].filter((name) => !words.has(name));
}
