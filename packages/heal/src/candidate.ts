/** Replaces [start, end) of a file's text by `text`. Offsets are UTF-16 code units into the file decoded as UTF-8. */
export interface TextEdit {
  path: string;
  start: number;
  end: number;
  text: string;
}

/** A change worth trying. It costs a test run, not an attempt. */
export interface Candidate {
  /** SHA-256 over the edits. */
  id: string;
  edits: readonly TextEdit[];
  /** Name of the fix template, e.g. `swap-comparison`. */
  template: string;
  /** The larger the sooner: template prior times suspicion. */
  weight: number;
  /** The line it changes first. */
  path: string;
  line: number;
}

/** Applies edits to one file's text. Edits are not nested; later ones first, so that offsets hold. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}
