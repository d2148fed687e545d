import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemporaryRepository } from '@cm/git/testing';
import { exampleRepository } from './repositories.ts';
import { type CmRun, cm, dataOf } from './run-cm.ts';

const PAGE = readFileSync(join(import.meta.dirname, '..', 'docs', 'oracle.md'), 'utf8');
const PATIENCE_MS = 120_000;
/** Cuts the network: there is not even a loopback. */
const OFFLINE = ['unshare', '--user', '--map-root-user', '--net'];

let made: TemporaryRepository;
beforeAll(async () => {
  made = await exampleRepository('python-inventory');
});
afterAll(() => made.remove());

const offline = (...args: string[]): Promise<CmRun> => cm(made.path, args, { prefix: OFFLINE });

describe('the page about the oracle', () => {
  const lines = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n'));
  const commands = lines.filter((line) => line.startsWith('cm ')).map((line) => line.replace(/\s+#.*$/, ''));

  it.each(commands)(
    '%s',
    async (command) => {
      const args = [...command.slice('cm '.length).matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      const run = await offline(...args);
      expect({ exitCode: run.exitCode, stderr: run.exitCode === 0 ? '' : run.stderr }).toEqual({ exitCode: 0, stderr: '' });
      if (args[0] !== 'scan') expect(run.stdout.trim()).not.toBe('');
    },
    PATIENCE_MS,
  );
});

describe('what programs are promised', () => {
  interface NodeShape {
    id: number;
    path: string;
    type: string;
    name: string;
    start_line: number;
    end_line: number;
  }

  it(
    'search gives an array, the best first, by meaning too',
    async () => {
      const found = dataOf<(NodeShape & { score: number; why: string })[]>(
        await offline('search', 'take items off the shelf', '--json', '--limit', '3'),
      );
      expect(found).toHaveLength(3);
      expect(found[0]).toMatchObject({ path: 'inventory/stock.py', type: 'method', name: 'ship', start_line: 13, end_line: 18 });
      for (const each of found)
        expect(each).toEqual(expect.objectContaining({ score: expect.any(Number), why: expect.any(String) }));
      expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a));
    },
    PATIENCE_MS,
  );

  it(
    'graph gives nodes and edges between them',
    async () => {
      const { nodes, edges } = dataOf<{
        nodes: NodeShape[];
        edges: { source_id: number; target_id: number; type: string; tier: string; confidence: number }[];
      }>(await offline('graph', '--format', 'json'));
      const byId = new Map(nodes.map((node) => [node.id, node]));
      const called = edges.filter(({ type }) => type === 'calls').map((edge) => byId.get(edge.target_id)?.name);
      expect(called).toEqual(expect.arrayContaining(['order_quantity', 'receive']));
      for (const { source_id, target_id, tier, confidence } of edges) {
        expect([byId.has(source_id), byId.has(target_id), typeof tier]).toEqual([true, true, 'string']);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }
    },
    PATIENCE_MS,
  );

  it(
    'impact tells certain, possible and unknown apart',
    async () => {
      type Impact = Record<'certain' | 'possible' | 'unknown', NodeShape[]>;
      const sure = dataOf<Impact>(await offline('impact', 'order_quantity', '--json'));
      expect(sure.certain[0]).toMatchObject({ path: 'inventory/reorder.py', type: 'function', name: 'to_order' });
      const unsure = dataOf<Impact>(await offline('impact', 'Stock.ship', '--json'));
      expect(unsure.possible.map(({ name }) => name)).toEqual(expect.arrayContaining(['test_ships', 'test_ships_the_last_one']));
      const unknown = dataOf<Impact>(await offline('impact', 'Stock.on_hand', '--json'));
      expect(unknown.unknown).toMatchObject([{ path: 'inventory/reorder.py', type: 'function', name: 'to_order' }]);
    },
    PATIENCE_MS,
  );

  it('changes nothing but its own folder', async () => {
    expect(await made.git('status', '--porcelain')).toBe('');
  });
});
