import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/** The first process of a sandbox's pid namespace, as the host sees it: the namespace ends with it. */
export interface InitProcess {
  kill(): void;
  /** Resolves when it, and with it every process of the namespace, has ended. */
  gone(): Promise<void>;
}

/** Reads the id of the first process from the sandbox's program; undefined where none is reported in time. */
export async function initOf(status: Readable, withinMs: number): Promise<InitProcess | undefined> {
  const pid = await reportedPid(status, withinMs);
  const born = pid === undefined ? undefined : startOf(pid);
  if (pid === undefined || born === undefined) return undefined;
  const lives = () => startOf(pid) === born;
  return {
    kill: () => {
      if (lives()) killIfThere(pid);
    },
    gone: async () => {
      for (let waitMs = 1; lives(); waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
        killIfThere(pid);
        await wait(waitMs);
      }
    },
  };
}

const LONGEST_WAIT_MS = 50;

function reportedPid(status: Readable, withinMs: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const done = (pid?: number) => {
      clearTimeout(timer);
      resolve(pid);
      status.resume();
    };
    const timer = setTimeout(done, withinMs);
    status.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const found = /"child-pid": (\d+)[^\d]/.exec(text)?.[1];
      if (found !== undefined) done(Number(found));
    });
    status.on('error', () => done());
    status.on('close', () => done());
  });
}

/**
 * When a process began, in ticks since boot: tells it from a later one with the same id. Undefined once it has ended; the first
 * process of a namespace only becomes a zombie after all others in it are gone.
 */
function startOf(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
