import { createColors } from 'picocolors';

type Colors = ReturnType<typeof createColors>;

/** Where people are told things: lines that stay, and one line that changes while something is going on. */
export interface Terminal {
  readonly colors: Colors;
  /** Columns to write in. */
  readonly width: number;
  /** A line that stays. Nothing with `--json`. */
  line(text?: string): void;
  /** Replaces the changing line. Without a terminal, a new text is a line of its own. */
  progress(text: string): void;
  endProgress(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 90;

export function openTerminal(stream: NodeJS.WriteStream, silent: boolean): Terminal {
  const interactive = stream.isTTY === true && !silent;
  const colors = createColors(interactive && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb');
  let current: string | undefined;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
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
        stream.write(`· ${text}\n`);
        return;
      }
      timer ??= setInterval(draw, FRAME_MS).unref();
      draw();
    },
  };
}

/** Text from outside made fit to print: control characters, which could drive the terminal, shown as what they are. */
export function printable(text: string): string {
  return text.replace(DRIVING, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** Control characters but tab and line end, and those that turn the direction of writing. */
const DRIVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
