import type { HistoryCommit, HistoryOptions } from './read-history.ts';
import type { Status } from './read-status.ts';
import { runGit } from './run-git.ts';

/** A checkout of a git repository, and where it stood when it was opened. All paths are absolute and real. */
export interface Checkout {
  /** The folder that holds `.git`. */
  readonly root: string;
  /** Its own git folder; differs from `commonDir` in a linked worktree. */
  readonly gitDir: string;
  /** The git folder with the objects and branches. */
  readonly commonDir: string;
  /** Where HEAD was when the repository was opened; `branch` is null when it is detached. */
  readonly head: { readonly commit: string; readonly branch: string | null };
  /** The root's last name. */
  readonly name: string;
}

/** A checkout that can be asked. Nothing it does writes to the checkout or runs what the repository configures. */
export interface Repository extends Checkout {
  /** The regular files of a commit, without symbolic links and submodules. @throws {CmError} `CM_NO_SUCH_COMMIT`, `CM_MISSING_OBJECTS`. */
  listFiles(commit: string): Promise<string[]>;
  /** The bytes of a file as committed. @throws {CmError} `CM_NO_SUCH_FILE`, `CM_PATH_REFUSED` and those of `listFiles`. */
  readFile(commit: string, path: string): Promise<Buffer>;
  /** Which paths the newest commits touched. @throws {CmError} `CM_NO_SUCH_COMMIT`, `CM_MISSING_OBJECTS`, `CM_GIT_FAILED`. */
  history(options: HistoryOptions): Promise<HistoryCommit[]>;
  /** What of the checkout is not committed. */
  status(): Promise<Status>;
}

/** The repository's settings as git reads them, includes followed; the last value of each. Reading executes nothing. */
export async function readConfig(repository: Pick<Checkout, 'root' | 'gitDir'>): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runGit(['config', '--list', '-z'], { gitDir: repository.gitDir, workTree: repository.root });
  const settings = new Map<string, string>();
  for (const record of stdout.split('\0')) {
    const end = record.indexOf('\n');
    if (record !== '') settings.set(end < 0 ? record : record.slice(0, end), end < 0 ? 'true' : record.slice(end + 1));
  }
  return settings;
}
