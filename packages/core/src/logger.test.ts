import { PassThrough } from 'node:stream';
import { createLogger } from './logger.ts';
import { runProcess } from './run-process.ts';

function written(isTTY: boolean, env: Record<string, string>): string {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const logger = createLogger('heal', { stream, env });
  logger.debug({ run: 1 }, 'looked');
  logger.warn({ run: 1 }, 'found');
  return String(stream.read() ?? '');
}

describe('createLogger', () => {
  it('writes JSON where there is no terminal', () => {
    const lines = written(false, {}).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 40, name: 'heal', run: 1, msg: 'found' }),
    ]);
  });

  it('writes for people on a terminal', () => {
    expect(written(true, { NO_COLOR: '1' })).toMatch(/^\[\d\d:\d\d:\d\d\] WARN \(heal\): found\n {4}run: 1\n$/);
    expect(written(true, {})).toContain('\u001b[');
  });

  it('goes by CM_LOG', () => {
    expect(written(false, { CM_LOG: 'Debug' }).split('\n')).toHaveLength(3);
    expect(written(false, { CM_LOG: 'silent' })).toBe('');
    expect(() => written(false, { CM_LOG: 'wran' })).toThrow(
      expect.objectContaining({ code: 'CM_BAD_LOG_LEVEL', hint: expect.stringContaining('mean warn') }),
    );
  });

  it('loads what makes it pretty only for a terminal', async () => {
    const script = `
      const { createLogger } = await import(${JSON.stringify(new URL('./logger.ts', import.meta.url).href)});
      createLogger('x').warn('hello');
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(${JSON.stringify(import.meta.url)}).cache);
      console.log(loaded.some((path) => path.includes('pino-pretty')), loaded.some((path) => path.includes('pino')));`;
    const { stdout, stderr } = await runProcess(process.execPath, [
      '--conditions=@cm/source',
      '--input-type=module',
      '-e',
      script,
    ]);
    expect(stdout).toBe('false true\n');
    expect(JSON.parse(stderr.trim().split('\n')[0]!)).toMatchObject({ msg: 'hello' });
  });
});
