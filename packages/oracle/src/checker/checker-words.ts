/** What a file is asked: calls of which names, in which of its symbols. */
export interface FileQuestions {
  path: string;
  /** All symbols of the file: number, first and last line. */
  symbols: [id: number, startLine: number, endLine: number][];
  questions: [source: number, name: string][];
}

/** Where a call leads: null to what is not in the repository. */
export type CallTarget = { path: string; name: string; line: number } | null;

export interface Answer {
  /** Number of the symbol that was asked about, and the name that it calls. */
  source: number;
  name: string;
  targets: CallTarget[];
  /** The first place, and what is written there. */
  line: number;
  evidence: string;
  isNew: boolean;
  /** Whether all calls of this name in this symbol were told. */
  complete: boolean;
}

/** A file as the checker's thread is told of it. */
export interface ProgramFile {
  path: string;
  sha256: string;
  resolved: Readonly<Record<string, string | null>>;
}

export interface CheckerJob {
  root: string;
  files: ProgramFile[];
  asked: FileQuestions[];
}

export type CheckerReply = { path: string; answers: Answer[] } | { changed: string } | { done: true };
