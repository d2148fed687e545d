import { openTerminal, type TerminalOptions, type TerminalStream } from './terminal.ts';

/** A stream that keeps what is written. */
function recorder(isTTY: boolean, columns?: number): TerminalStream & { text(): string } {
  let written = '';
  return {
    isTTY,
    columns,
    write: (text) => {
      written += text;
    },
    text: () => written,
  };
}

function open(isTTY: boolean, more: Partial<TerminalOptions> = {}, columns?: number) {
  const stream = recorder(isTTY, columns);
  return { terminal: openTerminal({ stream, data: { isTTY }, silent: false, env: {}, ...more }), text: stream.text };
}

const CLEAR = '\r\u001b[2K';

describe('off a terminal', () => {
  it('each new text of progress is a line of its own, and none is erased', () => {
    const { terminal, text } = open(false);
    terminal.progress('one');
    terminal.progress('one');
    terminal.line('a line');
    terminal.progress('two');
    terminal.endProgress();
    terminal.line();
    expect(text()).toBe('· one\na line\n· two\n\n');
  });
});

it('off a terminal, a count that goes on does not fill the log', () => {
  const { terminal, text } = open(false);
  for (let tried = 1; tried <= 1_000; tried++) terminal.progress(`searching: ${tried} candidates tried, ${tried / 10} s`);
  terminal.progress('verifying');
  terminal.progress('searching: 1001 candidates tried, 100.1 s');
  expect(text()).toBe('· searching: 1 candidates tried, 0.1 s\n· verifying\n· searching: 1001 candidates tried, 100.1 s\n');
});

describe('on a terminal', () => {
  it('progress is one line that changes, is out of the way of lines, and is gone at the end', () => {
    const { terminal, text } = open(true, { env: { NO_COLOR: '1' } });
    terminal.progress('one');
    expect(text()).toBe(`${CLEAR}⠙ one`);
    terminal.line('a line');
    expect(text()).toBe(`${CLEAR}⠙ one${CLEAR}a line\n${CLEAR}⠹ one`);
    terminal.endProgress();
    terminal.endProgress();
    expect(text().endsWith(`⠹ one${CLEAR}`)).toBe(true);
  });

  it('progress turns while nothing is said', async () => {
    const { terminal, text } = open(true, { env: { NO_COLOR: '1' } });
    terminal.progress('waiting');
    while (!text().includes('⠼ waiting')) await new Promise((resolve) => setTimeout(resolve, 20));
    terminal.endProgress();
    const { length } = text();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(text()).toHaveLength(length);
  });

  it('progress never takes more than one line', () => {
    const { terminal, text } = open(true, { env: { NO_COLOR: '1' } }, 20);
    terminal.progress('x'.repeat(100));
    terminal.endProgress();
    expect(text()).toBe(`${CLEAR}⠙ ${'x'.repeat(17)}${CLEAR}`);
  });
});

it('with --json nothing is said, terminal or not', () => {
  for (const isTTY of [true, false]) {
    const { terminal, text } = open(isTTY, { silent: true, env: { FORCE_COLOR: '1' } });
    terminal.progress('one');
    terminal.line('a line');
    terminal.endProgress();
    expect(text()).toBe('');
    expect(terminal.dataColors.bold('x')).toBe('x');
  }
});

describe('colour', () => {
  it.each<[string, boolean, Record<string, string>, boolean]>([
    ['on a terminal', true, {}, true],
    ['off a terminal', false, {}, false],
    ['with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR, which counts for none', true, { NO_COLOR: '' }, true],
    ['on a dumb terminal', true, { TERM: 'dumb' }, false],
    ['off a terminal with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
    ['on a dumb terminal with FORCE_COLOR', true, { TERM: 'dumb', FORCE_COLOR: '3' }, true],
    ['with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['with FORCE_COLOR=false', true, { FORCE_COLOR: 'false' }, false],
    ['with both, NO_COLOR wins', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('%s', (_name, isTTY, env, colored) => {
    const { terminal } = open(isTTY, { env });
    expect(terminal.colors.red('x') !== 'x').toBe(colored);
    expect(terminal.dataColors.red('x') !== 'x').toBe(colored);
  });

  it('is what the person asks for, whatever there is', () => {
    const asked = (color: boolean, env: Record<string, string>) => open(false, { env, color }).terminal.colors.red('x') !== 'x';
    expect([asked(true, { NO_COLOR: '1' }), asked(false, { FORCE_COLOR: '1' })]).toEqual([true, false]);
  });

  it('is decided for people and for data apart, since one of them may go into a pipe', () => {
    const { terminal } = open(true, { data: { isTTY: false } });
    expect(terminal.colors.red('x')).not.toBe('x');
    expect(terminal.dataColors.red('x')).toBe('x');
  });
});
