// Whether changed JavaScript and TypeScript still compiles.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suite } from '../suite.ts';
import { loadSyntax } from '../syntax/load-syntax.ts';
import { walk } from '../syntax/syntax-node.ts';
import type { Workbench } from '../workbench.ts';
import { tscAdapter } from './tsc-suite.ts';

export interface CompileCheck {
  /** How many syntax errors each path has; paths in other languages have none. */
  syntaxErrors: ReadonlyMap<string, number>;
  /** The compiler's words for each path with type errors; empty where there is no compiler. */
  typeErrors: ReadonlyMap<string, string>;
}

/**
 * Looks at the files as they stand in the copy: call it before and after a change, and compare. `suites` are those that
 * `tscAdapter.detect` found; without any, types are not looked at.
 */
export async function compileCheck(
  workbench: Workbench,
  paths: readonly string[],
  suites: readonly Suite[],
  timeoutMs: number,
): Promise<CompileCheck> {
  const syntax = await loadSyntax();
  const syntaxErrors = new Map<string, number>();
  for (const path of paths) {
    const tree = syntax.parse(path, await readFile(join(workbench.root, path), 'utf8'));
    syntaxErrors.set(path, tree === undefined ? 0 : [...walk(tree.root)].filter((node) => node.type === 'ERROR').length);
  }
  const typeErrors = new Map<string, string>();
  for (const suite of suites) {
    const report = await tscAdapter.run(workbench, suite, { timeoutMs });
    for (const { file, failure } of report.tests)
      if (failure !== undefined && paths.includes(file)) typeErrors.set(file, failure.message);
  }
  return { syntaxErrors, typeErrors };
}

/** The paths that compile worse after than before. */
export function worsened(before: CompileCheck, after: CompileCheck): string[] {
  const paths = new Set([...after.syntaxErrors.keys(), ...after.typeErrors.keys()]);
  return [...paths].filter((path) => {
    if ((after.syntaxErrors.get(path) ?? 0) > (before.syntaxErrors.get(path) ?? 0)) return true;
    const known = new Set((before.typeErrors.get(path) ?? '').split('\n').map(withoutPlace));
    return (after.typeErrors.get(path) ?? '')
      .split('\n')
      .map(withoutPlace)
      .some((line) => line !== '' && !known.has(line));
  });
}

function withoutPlace(line: string): string {
  return line.replace(/\(\d+,\d+\)/, '');
}
