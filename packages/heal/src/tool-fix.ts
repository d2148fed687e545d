/** A repair proposed by a compiler or linter: whole new texts of files. */
export interface ToolFix {
  /** The fix's own name, e.g. `spelling`. */
  name: string;
  description: string;
  /** New text of each file, by path relative to the repository's root. */
  texts: ReadonlyMap<string, string>;
}
