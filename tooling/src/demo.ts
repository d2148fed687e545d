// `npm run demo`: the main job on the example repositories, in copies, from a red test to a verified commit.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root } from './paths.ts';
import { runStep } from './run-step.ts';

const PLACE = join(root, '.work', 'demo');
const CM = join(root, 'apps', 'cli', 'src', 'main.ts');
const NODE_FLAGS = ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning'];
const paint = (code: number, text: string) =>
  process.stderr.isTTY && process.env.NO_COLOR === undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
const say = (text = '') => process.stderr.write(`${text}\n`);

/** What an example needs of the machine, and how to ask whether it is there. */
const needs: Record<string, { what: string; ask: [string, string[]] }> = {
  'python-inventory': { what: 'python3 with pytest', ask: ['python3', ['-c', 'import pytest']] },
};

/** A fresh copy of an example as a git repository of its own. */
function makeRepository(example: string): string {
  const folder = join(PLACE, example);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(PLACE, { recursive: true });
  cpSync(join(root, 'examples', example), folder, { recursive: true });
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=demo', '-c', 'user.email=demo@localhost', ...args], { cwd: folder, stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=Add the example');
  return folder;
}

async function cm(folder: string, ...args: string[]): Promise<number> {
  say(`\n${paint(2, `$ cm ${args.join(' ')}`)}`);
  return runStep(process.execPath, [...NODE_FLAGS, CM, ...args, '--cwd', folder]);
}

async function heal(example: string): Promise<number> {
  const folder = makeRepository(example);
  say(`\n${paint(1, `── ${example} `)}${paint(2, `in ${folder}`)}`);
  const code = await cm(folder, 'heal');
  await cm(folder, 'audit', 'log', '--limit', '6');
  await cm(folder, 'audit', 'verify');
  return code;
}

function isMissing(example: string): boolean {
  const need = needs[example];
  if (need === undefined || spawnSync(need.ask[0], need.ask[1], { stdio: 'ignore' }).status === 0) return false;
  say(`\n${example} is left out: it needs ${need.what}, which this machine does not have`);
  return true;
}

say(paint(2, '· building the packages'));
const built = await runStep(bin('turbo'), ['run', 'build', '--output-logs=errors-only', '--no-update-notifier']);
if (built !== 0) process.exit(built);

const trust = await runStep(process.execPath, [...NODE_FLAGS, CM, 'doctor']);
if (trust !== 0) process.exit(trust);

const codes: number[] = [];
for (const example of readdirSync(join(root, 'examples')).sort()) {
  if (existsSync(join(root, 'examples', example, 'README.md')) && !isMissing(example)) codes.push(await heal(example));
}
const healed = codes.filter((code) => code === 0).length;
say(
  `\n${healed === codes.length ? paint(32, '✓') : paint(31, '✗')} ${healed} of ${codes.length} example repositories healed; they are in ${PLACE}`,
);
say('  Now yours:  ./cm heal --cwd PATH   (nothing of your checkout is changed; the result is a branch)');
process.exit(healed === codes.length ? 0 : 5);
