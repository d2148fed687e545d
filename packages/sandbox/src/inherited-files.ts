import { openSync, readdirSync, readFileSync } from 'node:fs';

const CLOSED_ON_EXEC = 0o2000000;
let inherited: number[] | undefined;
let devNull: number | undefined;

/**
 * Open files of this process that every program it starts gets too: those its own parent left open, since Node marks what it opens
 * itself. Looked for once. Linux only: elsewhere Node closes them when it starts a program.
 */
export function inheritedFiles(): readonly number[] {
  inherited ??= process.platform === 'linux' ? readdirSync('/proc/self/fdinfo').map(Number).filter(passesOn) : [];
  return inherited;
}

function passesOn(fd: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSED_ON_EXEC) === 0;
  } catch {
    // The one that was open to list them.
    return false;
  }
}

/** /dev/null, opened once: it takes the place of inherited files in what we start. */
export function nullFile(): number {
  devNull ??= openSync('/dev/null', 'r+');
  return devNull;
}
