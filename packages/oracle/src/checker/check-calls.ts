import { IndexWriter } from '../database/index-writer.ts';
import { beginExclusive, type Connection } from '../database/open-index.ts';
import type { CheckerReport } from '../words.ts';
import { AnswerWriter } from './apply-answers.ts';
import { type Checkable, questionsOf, readCheckable } from './checked-files.ts';
import type { Answer, FileQuestions, ProgramFile } from './checker-words.ts';
import { importsOf } from './closure-keys.ts';
import { OUT_OF_MEMORY, runChecker } from './run-checker.ts';

export interface CheckContext {
  root: string;
  file: string;
  writer: Connection;
}

/** No more files are asked about in one program once it has this many, so that memory has a bound. */
const MOST_FILES = 4000;

/**
 * Asks the TypeScript checker where those calls lead that the index does not know, and keeps the answers with a hash of all they rest on.
 * What is answered when it is stopped stays; the rest is asked the next time.
 * @param only paths to ask about; all files unless given.
 */
export async function checkCalls(
  context: CheckContext,
  only: readonly string[] | null,
  signal: AbortSignal | undefined,
): Promise<CheckerReport> {
  const { writer: db } = context;
  const checkable = readCheckable(db);
  const known = db.prepare('select key from checked where file_id = ?').pluck();
  const asked: FileQuestions[] = [];
  for (const path of only ?? checkable.files.keys()) {
    const id = checkable.ids.get(path);
    if (id === undefined || known.get(id) !== undefined) continue;
    const questions = questionsOf(db, path, id);
    if (questions !== null) asked.push(questions);
  }
  const answered = new Map<string, Answer[]>();
  let stopped: string | null = null;
  for (const part of split(checkable, asked)) {
    for (let left = part.asked; left.length > 0; left = left.filter(({ path }) => !answered.has(path))) {
      const before = answered.size;
      const job = { root: context.root, files: part.files, asked: left };
      stopped = await runChecker(job, signal, (path, answers) => answered.set(path, answers));
      if (stopped !== OUT_OF_MEMORY || answered.size === before) break;
    }
    if (stopped === OUT_OF_MEMORY && part.asked.every(({ path }) => answered.has(path))) stopped = null;
    if (stopped !== null) break;
  }
  const report = { asked: asked.length, answered: answered.size, stopped };
  if (answered.size === 0) return report;
  await beginExclusive(context.file, db, undefined);
  try {
    keepAnswers(db, checkable, answered);
    db.exec('commit');
  } catch (error) {
    if (db.inTransaction) db.exec('rollback');
    throw error;
  }
  return report;
}

/** Another scan may have run since: what it changed is asked again. */
function keepAnswers(db: Connection, before: Checkable, answered: ReadonlyMap<string, Answer[]>): void {
  const now = readCheckable(db);
  const insert = db.prepare('insert or ignore into checked values (?, ?, ?)');
  const writer = new AnswerWriter(db);
  for (const [path, answers] of answered) {
    const key = now.keys.get(path);
    const id = now.ids.get(path);
    if (key === undefined || id === undefined || key !== before.keys.get(path) || id !== before.ids.get(path)) continue;
    if (insert.run(id, key, JSON.stringify(answers)).changes === 1) writer.apply(path, answers);
  }
  new IndexWriter(db).countTotals();
}

/** Jobs of files that are asked with all they import; each as large as the bound lets it be. */
function* split(
  checkable: Checkable,
  asked: readonly FileQuestions[],
): Generator<{ files: ProgramFile[]; asked: FileQuestions[] }> {
  const ambient = [...checkable.files.values()].filter((file) => file.ambient).map((file) => file.path);
  const begin = () => reach(checkable, ambient, new Set());
  let paths = begin();
  let part: FileQuestions[] = [];
  const job = () => ({
    asked: part,
    files: [...paths].sort().map((path): ProgramFile => {
      const { sha256, resolved } = checkable.files.get(path)!;
      return { path, sha256, resolved };
    }),
  });
  for (const questions of asked) {
    reach(checkable, [questions.path], paths);
    part.push(questions);
    if (paths.size < MOST_FILES) continue;
    yield job();
    part = [];
    paths = begin();
  }
  if (part.length > 0) yield job();
}

function reach(checkable: Checkable, from: readonly string[], found: Set<string>): Set<string> {
  const open = from.filter((path) => !found.has(path));
  for (const path of open) found.add(path);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const target of importsOf(checkable.files, path)) {
      if (found.has(target)) continue;
      found.add(target);
      open.push(target);
    }
  }
  return found;
}

/** Drops the answers that rest on what is no longer so. Gives the numbers of the files that they were about. */
export function dropOutdated(db: Connection): number[] {
  const rows = db.prepare('select file_id, key from checked').all() as { file_id: number; key: string }[];
  if (rows.length === 0) return [];
  const { ids, keys } = readCheckable(db);
  const current = new Map([...ids].map(([path, id]) => [id, keys.get(path)]));
  const outdated = rows.filter((row) => current.get(row.file_id) !== row.key).map((row) => row.file_id);
  const remove = db.prepare('delete from checked where file_id = ?');
  for (const id of outdated) remove.run(id);
  return outdated;
}

/** Puts the answers that still hold back into the links of files that were linked again. */
export function applyKept(db: Connection, linked: ReadonlyMap<number, string>): void {
  const rows = db.prepare('select file_id, answers from checked').iterate() as Iterable<{ file_id: number; answers: string }>;
  const kept = [...rows].filter((row) => linked.has(row.file_id));
  const writer = new AnswerWriter(db);
  for (const row of kept) writer.apply(linked.get(row.file_id)!, JSON.parse(row.answers) as Answer[]);
}
