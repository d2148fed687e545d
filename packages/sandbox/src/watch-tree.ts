import { readdirSync, readFileSync } from 'node:fs';
import type { Limits } from './sandbox.ts';

const PAGE_BYTES = 4096;
const KIB = 1024;

/**
 * Looks at a process and its descendants: are they too many (threads count), or too large? The fallback where no control group can
 * be made; what it can't see is memory that no process has mapped, such as files in /tmp, which has a size of its own. Linux only:
 * elsewhere it sees nothing.
 */
export function watchTree(pid: number | undefined, limits: Limits): 'memory' | 'processes' | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  const pids: number[] = [];
  let threads = 0;
  let bytes = 0;
  for (const pending = [pid]; pending.length > 0; ) {
    const next = pending.pop() as number;
    const tasks = tasksOf(next);
    pids.push(next);
    threads += tasks.length;
    if (threads > limits.processes) return 'processes';
    bytes += residentBytes(next);
    for (const task of tasks) pending.push(...numbers(readProc(`/proc/${next}/task/${task}/children`)));
  }
  // What processes share is counted for each of them at first; looking closer is slow, so only when it matters.
  return bytes > limits.memoryBytes && proportionalBytes(pids) > limits.memoryBytes ? 'memory' : undefined;
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    // It ended while we looked.
    return [];
  }
}

function residentBytes(pid: number): number {
  return (numbers(readProc(`/proc/${pid}/statm`))[1] ?? 0) * PAGE_BYTES;
}

function proportionalBytes(pids: readonly number[]): number {
  const each = pids.map((pid) => {
    const found = /^Pss:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/smaps_rollup`))?.[1];
    return found === undefined ? residentBytes(pid) : Number(found) * KIB;
  });
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

function numbers(text: string): number[] {
  return text.split(' ').filter(Boolean).map(Number);
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    // It ended while we looked.
    return '';
  }
}
