import { cannotRemap } from './errors.ts';
import { holdLimits } from './hold-limits.ts';
import type { Wrapped } from './launch.ts';
import { defaultLimits } from './limits.ts';
import type { SandboxSpec } from './sandbox.ts';

/** No sandbox at all, because a person said so: only the environment is clean, and the limits hold. */
export function wrapTrusted(command: readonly string[], spec: SandboxSpec): Wrapped {
  for (const { source, target } of spec.mounts) if (source !== target) throw cannotRemap(source);
  const [file, ...args] = holdLimits(command, { ...defaultLimits, ...spec.limits });
  return { file: file ?? '/bin/sh', args, env: { ...spec.env }, cwd: spec.cwd };
}
