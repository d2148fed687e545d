import { CmError, ExitCode } from './errors.ts';
import { renderError } from './render-error.ts';

const known = new CmError('no tests were found', {
  code: 'CM_NO_TESTS',
  hint: 'add one',
  exitCode: ExitCode.usage,
  cause: new Error('inner'),
});

describe('renderError', () => {
  it('prints a known error as a sentence and a way out', () => {
    expect(renderError(known)).toEqual({ exitCode: 2, text: 'Error CM_NO_TESTS: no tests were found\n  add one\n' });
  });

  it('prints its stack and its causes when asked to', () => {
    const { text } = renderError(known, { stack: true });
    expect(text).toContain('render-error.test');
    expect(text).toContain('caused by: Error: inner');
  });

  it('prints anything else as a bug, with how to report it', () => {
    for (const error of [new TypeError('x is undefined'), 'a text', null, undefined, 7]) {
      const { text, exitCode } = renderError(error);
      expect(exitCode).toBe(70);
      expect(text).toMatch(/^This is a bug in Code Monkeys: .*\n {2}Please open an issue .*cm doctor/);
    }
    expect(renderError(new TypeError('x is undefined')).text).toContain('TypeError: x is undefined\n    at ');
  });

  it('tells what the system refuses from a bug', () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write '/x'"), { code: 'ENOSPC' });
    const { text, exitCode } = renderError(full);
    expect(exitCode).toBe(2);
    expect(text).toBe(
      "Error CM_DISK_FULL: ENOSPC: no space left on device, write '/x'\n  make room, then run the command again; what was acknowledged is kept\n",
    );
  });

  it('ends with 130 when a person stopped it', () => {
    expect(renderError(AbortSignal.abort().reason).exitCode).toBe(130);
  });

  it('prints one line of JSON for programs', () => {
    const { text, exitCode } = renderError(known, { json: true });
    expect(exitCode).toBe(2);
    expect(text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      error: { code: 'CM_NO_TESTS', message: 'no tests were found', hint: 'add one', exitCode: 2 },
    });
  });

  it.each([
    ['EACCES', 'CM_NOT_PERMITTED'],
    ['EPERM', 'CM_NOT_PERMITTED'],
    ['EROFS', 'CM_NOT_PERMITTED'],
    ['EMFILE', 'CM_TOO_MANY_FILES'],
  ])('takes %s for something that the person has to mend', (system, code) => {
    const refused = Object.assign(new Error(`${system}: not allowed, open '/x'`), { code: system });
    expect(renderError(refused)).toMatchObject({ exitCode: 2, text: expect.stringContaining(`Error ${code}: ${system}`) });
  });

  it('shows the control characters of what it quotes as what they are', () => {
    const hostile = new CmError('no \u001b[2J\u009b31m\u202efile\r', { code: 'CM_X', hint: '\u0007\u0000' });
    expect(renderError(hostile).text).toBe('Error CM_X: no \\x1b[2J\\x9b31m\\u202efile\\x0d\n  \\x07\\x00\n');
    expect(renderError(hostile, { json: true }).text).toMatch(/^[\u0020-\u007e]*\n$/);
  });
});
