import { createColors } from 'picocolors';

export { printable } from '@cm/core';

type Colors = ReturnType<typeof createColors>;

/** Where people are told things: lines that stay, and one line that changes while something is going on. */
export interface Terminal {
  /** For what is written here, to people. */
  readonly colors: Colors;
  /** For data on stdout, which may go into a pipe while people watch a terminal. */
  readonly dataColors: Colors;
  /** Columns to write in. */
  readonly width: number;
  /** A line that stays. Nothing with `--json`. */
  line(text?: string): void;
  /** Replaces the changing line. Without a terminal, a new text is a line of its own, one that only counts on at most every 10 s. */
  progress(text: string): void;
  endProgress(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 90;
/** In a log, a count that goes on is not worth a line each time. */
const COUNT_EVERY_MS = 10_000;

/** What a terminal writes on; `isTTY` and `columns` are absent off a terminal. */
export interface TerminalStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface TerminalOptions {
  /** For people; stderr by default. */
  stream?: TerminalStream;
  /** Where commands write data; stdout by default. Only asked whether it is a terminal. */
  data?: Pick<TerminalStream, 'isTTY'>;
  /** Says nothing: with `--json`, a program reads. */
  silent: boolean;
  /** What the person asked for; without it, what `wantsColor` says. */
  color?: boolean | undefined;
  env?: Readonly<Record<string, string | undefined>>;
}

export function openTerminal(options: TerminalOptions): Terminal {
  const { stream = process.stderr, data = process.stdout, silent, color, env = process.env } = options;
  const interactive = stream.isTTY === true && !silent;
  const colors = createColors(color ?? wantsColor(interactive, env));
  let current: string | undefined;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  let lastWords = '';
  let saidAt = Number.NEGATIVE_INFINITY;
  const width = stream.columns ?? 100;

  const erase = () => {
    if (current !== undefined && interactive) stream.write('\r\u001b[2K');
  };
  const draw = () => {
    if (current === undefined) return;
    frame = (frame + 1) % FRAMES.length;
    stream.write(`\r\u001b[2K${colors.cyan(FRAMES[frame] ?? '')} ${current.slice(0, width - 3)}`);
  };
  const endProgress = () => {
    erase();
    current = undefined;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    colors,
    dataColors: createColors(!silent && (color ?? wantsColor(data.isTTY === true, env))),
    width,
    endProgress,
    line: (text = '') => {
      if (silent) return;
      const going = current;
      erase();
      stream.write(`${text}\n`);
      if (going !== undefined && interactive) draw();
    },
    progress: (text) => {
      if (silent || text === current) return;
      current = text;
      if (!interactive) {
        const words = text.replace(/[\d.]+/g, '');
        if (words === lastWords && performance.now() - saidAt < COUNT_EVERY_MS) return;
        lastWords = words;
        saidAt = performance.now();
        stream.write(`· ${text}\n`);
        return;
      }
      timer ??= setInterval(draw, FRAME_MS).unref();
      draw();
    },
  };
}

/** NO_COLOR wins (no-color.org), then FORCE_COLOR (`0` and `false` mean no), then whether somebody looks at a terminal that can. */
function wantsColor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
