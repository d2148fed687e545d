import { release } from 'node:os';
import { badCommand } from './errors.ts';
import { limitsOf } from './limits.ts';
import type { SandboxSpec } from './sandbox.ts';
import { STDERR_FD } from './wrapped.ts';

const BLOCK_BYTES = 512;
/** More than the watched limit, so that going over is seen and reported, not only refused. */
const SPARE_PROCESSES = 16;

/**
 * The command behind a shell that sets what the kernel limits by process (file size, core dumps, and for ordinary users the number
 * of processes), and behind `env -i`, so that its environment is the spec's and nothing else.
 * @throws {CmError} `CM_BAD_ARGUMENT`
 */
export function holdLimits(command: readonly string[], spec: SandboxSpec, isolated: boolean): string[] {
  check(command, spec.env);
  const { fileBytes, processes } = limitsOf(spec.limits);
  const counted = isolated && countsProcessesByNamespace();
  // dash calls it -p, bash -u.
  const count = counted
    ? `ulimit -p ${processes + SPARE_PROCESSES} 2>/dev/null || ulimit -u ${processes + SPARE_PROCESSES} 2>/dev/null; `
    : '';
  const stderr = isolated ? `exec 2>&${STDERR_FD} ${STDERR_FD}>&-; ` : '';
  const script = `${stderr}${count}ulimit -c 0 && ulimit -f ${Math.ceil(fileBytes / BLOCK_BYTES)} && exec /usr/bin/env -i "$@"`;
  return ['/bin/sh', '-c', script, 'sh', ...Object.entries(spec.env).map(([name, value]) => `${name}=${value}`), ...command];
}

/** RLIMIT_NPROC does not bind root, and before Linux 5.14 it counts what the user runs outside the sandbox too. */
function countsProcessesByNamespace(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return process.platform === 'linux' && process.getuid?.() !== 0 && (major > 5 || (major === 5 && minor >= 14));
}

function check(command: readonly string[], env: Readonly<Record<string, string>>): void {
  const program = command[0];
  if (program === undefined || program === '') throw badCommand('it is empty');
  if (program.includes('=') || program.startsWith('-'))
    throw badCommand(`${JSON.stringify(program)} is not the name of a program`);
  if ([...command, ...Object.entries(env).flat()].some((text) => text.includes('\0')))
    throw badCommand('it holds a NUL character');
  const odd = Object.keys(env).find((name) => !/^[^=-][^=]*$/.test(name));
  if (odd !== undefined) throw badCommand(`${JSON.stringify(odd)} is not the name of a variable`);
}
