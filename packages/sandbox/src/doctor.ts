import { findToolchain } from './find-toolchain.ts';
import { probeSandboxes, type SandboxProbe } from './open-sandbox.ts';

export interface ToolchainReport {
  name: string;
  /** Missing where the program was not found. */
  version?: string;
  executable?: string;
  /** The folders that are shown, besides the system's, where it is used in a sandbox. */
  shows: string[];
}

export interface DoctorReport {
  sandboxes: SandboxProbe[];
  toolchains: ToolchainReport[];
  /** What to do about what is missing. */
  hints: string[];
}

const TOOLS = ['python', 'node', 'git', 'npm', 'pnpm', 'yarn', 'ruff', 'eslint', 'tsc', 'go', 'cargo', 'java'];

/** Looks at this machine: which sandboxes work, and why others don't; which toolchains tests get. */
export async function doctor({ root }: { root: string }): Promise<DoctorReport> {
  const [sandboxes, toolchains] = await Promise.all([probeSandboxes(), Promise.all(TOOLS.map((name) => report(name, root)))]);
  return { sandboxes, toolchains, hints: hintsFor(sandboxes, toolchains) };
}

async function report(name: string, root: string): Promise<ToolchainReport> {
  const found = await findToolchain(name, { root, env: process.env });
  if (found === undefined) return { name, shows: [] };
  const { executable, version, mounts } = found;
  return { name, executable, ...(version === undefined ? {} : { version }), shows: mounts.map(({ target }) => target) };
}

/** Pure: what a person can do about what was not found. */
function hintsFor(sandboxes: readonly SandboxProbe[], toolchains: readonly ToolchainReport[]): string[] {
  const hints: string[] = [];
  const works = (kind: string) => sandboxes.some((sandbox) => sandbox.kind === kind && sandbox.works);
  const missing = (name: string) => toolchains.some((tool) => tool.name === name && tool.executable === undefined);
  if (!sandboxes.some((sandbox) => sandbox.works)) {
    hints.push(
      'no sandbox works: install bubblewrap (apt install bubblewrap), and allow user namespaces (sysctl -w kernel.unprivileged_userns_clone=1; on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0)',
    );
  } else if (works('namespaces') && !works('bubblewrap')) {
    hints.push('bubblewrap starts several times faster than what is used now: apt install bubblewrap');
  }
  if (missing('python')) hints.push('without python3, repositories tested by pytest cannot be healed');
  if (missing('git')) hints.push('git is needed for everything: install it');
  if (missing('ruff')) hints.push('with ruff (pip install ruff), its safe fixes are tried on Python');
  return hints;
}
