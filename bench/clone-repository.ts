// Throwaway clones of repositories, for benches that walk through their history.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Commit {
  id: string;
  parent: string;
  message: string;
  /** Changed, added and deleted files, renames as both. */
  paths: string[];
}

export interface Clone {
  path: string;
  /** Non-merge commits from the one that is checked out back, the newest first. */
  commits(limit: number): Commit[];
  checkout(commit: string): void;
  /** All that git knows or does not ignore. */
  files(): string[];
  remove(): void;
}

const RECORD = '\u001e';
const FIELD = '\u001f';

/** They say nothing to an index, and a fetched copy may lack the largest. */
const PICTURES = ['gif', 'png', 'jpg', 'jpeg', 'webp', 'mp4', 'mov', 'ico'];

/** Clones a repository, bare or not, into the system's temporary folder. */
export function cloneRepository(source: string): Clone {
  const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
  const path = join(folder, 'clone');
  git(folder, ['clone', '-q', '--no-checkout', resolve(source), path]);
  git(path, ['config', 'core.sparseCheckout', 'true']);
  writeFileSync(join(path, '.git', 'info', 'sparse-checkout'), `/*\n${PICTURES.map((end) => `!*.${end}\n`).join('')}`);
  return {
    path,
    commits: (limit) => {
      const format = `--format=${RECORD}%H${FIELD}%P${FIELD}%B${FIELD}`;
      const log = git(path, ['log', '--no-merges', '--no-renames', '--name-only', `--max-count=${limit}`, format]);
      return log
        .split(RECORD)
        .slice(1)
        .map((record) => {
          const [id = '', parent = '', message = '', names = ''] = record.split(FIELD);
          return { id, parent, message, paths: names.split('\n').filter((name) => name !== '') };
        });
    },
    checkout: (commit) => {
      git(path, ['checkout', '-q', '--force', '--detach', commit]);
    },
    files: () =>
      git(path, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
        .split('\0')
        .filter((each) => each !== ''),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function git(cwd: string, args: readonly string[]): string {
  const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false', '-c', 'advice.detachedHead=false'];
  const { status, stdout, stderr } = spawnSync('git', [...settings, ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 29 });
  if (status !== 0) throw new Error(`git ${args.join(' ').slice(0, 80)}: ${stderr}`);
  return stdout;
}
