import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cannotRemap } from './errors.ts';
import { holdLimits } from './hold-limits.ts';
import type { SandboxSpec } from './sandbox.ts';
import type { Wrapped } from './wrapped.ts';

/** No sandbox at all, because a person said so: only the environment is clean, /tmp is a folder of its own, and the limits hold. */
export function wrapTrusted(command: readonly string[], spec: SandboxSpec): Wrapped {
  const own = withoutRemaps(spec);
  const [file = '', ...args] = holdLimits(command, own.spec, false);
  return { file, args, env: {}, cwd: spec.cwd, isolated: false, cleanUp: own.cleanUp };
}

/** The spec with TMPDIR, and HOME where it is /tmp, in a fresh folder: for sandboxes that can't show a private /tmp. */
export function withoutRemaps(spec: SandboxSpec): { spec: SandboxSpec; temporary: string; cleanUp: () => void } {
  for (const { source, target } of spec.mounts) if (source !== target) throw cannotRemap(source, target);
  const temporary = mkdtempSync(join(tmpdir(), 'cm-private-'));
  const env = { ...spec.env, TMPDIR: temporary, ...(spec.env.HOME === '/tmp' ? { HOME: temporary } : {}) };
  return { spec: { ...spec, env }, temporary, cleanUp: () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }) };
}
