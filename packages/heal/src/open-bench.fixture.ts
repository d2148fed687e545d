// A red repository with everything that heal opens around it: all of it real.
import { type Constitution, loadConstitution } from '@cm/constitution';
import { openRepository, type Repository } from '@cm/git';
import { type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { openSandbox, type Sandbox } from '@cm/sandbox';
import { detectSuites, isProtected } from './adapters.ts';
import { runBaseline, type SuiteBaseline } from './baseline.ts';
import { type OpenWorkbench, openWorkbench } from './open-workbench.ts';
import type { Suite } from './suite.ts';

export interface Bench {
  made: TemporaryRepository;
  repository: Repository;
  constitution: Constitution;
  sandbox: Sandbox;
  workbench: OpenWorkbench;
  suites: Suite[];
  /** Runs every suite as it is now; what fails is repeated once. */
  baseline(): Promise<SuiteBaseline[]>;
  isProtected(path: string): boolean;
  close(): Promise<void>;
}

export async function openBench(files: Record<string, string>): Promise<Bench> {
  const made = await temporaryRepository({ files });
  const repository = await openRepository(made.path);
  const constitution = await loadConstitution();
  const sandbox = await openSandbox({ trust: true });
  const trusted = sandbox.kind === 'trusted';
  const permit = constitution.authorize('process.run', { network: false, sandbox: sandbox.kind, trusted, purpose: 'test' });
  const commit = repository.head.commit;
  const workbench = await openWorkbench({ repository, commit, sandbox, permit, limits: {} });
  const suites = await detectSuites(workbench.root, await workbench.worktree.listFiles());
  return {
    made,
    repository,
    constitution,
    sandbox,
    workbench,
    suites,
    baseline: () => runBaseline(workbench, suites, { repeat: 1, timeoutMs: 60_000, onProgress: () => undefined }),
    isProtected: (path) => isProtected(path) || path === 'prices.lock',
    close: async () => {
      await workbench.close();
      made.remove();
    },
  };
}

/** `left` adds where it should take away, and one test of three says so. `prices.lock` stands for a protected file that no test reads. */
export const RED_STOCK: Record<string, string> = {
  'package.json': '{ "name": "stock", "type": "module", "scripts": { "test": "node --test" } }\n',
  'prices.lock': '1\n',
  'stock.js':
    'export const CASES = [1, 2];\nexport function left(stock, taken) {\n  return stock + taken;\n}\nexport function twice(n) {\n  return n * 2;\n}\n',
  'stock.test.js': `import assert from 'node:assert';
import { test } from 'node:test';
import { CASES, left, twice } from './stock.js';

test('left', () => assert.equal(left(3, 1), 2));
for (const n of CASES) test(\`twice \${n}\`, () => assert.equal(twice(n), n + n));
`,
};

/** The repair. */
export const GREEN_STOCK = (RED_STOCK['stock.js'] as string).replace('stock + taken', 'stock - taken');
