// A phase of its own: the one in which the network may be used, because a person said so. Install scripts never run.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CmError, ExitCode, isSystemError, type Permit, sha256 } from '@cm/core';
import { createWorktree } from '@cm/git';
import { findToolchain, type Mount, type Toolchain } from '@cm/sandbox';
import type { HealOptions } from './heal-options.ts';

interface Installer {
  /** The file that says exactly what is installed; the installed tree is kept by its hash. */
  lockfile: string;
  /** What appears in the copy, to be kept. */
  makes: string;
  program: 'npm' | 'pnpm' | 'yarn' | 'python';
  command: readonly string[];
}

/** The first whose file is there is used. Adding one: one line. */
const installers: readonly Installer[] = [
  {
    lockfile: 'pnpm-lock.yaml',
    makes: 'node_modules',
    program: 'pnpm',
    command: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
  {
    lockfile: 'yarn.lock',
    makes: 'node_modules',
    program: 'yarn',
    command: ['yarn', 'install', '--frozen-lockfile', '--ignore-scripts'],
  },
  {
    lockfile: 'package-lock.json',
    makes: 'node_modules',
    program: 'npm',
    command: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
  },
  {
    lockfile: 'package.json',
    makes: 'node_modules',
    program: 'npm',
    command: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
  },
  {
    lockfile: 'requirements.txt',
    makes: '.venv',
    program: 'python',
    command: [
      'sh',
      '-c',
      'python3 -m venv .venv && .venv/bin/python -m pip install --only-binary :all: -r requirements.txt pytest',
    ],
  },
  {
    lockfile: 'pyproject.toml',
    makes: '.venv',
    program: 'python',
    command: ['sh', '-c', 'python3 -m venv .venv && .venv/bin/python -m pip install pytest .'],
  },
];

const INSTALL_MS = 600_000;
const INSTALL_MEMORY = 4 * 1024 ** 3;
const INSTALL_FILE = 2 * 1024 ** 3;

/**
 * Installs what the repository declares, in a throwaway copy, and keeps the result under `.codemonkeys/dependencies/<hash>`.
 * @returns what to show of it, by its place in the repository; undefined where the checkout has it installed already.
 * @throws {CmError} `CM_INSTALL_FAILED`, and what the constitution says.
 */
export async function installDependencies(options: HealOptions): Promise<Map<string, string> | undefined> {
  const { repository, constitution, sandbox } = options;
  const committed = new Set(await repository.listFiles(repository.head.commit));
  const installer = installers.find((each) => committed.has(each.lockfile));
  if (installer === undefined || existsSync(join(repository.root, installer.makes))) return undefined;
  const lock = sha256(await repository.readFile(repository.head.commit, installer.lockfile));
  const kept = join(repository.root, '.codemonkeys', 'dependencies', lock.slice(0, 16), installer.makes);
  if (!existsSync(kept)) {
    const permit = constitution.authorize('dependencies.install', {
      network: true,
      sandbox: sandbox.kind,
      scripts: false,
      approved: options.install,
    });
    options.onProgress?.({ step: 'installing', folder: '', command: installer.command.join(' ') });
    await install(options, permit, installer, kept);
  }
  return new Map([[installer.makes, kept]]);
}

async function install(
  { repository, sandbox, signal }: HealOptions,
  permit: Permit,
  installer: Installer,
  kept: string,
): Promise<void> {
  const parent = dirname(dirname(kept));
  await mkdir(parent, { recursive: true });
  // Beside where it is kept, so that the result is moved and not copied.
  const copy = await createWorktree(repository, { commit: repository.head.commit, parentFolder: parent });
  try {
    const toolchains = await toolchainsFor(installer, repository.root);
    const inside = sandbox.remaps ? repository.root : copy.root;
    const result = await sandbox.run(permit, installer.command, {
      mounts: [
        ...toolchains.flatMap((toolchain): Mount[] => toolchain.mounts),
        { source: copy.root, target: inside, mode: 'rw' },
      ],
      cwd: inside,
      env: installEnvironment(toolchains),
      limits: { wallMs: INSTALL_MS, memoryBytes: INSTALL_MEMORY, fileBytes: INSTALL_FILE },
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.exitCode !== 0) throw installFailed(installer, result.stderr || result.stdout);
    await keep(join(copy.root, installer.makes), kept);
  } finally {
    await copy.remove();
    await rm(join(parent, '.npm'), { recursive: true, force: true });
  }
}

/** Moves what was installed to where it is kept. A repository that declares nothing gets nothing made, and that is kept too. */
async function keep(made: string, kept: string): Promise<void> {
  if (!existsSync(made)) {
    await mkdir(kept, { recursive: true });
    return;
  }
  await mkdir(dirname(kept), { recursive: true });
  await rename(made, kept).catch((error: unknown) => {
    // Another run of ours was quicker: what it kept has the same lockfile.
    if (!isSystemError(error, 'ENOTEMPTY') && !isSystemError(error, 'EEXIST')) throw error;
  });
}

async function toolchainsFor(installer: Installer, root: string): Promise<Toolchain[]> {
  const names = installer.program === 'python' ? ['python'] : ['node', installer.program];
  const found = await Promise.all(names.map((name) => findToolchain(name, { root, env: process.env })));
  return found.filter((toolchain) => toolchain !== undefined);
}

/** The package managers' own settings for mirrors and certificates are handed in; nothing else of the person's. */
function installEnvironment(toolchains: readonly Toolchain[]): Record<string, string> {
  const handedIn = /^(https?_proxy|no_proxy|npm_config_registry|pip_index_url|ssl_cert_file|node_extra_ca_certs|pip_cert)$/i;
  const settings = Object.fromEntries(
    Object.entries(process.env).filter(([name, value]) => handedIn.test(name) && value !== undefined),
  ) as Record<string, string>;
  const path = [
    ...new Set(toolchains.map((toolchain) => dirname(toolchain.executable))),
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
  ].join(':');
  return {
    ...settings,
    PATH: path,
    HOME: '/tmp',
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    CI: '1',
    NO_COLOR: '1',
    npm_config_cache: '/tmp/npm',
    npm_config_store_dir: '/tmp/pnpm',
  };
}

const SAID = 600;

function installFailed(installer: Installer, said: string): CmError {
  return new CmError(`the dependencies could not be installed: ${said.trim().slice(-SAID)}`, {
    code: 'CM_INSTALL_FAILED',
    hint: `run \`${installer.command.join(' ')}\` in your checkout by hand, then cm heal without --install`,
    exitCode: ExitCode.usage,
  });
}
