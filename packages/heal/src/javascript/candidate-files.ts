// Writing candidates into the copy, and taking them out again.
import { applyEdits, type Candidate } from '../candidate.ts';
import { readCopy, writeCopy } from './copy-files.ts';

/** The sources as they were when the search began. */
export class CandidateFiles {
  readonly #root: string;
  readonly #originals = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  async original(path: string): Promise<string> {
    const known = this.#originals.get(path);
    if (known !== undefined) return known;
    const text = (await readCopy(this.#root, path)).toString('utf8');
    this.#originals.set(path, text);
    return text;
  }

  /** False for a candidate whose edits don't fit the files. */
  async fits(candidate: Candidate): Promise<boolean> {
    for (const { path, start, end } of candidate.edits) {
      const { length } = await this.original(path);
      if (!(start >= 0 && start <= end && end <= length)) return false;
    }
    return candidate.edits.length > 0;
  }

  async textsOf(candidate: Candidate): Promise<Map<string, string>> {
    const texts = new Map<string, string>();
    for (const path of new Set(candidate.edits.map((edit) => edit.path))) {
      const edits = candidate.edits.filter((edit) => edit.path === path);
      texts.set(path, applyEdits(await this.original(path), edits));
    }
    return texts;
  }

  /** Writes these texts while `during` runs, and the originals after. */
  async whileWritten<Result>(texts: ReadonlyMap<string, string>, during: () => Promise<Result>): Promise<Result> {
    for (const path of texts.keys()) await this.original(path);
    try {
      for (const [path, text] of texts) await writeCopy(this.#root, path, text);
      return await during();
    } finally {
      for (const path of texts.keys()) await writeCopy(this.#root, path, await this.original(path));
    }
  }
}
