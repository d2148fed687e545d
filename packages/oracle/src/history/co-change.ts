import type { CoChange } from '../answers.ts';

/** Which files each commit touched, the newest first. Paths are relative to the oracle's root. */
export interface CommitLog {
  /** The commit it was read from. */
  head: string;
  /** `files` are indexes into `paths`; `message` is empty where it is not known. Only commits that touch something below the root are here. */
  commits: { at: number; files: number[]; message: string }[];
  paths: string[];
}

/** A commit that touches more says nothing about what belongs together: a reformatting, a move of everything. */
const LARGEST_COMMIT = 30;
const FEWEST_TOGETHER = 2;
/** Commits that are added to the number when a part of it is taken: 2 of 2 says less than 20 of 20. */
const DOUBT = 2;

/** The files that changed together with one, the likeliest first. */
export function coChangesOf(log: CommitLog, path: string): CoChange[] {
  const wanted = log.paths.indexOf(path);
  if (wanted < 0) return [];
  let commits = 0;
  const together = new Map<number, number>();
  for (const { files } of log.commits) {
    if (files.length > LARGEST_COMMIT || !files.includes(wanted)) continue;
    commits++;
    for (const file of files) if (file !== wanted) together.set(file, (together.get(file) ?? 0) + 1);
  }
  return [...together]
    .filter(([, count]) => count >= FEWEST_TOGETHER)
    .map(([file, count]) => ({
      path: log.paths[file]!,
      with: path,
      together: count,
      commits,
      probability: Math.round((count / (commits + DOUBT)) * 1e4) / 1e4,
    }))
    .sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1));
}

/** How many commits touched each file. */
export function churnOf(log: CommitLog): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { files } of log.commits)
    for (const file of files) counts.set(log.paths[file]!, (counts.get(log.paths[file]!) ?? 0) + 1);
  return counts;
}
