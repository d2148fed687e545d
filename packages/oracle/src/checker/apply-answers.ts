import type { Connection } from '../database/open-index.ts';
import { CONFIDENCE, isTestFile } from '../link/link-file.ts';
import type { EdgeType } from '../words.ts';
import type { Answer } from './checker-words.ts';

interface Target {
  id: number;
  type: string;
}

/** Puts what the checker said in the place of what was not known or was less sure. */
export class AnswerWriter {
  private readonly db: Connection;

  constructor(db: Connection) {
    this.db = db;
  }

  apply(path: string, answers: readonly Answer[]): void {
    const tests = isTestFile(path) ? this.testsAround(path) : null;
    for (const answer of answers) {
      const targets: (Target & { path: string })[] = [];
      for (const target of answer.targets) {
        const node = target === null ? undefined : this.nodeAt(target.path, target.name, target.line);
        if (target !== null && node !== undefined) targets.push({ ...node, path: target.path });
      }
      // It leads into the repository, to what has no row: that is still not known.
      const isTold = answer.complete && (targets.length > 0 || answer.targets.includes(null));
      if (isTold) this.forget(answer, targets);
      for (const target of targets) {
        const type: EdgeType = answer.isNew && target.type === 'class' ? 'instantiates' : 'calls';
        this.put(answer.source, target.id, type, answer);
        const test = tests === null || isTestFile(target.path) ? undefined : tests(answer.source);
        if (test !== undefined) this.put(test, target.id, 'tests', answer);
      }
    }
  }

  private nodeAt(path: string, name: string, line: number): Target | undefined {
    return this.db
      .prepare(
        `select id, type from nodes where path = ? and name = ? and start_line <= ? and end_line >= ? and type <> 'test'
         order by start_line desc, end_line, id limit 1`,
      )
      .get(path, name, line, line) as Target | undefined;
  }

  /** Drops the question, and guesses that turned out wrong. */
  private forget({ source, name }: Answer, targets: readonly Target[]): void {
    this.db.prepare(`delete from unresolved where source_id = ? and name = ? and type = 'calls'`).run(source, name);
    const guesses = this.db
      .prepare(
        `select edges.id, target_id from edges join nodes on nodes.id = target_id
         where source_id = ? and nodes.name = ? and tier = 'flow' and edges.type in ('calls', 'instantiates')`,
      )
      .all(source, name) as { id: number; target_id: number }[];
    for (const guess of guesses)
      if (!targets.some((target) => target.id === guess.target_id))
        this.db.prepare('delete from edges where id = ?').run(guess.id);
  }

  private put(source: number, target: number, type: EdgeType, answer: Answer): void {
    const known = this.db
      .prepare('select id, confidence from edges where source_id = ? and target_id = ? and type = ?')
      .get(source, target, type) as { id: number; confidence: number } | undefined;
    if (known !== undefined && known.confidence > CONFIDENCE.flow) return;
    if (known !== undefined) this.db.prepare('delete from edges where id = ?').run(known.id);
    this.db
      .prepare('insert into edges (source_id, target_id, type, tier, confidence, evidence, line) values (?, ?, ?, ?, ?, ?, ?)')
      .run(source, target, type, 'checker', CONFIDENCE.checker, answer.evidence, answer.line);
  }

  /** For a symbol of a file the test that it is written in. */
  private testsAround(path: string): (id: number) => number | undefined {
    const rows = this.db.prepare('select id, parent_id, type from nodes where path = ?').all(path) as {
      id: number;
      parent_id: number | null;
      type: string;
    }[];
    const byId = new Map(rows.map((row) => [row.id, row]));
    return (id) => {
      let at = byId.get(id);
      while (at !== undefined && at.type !== 'test') at = at.parent_id === null ? undefined : byId.get(at.parent_id);
      return at?.id;
    };
  }
}
