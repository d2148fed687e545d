import { jestAdapter } from './javascript/jest-suite.ts';
import { nodeTestAdapter } from './javascript/node-test-suite.ts';
import { tscAdapter } from './javascript/tsc-suite.ts';
import { vitestAdapter } from './javascript/vitest-suite.ts';
import { pytestAdapter } from './python/pytest-suite.ts';
import type { Suite, SuiteAdapter } from './suite.ts';

/** Every framework that heal reads. Adding one: one file, one line. */
const adapters: readonly SuiteAdapter[] = [pytestAdapter, vitestAdapter, jestAdapter, nodeTestAdapter, tscAdapter];

export function adapterOf(suite: Suite): SuiteAdapter {
  const adapter = adapters.find((each) => each.framework === suite.framework);
  if (adapter === undefined) throw new Error(`no adapter for ${suite.framework}`);
  return adapter;
}

/** The suites in a tree, of all frameworks, in the order of the list above. */
export async function detectSuites(root: string, files: readonly string[]): Promise<Suite[]> {
  const found = await Promise.all(adapters.map((adapter) => adapter.detect(root, files)));
  return found.flat();
}

/** True for a file that no repair may touch, whichever framework says so. */
export function isProtected(path: string): boolean {
  return adapters.some((adapter) => adapter.isProtected(path));
}
