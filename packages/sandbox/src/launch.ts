import type { Readable } from 'node:stream';
import { notSetUp } from './errors.ts';
import { OUTPUT_KILL_FACTOR } from './limits.ts';
import { readLines } from './read-lines.ts';
import type { LimitHit, SandboxProcess, SandboxResult, SandboxSpec } from './sandbox.ts';
import { supervise } from './supervise.ts';
import type { Wrapped } from './wrapped.ts';

const STDERR_KEPT = 64 * 1024;
/** How long output is still read once all processes have ended; only a process that left a `trusted` run can hold it open longer. */
const DRAIN_MS = 500;

/**
 * Runs it to its end and keeps what it wrote.
 * @throws {CmError} `CM_SANDBOX_FAILED` where the sandbox failed before the command began.
 */
export async function launch(kind: string, wrapped: Wrapped, spec: SandboxSpec): Promise<SandboxResult> {
  const { stdin, stdout, stderr, setup, limits, stop, ended } = supervise(wrapped, spec, spec.input !== undefined);
  const kept = { stdout: keepStart(stdout, limits.outputBytes, stop), stderr: keepStart(stderr, limits.outputBytes, stop) };
  const complaint = keepEnd(setup, STDERR_KEPT);
  stdin?.end(spec.input);
  const end = await ended;
  await Promise.all([drained(stdout), drained(stderr), drained(setup)]);
  failIfNotSetUp(kind, end, complaint.text());
  return {
    ...end,
    stdout: kept.stdout.text(),
    stderr: kept.stderr.text(),
    truncated: kept.stdout.truncated() || kept.stderr.truncated(),
  };
}

/** Starts it to be talked to line by line. What it writes on stdout is only read as fast as `lines` is. */
export function launchToTalk(kind: string, wrapped: Wrapped, spec: SandboxSpec): SandboxProcess {
  const { stdin, stdout, stderr, setup, stop, ended } = supervise(wrapped, spec, true);
  const kept = keepEnd(stderr, STDERR_KEPT);
  const complaint = keepEnd(setup, STDERR_KEPT);
  const finished = ended.then(async (end) => {
    await Promise.all([drained(stderr), drained(setup)]);
    failIfNotSetUp(kind, end, complaint.text());
    return { ...end, stdout: '', stderr: kept.text(), truncated: kept.truncated() };
  });
  // Whoever only reads `lines` is not asked to handle this one too.
  finished.catch(() => undefined);
  return {
    write: (line) => void (stdin?.writable && stdin.write(`${line}\n`)),
    lines: readLines(stdout, () => stop('output')),
    stderr: kept.text,
    finished,
    kill: () => stop(),
  };
}

/** After the command began, the sandbox's program is silent unless it is killed. */
function failIfNotSetUp(kind: string, end: Pick<SandboxResult, 'exitCode'>, complaint: string): void {
  const said = complaint.trim().split('\n').at(-1);
  if (end.exitCode !== null && end.exitCode !== 0 && said !== undefined && said !== '') throw notSetUp(kind, said);
}

function drained(stream: Readable | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (stream === undefined || stream.closed) return resolve();
    const timer = setTimeout(() => stream.destroy(), DRAIN_MS);
    stream.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Keeps the first `limit` bytes; far more than that ends the command. */
function keepStart(stream: Readable, limit: number, stop: (limit: LimitHit) => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < limit) chunks.push(chunk.subarray(0, limit - size));
    size += chunk.length;
    if (size > limit * OUTPUT_KILL_FACTOR) stop('output');
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), truncated: () => size > limit };
}

/** Keeps the last `limit` bytes. */
function keepEnd(stream: Readable | undefined, limit: number) {
  let kept: Buffer[] = [];
  let size = 0;
  let dropped = false;
  const shorten = () => {
    const all = Buffer.concat(kept);
    dropped ||= all.length > limit;
    kept = [all.subarray(Math.max(0, all.length - limit))];
    size = kept[0]?.length ?? 0;
  };
  stream?.on('data', (chunk: Buffer) => {
    kept.push(chunk);
    size += chunk.length;
    if (size > 2 * limit) shorten();
  });
  const text = () => {
    shorten();
    return Buffer.concat(kept).toString('utf8');
  };
  return { text, truncated: () => dropped };
}
