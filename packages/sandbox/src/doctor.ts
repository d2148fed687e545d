import { findToolchain } from './find-toolchain.ts';
import { probeSandboxes } from './open-sandbox.ts';
import type { Sandbox } from './sandbox.ts';

export interface DoctorReport {
  sandboxes: { kind: Sandbox['kind']; works: boolean; detail: string }[];
  toolchains: { name: string; version?: string; executable?: string }[];
  /** What to do about what is missing. */
  hints: string[];
}

const TOOLS = ['python', 'node', 'git', 'npm', 'pnpm', 'yarn', 'ruff', 'eslint', 'tsc', 'go', 'cargo', 'java'];

/** Looks at this machine: which sandboxes work, which toolchains tests would get. */
export async function doctor({ root }: { root: string }): Promise<DoctorReport> {
  const [sandboxes, toolchains] = await Promise.all([
    probeSandboxes(),
    Promise.all(
      TOOLS.map(async (name) => {
        const found = await findToolchain(name, { root, env: process.env });
        return { name, ...(found?.version === undefined ? {} : { version: found.version }), ...(found === undefined ? {} : { executable: found.executable }) };
      }),
    ),
  ]);
  const hints: string[] = [];
  const missing = (name: string) => toolchains.every((tool) => tool.name !== name || tool.executable === undefined);
  if (!sandboxes.some((sandbox) => sandbox.works)) hints.push('no sandbox works: install bubblewrap (apt install bubblewrap), or allow user namespaces');
  else if (!sandboxes.some((sandbox) => sandbox.kind === 'bubblewrap' && sandbox.works) && process.platform === 'linux') hints.push('bubblewrap is the better sandbox: apt install bubblewrap');
  if (missing('python')) hints.push('without python3, repositories tested by pytest cannot be healed');
  if (missing('ruff')) hints.push('with ruff (pip install ruff), its safe fixes are tried on Python');
  return { sandboxes, toolchains, hints };
}
