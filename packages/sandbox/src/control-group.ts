import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '@cm/core';
import type { Limits } from './sandbox.ts';

/** A control group of the kernel's that holds one command: the one way to bound processes and memory that nothing escapes. */
export interface ControlGroup {
  /** Files into which a process writes its id to be bound. */
  readonly joinFiles: readonly string[];
  /** Which limit was met so far. */
  hit(): 'memory' | 'processes' | undefined;
  remove(): void;
}

const ROOT = '/sys/fs/cgroup';
let counter = 0;
/** The sandbox's own programs are in the group too. */
const OWN_PROCESSES = 8;

/** Makes a control group, or returns undefined where this process may not (then limits are watched instead). */
export function makeControlGroup(limits: Limits): ControlGroup | undefined {
  const name = `cm-${process.pid}-${++counter}`;
  return existsSync(join(ROOT, 'cgroup.controllers')) ? makeUnified(name, limits) : makeLegacy(name, limits);
}

/** cgroup v2: only where the controllers are handed down to us. */
function makeUnified(name: string, limits: Limits): ControlGroup | undefined {
  const folder = join(ROOT, name);
  const settings = { 'memory.max': limits.memoryBytes, 'memory.swap.max': 0, 'pids.max': limits.processes + OWN_PROCESSES };
  if (!makeGroup(folder, settings)) return undefined;
  return {
    joinFiles: [join(folder, 'cgroup.procs')],
    hit: () =>
      counted(folder, 'memory.events', 'oom_kill') ? 'memory' : counted(folder, 'pids.events', 'max') ? 'processes' : undefined,
    remove: () => removeGroup(folder),
  };
}

/** cgroup v1: one group in each controller's own tree. */
function makeLegacy(name: string, limits: Limits): ControlGroup | undefined {
  const memory = join(ROOT, 'memory', name);
  const pids = join(ROOT, 'pids', name);
  if (!existsSync(join(ROOT, 'memory')) || !existsSync(join(ROOT, 'pids'))) return undefined;
  if (!makeGroup(pids, { 'pids.max': limits.processes + OWN_PROCESSES })) return undefined;
  if (!makeGroup(memory, { 'memory.limit_in_bytes': limits.memoryBytes })) {
    removeGroup(pids);
    return undefined;
  }
  return {
    joinFiles: [join(memory, 'cgroup.procs'), join(pids, 'cgroup.procs')],
    hit: () =>
      counted(memory, 'memory.oom_control', 'oom_kill')
        ? 'memory'
        : counted(pids, 'pids.events', 'max')
          ? 'processes'
          : undefined,
    remove: () => {
      removeGroup(memory);
      removeGroup(pids);
    },
  };
}

function makeGroup(folder: string, settings: Record<string, number>): boolean {
  try {
    mkdirSync(folder);
    for (const [file, value] of Object.entries(settings))
      if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value));
    if (Object.keys(settings).every((file) => existsSync(join(folder, file)) || file === 'memory.swap.max')) return true;
  } catch (error) {
    // Not ours to make, or the controllers are not handed down: the caller watches instead.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  removeGroup(folder);
  return false;
}

/** True where the line `key N` of a group's file counts more than none. */
function counted(folder: string, file: string, key: string): boolean {
  try {
    const line = readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .find((each) => each.startsWith(`${key} `));
    return line !== undefined && Number(line.slice(key.length + 1)) > 0;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}

const REMOVE_TRIES = 20;
const REMOVE_WAIT_MS = 10;

/** A group can be removed once its last process is gone, which takes the kernel a moment. */
function removeGroup(folder: string, tries = REMOVE_TRIES): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // What stays is empty and harmless, and removed by the next start.
    if (isSystemError(error, 'EBUSY') && tries > 0) setTimeout(() => removeGroup(folder, tries - 1), REMOVE_WAIT_MS);
    else if (!['ENOENT', 'EBUSY', 'EACCES', 'EPERM', 'EROFS'].some((code) => isSystemError(error, code))) throw error;
  }
}

/** Removes what processes of ours left behind that were killed. */
export function removeStaleGroups(): void {
  for (const root of [ROOT, join(ROOT, 'memory'), join(ROOT, 'pids')]) {
    for (const name of existsSync(root) ? readdirSync(root) : []) {
      const owner = /^cm-(\d+)-\d+$/.exec(name)?.[1];
      if (owner !== undefined && !existsSync(join('/proc', owner))) removeGroup(join(root, name), 0);
    }
  }
}
