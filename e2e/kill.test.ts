// `kill -9` of cm heal at instants spread over its whole run. CM_KILLS=200 for more of them, CM_SEED to repeat a run.
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryFolder } from '@cm/core/testing';
import { snapshotCheckout, type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { openLedger } from '@cm/ledger';
import { checkoutOf, healBranches, RED_NODE } from './repositories.ts';
import { cm, leftIn } from './run-cm.ts';

const KILLS = Number(process.env.CM_KILLS ?? 60);
const SEED = Number(process.env.CM_SEED ?? Date.now() % 1_000_000);
const LANES = 2;
/** After which a lock that git left is taken for abandoned. */
const LOCK_ABANDONED_MS = 2_100;
const PATIENCE_MS = 60_000 + KILLS * 10_000;

/** One repository in which one run after another is killed. */
interface Lane {
  made: TemporaryRepository;
  temporary: { path: string; remove(): void };
  before: Record<string, string>;
}

const lanes: Lane[] = [];
afterAll(() => {
  for (const { made, temporary } of lanes) {
    made.remove();
    temporary.remove();
  }
});

describe('kill -9 of cm heal', () => {
  it(
    `leaves the checkout as it was at ${KILLS} instants, and a next run that ends well`,
    async () => {
      while (lanes.length < LANES) lanes.push(await openLane());
      const lengths = await Promise.all(lanes.map(runWhole));
      const length = Math.max(...lengths);
      const instants = spread(KILLS, length, randomFrom(SEED));
      const tally = { killed: 0, ended: 0 };
      await Promise.all(
        lanes.map(async (lane) => {
          for (let next = instants.pop(); next !== undefined; next = instants.pop()) await killAt(lane, next, tally);
        }),
      );
      process.stderr.write(
        `seed ${SEED}: a run takes ${Math.round(length)} ms; ${tally.killed} killed, ${tally.ended} ended before\n`,
      );
      expect(tally.killed).toBeGreaterThan(KILLS / 2);
      await pause(LOCK_ABANDONED_MS);
      await Promise.all(lanes.map(runWhole));
      for (const lane of lanes) await expectNothingLeft(lane);
    },
    PATIENCE_MS,
  );
});

/** A red repository with work in progress, staged and not. */
async function openLane(): Promise<Lane> {
  const made = await temporaryRepository({ files: { ...RED_NODE, 'notes.txt': 'one\n' } });
  writeFileSync(join(made.path, 'notes.txt'), 'two\n');
  await made.git('add', 'notes.txt');
  writeFileSync(join(made.path, 'notes.txt'), 'three\n');
  writeFileSync(join(made.path, 'larger.js'), 'half writ');
  writeFileSync(join(made.path, 'untracked.txt'), 'untracked\n');
  return { made, temporary: temporaryFolder('cm-e2e-kill'), before: checkoutOf(made.path) };
}

/** Runs to the end and returns how long it took, in milliseconds. */
async function runWhole({ made, temporary, before }: Lane): Promise<number> {
  const branches = await healBranches(made);
  const started = performance.now();
  const run = await cm(made.path, ['heal'], { temporary: temporary.path });
  const length = performance.now() - started;
  expect(run).toMatchObject({ exitCode: 0 });
  expect(checkoutOf(made.path)).toEqual(before);
  expect(await healBranches(made)).toHaveLength(branches.length + 1);
  return length;
}

/** Every other time its children are killed with it, so that none can finish what it was at. */
async function killAt(lane: Lane, { number, afterMs }: Instant, tally: { killed: number; ended: number }): Promise<void> {
  const { made, temporary, before } = lane;
  let timer: NodeJS.Timeout | undefined;
  const run = await cm(made.path, ['heal'], {
    temporary: temporary.path,
    onStart: (child) => {
      timer = setTimeout(() => killGroup(child, number % 2 === 0), afterMs);
    },
  });
  clearTimeout(timer);
  tally[run.signal === 'SIGKILL' ? 'killed' : 'ended'] += 1;
  const after = withoutLocksOfOurs(checkoutOf(made.path));
  if (JSON.stringify(after) !== JSON.stringify(before))
    throw new Error(`killed after ${afterMs} ms (seed ${SEED}), the checkout has changed`);
  await expectSoundLedger(made.path);
}

/** A kill while the branch is made leaves git's own lock of that branch, which the next run clears. */
function withoutLocksOfOurs(checkout: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checkout).filter(([path]) => !/^\.git\/refs\/heads\/cm\/heal\/[^/]+\.lock$/.test(path)),
  );
}

async function expectSoundLedger(path: string): Promise<number> {
  const file = join(path, '.codemonkeys', 'ledger.db');
  if (!existsSync(file)) return 0;
  const ledger = await openLedger({ file });
  try {
    expect(await ledger.verify()).toMatchObject({ ok: true });
    return (await ledger.openIntents()).length;
  } finally {
    await ledger.close();
  }
}

async function expectNothingLeft({ made, temporary, before }: Lane): Promise<void> {
  expect(leftIn(temporary.path)).toEqual([]);
  const after = snapshotCheckout(made.path);
  expect(Object.keys(after).filter((path) => path.endsWith('.lock'))).toEqual([]);
  expect(checkoutOf(made.path)).toEqual(before);
  expect(await expectSoundLedger(made.path)).toBe(0);
  expect(await made.git('fsck', '--full', '--strict', '--no-dangling')).toBe('');
}

function killGroup(child: ChildProcess, withChildren: boolean): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  const children = withChildren ? descendantsOf(child.pid) : [];
  process.kill(-child.pid, 'SIGKILL');
  for (const pid of children) killIfThere(pid);
}

function descendantsOf(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendantsOf)];
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : [];
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended.
  }
}

interface Instant {
  number: number;
  afterMs: number;
}

/** One instant at random in each of `count` equal parts of the run, in random order. */
function spread(count: number, length: number, random: () => number): Instant[] {
  const instants = Array.from({ length: count }, (_, number) => ({
    number,
    afterMs: ((number + random()) / count) * length,
    order: random(),
  }));
  return instants.sort((a, b) => a.order - b.order);
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
