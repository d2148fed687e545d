#!/usr/bin/env node
// Makes a fresh checkout ready: the runtime, pnpm, and the dependencies. Plain JavaScript for Node 18 and up.
//
//   node tooling/bootstrap.mjs [--quiet]
//
// Everything comes from npm with the ordinary npm client, so a mirror or proxy set up for npm is honoured.
// Nothing is compiled and nothing is written outside the checkout, but for the package managers' own caches.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const NODE_VERSION = '24.21.0';
const OLDEST_BOOTSTRAP_MAJOR = 18;
const PNPM_VERSION = '11.28.11';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runtime = join(root, '.runtime');
const quiet = process.argv.includes('--quiet');
const windows = process.platform === 'win32';

/** Says what is going on, on stderr, so that a command's own output stays clean. */
function say(text) {
  if (!quiet) process.stderr.write(`${text}\n`);
}

/** Ends with a sentence and a way out instead of a stack. */
function fail(message, hint) {
  process.stderr.write(`error: ${message}\n  hint: ${hint}\n`);
  process.exit(2);
}

/** Runs a command with its output on our stderr; rejects with its exit code. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}

/** The npm client that belongs to the Node running this script, however it was started. */
function npmCommand() {
  const beside = join(dirname(process.execPath), windows ? 'npm.cmd' : 'npm');
  return existsSync(beside) ? beside : 'npm';
}

/** Installs one package under `.runtime/<name>` by rename, so that an interrupted download leaves nothing half made. */
async function fetchPackage(name, version) {
  const home = join(runtime, `${name}-${version}`);
  if (existsSync(home)) return home;
  mkdirSync(runtime, { recursive: true });
  const partial = `${home}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  writeFileSync(join(partial, 'package.json'), '{"private":true}\n');
  const args = [
    'install',
    '--prefix',
    partial,
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--ignore-scripts',
    '--loglevel=error',
    `${name}@${version}`,
  ];
  try {
    await run(npmCommand(), args, { cwd: partial });
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    fail(
      `could not get ${name}@${version} from npm (${error.message})`,
      'check the network, or the registry that `npm config get registry` names, and run the command again',
    );
  }
  try {
    renameSync(partial, home);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  return home;
}

/** The Node binary to use: this one where it is of the wanted major or later LTS, else one from npm's own `node` package. */
export async function ensureNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_BOOTSTRAP_MAJOR) {
    fail(
      `Node ${process.versions.node} is too old to set this up`,
      `use Node ${OLDEST_BOOTSTRAP_MAJOR} or later; the project itself runs on ${NODE_MAJOR}`,
    );
  }
  if (major === NODE_MAJOR) return process.execPath;
  const platform = windows ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  if (!existsSync(join(runtime, `${name}-${NODE_VERSION}`)))
    say(`· getting Node ${NODE_VERSION} (this is ${process.versions.node})`);
  const home = await fetchPackage(name, NODE_VERSION);
  return join(home, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
}

/** pnpm's script, to be run by the Node above. */
export async function ensurePnpm() {
  if (!existsSync(join(runtime, `pnpm-${PNPM_VERSION}`))) say(`· getting pnpm ${PNPM_VERSION}`);
  const home = await fetchPackage('pnpm', PNPM_VERSION);
  return join(home, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs');
}

/** A hash over what decides the dependency tree: the lockfile, the workspace file and every manifest. */
function dependencyHash() {
  const hash = createHash('sha256').update(`${NODE_VERSION} ${PNPM_VERSION} ${process.platform} ${process.arch}\n`);
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const folder of ['packages', 'apps']) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder)).sort()) files.push(join(folder, name, 'package.json'));
  }
  files.push(join('e2e', 'package.json'), join('bench', 'package.json'));
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** The environment in which everything of ours runs: the right Node and pnpm first on the PATH, nothing phoning home. */
export function toolEnvironment(node) {
  const bin = join(runtime, 'bin');
  const separator = windows ? ';' : ':';
  return {
    ...process.env,
    PATH: [bin, dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(separator),
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    npm_config_update_notifier: 'false',
    npm_config_manage_package_manager_versions: 'false',
  };
}

/** Puts `node` and `pnpm` where `. tooling/env.sh` and the launcher find them. */
function writeLaunchers(node, pnpm) {
  const bin = join(runtime, 'bin');
  mkdirSync(bin, { recursive: true });
  const scripts = { node: `exec "${node}" "$@"`, pnpm: `exec "${node}" "${pnpm}" "$@"` };
  for (const [name, line] of Object.entries(scripts)) {
    const path = join(bin, name);
    const text = `#!/bin/sh\n${line}\n`;
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, text, { mode: 0o755 });
    renameSync(partial, path);
  }
}

/** Everything up to installed dependencies. A second call returns in milliseconds. */
export async function bootstrap() {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
  } catch {
    fail('git was not found', 'install git (2.25 or later) and run the command again');
  }
  const node = await ensureNode();
  const pnpm = await ensurePnpm();
  writeLaunchers(node, pnpm);
  const environment = toolEnvironment(node);
  const stamp = join(root, 'node_modules', '.cm-installed');
  const wanted = dependencyHash();
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    say('· installing dependencies');
    try {
      await run(node, [pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], { env: environment });
    } catch (error) {
      fail(
        `the dependencies could not be installed (${error.message})`,
        'the lines above say why; after a change to a package.json, run `pnpm install` first',
      );
    }
    writeFileSync(stamp, wanted);
  }
  return { node, pnpm, environment };
}

if (process.argv[1] && statSync(process.argv[1]).isFile() && fileURLToPath(import.meta.url) === process.argv[1]) {
  await bootstrap();
}
