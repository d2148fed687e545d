import { readdirSync, readFileSync } from 'node:fs';
import type { Limits } from './sandbox.ts';

const INTERVAL_MS = 100;
const PAGE_BYTES = 4096;

/**
 * Looks at a process and its descendants every tenth of a second, and calls `onHit` when they are too many or too large.
 * The fallback where no control group can be made. Returns the function that ends it.
 */
export function watchTree(pid: number, limits: Limits, onHit: (limit: 'memory' | 'processes') => void): () => void {
  const timer = setInterval(() => {
    const { processes, bytes } = measureTree(pid, limits.processes);
    if (processes > limits.processes) onHit('processes');
    else if (bytes > limits.memoryBytes) onHit('memory');
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

function measureTree(root: number, most: number): { processes: number; bytes: number } {
  const pending = [root];
  let processes = 0;
  let bytes = 0;
  while (pending.length > 0 && processes <= most) {
    const pid = pending.pop() as number;
    processes += 1;
    bytes += residentBytes(pid);
    pending.push(...childrenOf(pid));
  }
  return { processes, bytes };
}

function residentBytes(pid: number): number {
  return Number(readProc(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * PAGE_BYTES;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => readProc(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number));
  } catch {
    // It ended while we looked.
    return [];
  }
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended while we looked.
    return '';
  }
}
