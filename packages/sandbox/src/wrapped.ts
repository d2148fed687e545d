/** A command made ready to be started: the sandbox's own program with its arguments, then the command. */
export interface Wrapped {
  file: string;
  args: readonly string[];
  /** The environment of the sandbox's own program. The command's is in the arguments. */
  env: Record<string, string>;
  cwd: string;
  /**
   * True where there is a pid namespace: the host's id of its first process is written to `STATUS_FD`, and the command's stderr is
   * `STDERR_FD`, so that stderr itself is left to the sandbox's program, and the command can't speak in its name.
   */
  isolated: boolean;
  /** What the sandbox's program reads from `FILTER_FD`. */
  filter?: Buffer;
  /** Runs after the end. */
  cleanUp?: () => void;
}

/** Where the first process of the pid namespace is reported, as `"child-pid": N`. */
export const STATUS_FD = 3;

/** User and group of the command inside, whoever runs it outside. */
export const INNER_ID = '1000';

export const STDERR_FD = 4;

/** Where bubblewrap reads the filter for system calls. */
export const FILTER_FD = 5;
