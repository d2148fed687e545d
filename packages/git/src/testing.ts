import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { runProcess, sha256 } from '@cm/core';
import { temporaryFolder } from '@cm/core/testing';

/** A real repository in a temporary folder, independent of the machine's git configuration. */
export interface TemporaryRepository {
  path: string;
  /** Writes the files and commits all there is. Returns the commit's full name. */
  commit(files: Record<string, string>, message: string): Promise<string>;
  /** Runs git in it and returns what it printed, without the last line end. Throws with git's words when it fails. */
  git(...args: string[]): Promise<string>;
  remove(): void;
}

export interface TemporaryRepositoryOptions {
  /** Content by path; committed first, unless there are none. */
  files?: Record<string, string>;
  objectFormat?: 'sha1' | 'sha256';
  /** The folder's name, for awkward ones. */
  name?: string;
}

/** Makes a repository on the branch `main` with one commit of the files. */
export async function temporaryRepository(options: TemporaryRepositoryOptions = {}): Promise<TemporaryRepository> {
  const folder = temporaryFolder('cm-repository');
  const path = join(realpathSync(folder.path), options.name ?? 'project');
  mkdirSync(path);
  const git = (...args: string[]) => runTestGit(path, args);
  const commit = async (files: Record<string, string>, message: string) => {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), content);
    }
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  await git('init', '--quiet', '--template=', ...(options.objectFormat === 'sha256' ? ['--object-format=sha256'] : []));
  await git('symbolic-ref', 'HEAD', 'refs/heads/main');
  await git('config', 'user.name', 'Test Person');
  await git('config', 'user.email', 'test@example.com');
  if (Object.keys(options.files ?? {}).length > 0) await commit(options.files ?? {}, 'first commit');
  return { path, commit, git, remove: folder.remove };
}

/**
 * What a checkout consists of: `mode hash` of each file and link of the working tree and of all in its git folders (index, HEAD, refs,
 * packed-refs, config, hooks, locks) but the objects. Keys are relative to `path`. Two equal snapshots: nothing was touched.
 */
export function snapshotCheckout(path: string): Record<string, string> {
  const snapshot: Record<string, string> = {};
  const link = join(path, '.git');
  const gitDirs = statSync(link).isDirectory()
    ? []
    : [
        resolve(
          path,
          readFileSync(link, 'utf8')
            .replace(/^gitdir: /, '')
            .trim(),
        ),
      ];
  for (const gitDir of gitDirs) gitDirs.push(...commonDirOf(gitDir));
  for (const root of [path, ...gitDirs]) collect(root, path, snapshot);
  return snapshot;
}

function commonDirOf(gitDir: string): string[] {
  const names = readdirSync(gitDir);
  return names.includes('commondir') ? [resolve(gitDir, readFileSync(join(gitDir, 'commondir'), 'utf8').trim())] : [];
}

function collect(folder: string, root: string, snapshot: Record<string, string>): void {
  const isGitDir = ['HEAD', 'objects', 'refs'].every((name) => readdirSync(folder).includes(name));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isDirectory() && !(isGitDir && name === 'objects')) collect(path, root, snapshot);
    const mode = stat.mode.toString(8);
    if (stat.isFile()) snapshot[relative(root, path)] = `${mode} ${sha256(readFileSync(path))}`;
    if (stat.isSymbolicLink()) snapshot[relative(root, path)] = `${mode} -> ${readlinkSync(path)}`;
  }
}

async function runTestGit(cwd: string, args: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: '/dev/null',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  const { exitCode, stdout, stderr } = await runProcess('git', ['-c', 'protocol.file.allow=always', ...args], { cwd, env });
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.replace(/\n$/, '');
}
