import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProcess } from './run-process.ts';
import { temporaryFolder } from './testing.ts';

const node = process.execPath;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
  } catch {
    return false;
  }
}

async function becomesTrue(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 500; tries++) {
    if (condition()) return true;
    await sleep(10);
  }
  return false;
}

describe('runProcess', () => {
  const folder = temporaryFolder('cm-run-process');
  afterAll(() => folder.remove());

  it('returns what the program wrote and how it ended', async () => {
    const result = await runProcess(node, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
    expect(result).toMatchObject({
      exitCode: 3,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
      timedOut: false,
      truncated: false,
    });
  });

  it('gives the program the environment that it is given and nothing else', async () => {
    const result = await runProcess(node, ['-p', 'JSON.stringify(process.env)'], { env: { A: 'b' } });
    expect(JSON.parse(result.stdout)).toEqual({ A: 'b' });
  });

  it('kills grandchildren too when the time is up', async () => {
    const pidFile = join(folder.path, 'timeout.pid');
    const result = await runProcess('/bin/sh', ['-c', `sleep 60 & echo $! > '${pidFile}'; wait`], {
      inheritEnvironment: true,
      timeoutMs: 500,
    });
    expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true });
    const grandchild = Number(readFileSync(pidFile, 'utf8'));
    expect(await becomesTrue(() => !isAlive(grandchild))).toBe(true);
  });

  it('comes back when a process that left the group still holds the output', async () => {
    const script = `require('child_process').spawn('sleep', ['8'], { detached: true, stdio: 'inherit' }).unref(); setInterval(() => {}, 1000)`;
    const result = await runProcess(node, ['-e', script], { inheritEnvironment: true, timeoutMs: 300 });
    expect(result.timedOut).toBe(true);
  });

  it('kills the group on abort and leaves no listener behind', async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = controller.signal;
    controller.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      addEventListener.apply(controller.signal, args);
    };
    controller.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(controller.signal, args);
    };
    const pidFile = join(folder.path, 'abort.pid');
    const running = runProcess('/bin/sh', ['-c', `sleep 60 & echo $! > '${pidFile}'; wait`], {
      inheritEnvironment: true,
      signal: controller.signal,
    });
    expect(await becomesTrue(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'))).toBe(true);
    controller.abort();
    expect(await running).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: false });
    expect(await becomesTrue(() => !isAlive(Number(readFileSync(pidFile, 'utf8'))))).toBe(true);
    expect(listeners).toBe(0);
    expect(process.listenerCount('exit')).toBe(exitListeners);
  });
  const exitListeners = process.listenerCount('exit');

  it('ends what runs when it is aborted before it began', async () => {
    expect(await runProcess('sleep', ['60'], { inheritEnvironment: true, signal: AbortSignal.abort() })).toMatchObject({
      signal: 'SIGKILL',
    });
  });

  it('keeps no more output than asked for, and reads the rest', async () => {
    const result = await runProcess(node, ['-e', 'process.stdout.write("x".repeat(5_000_000)); process.stderr.write("12345")'], {
      maxOutputBytes: 5,
    });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'xxxxx', stderr: '12345', truncated: true });
    expect((await runProcess(node, ['-e', 'process.stdout.write("12345")'], { maxOutputBytes: 5 })).truncated).toBe(false);
  });

  it('shows bytes that are not UTF-8 as U+FFFD', async () => {
    expect((await runProcess(node, ['-e', 'process.stdout.write(Buffer.from([0x61, 0xff, 0xfe, 0x62]))'])).stdout).toBe(
      'a\ufffd\ufffdb',
    );
  });

  it('hands over input, also to a program that does not read it', async () => {
    expect((await runProcess('cat', [], { inheritEnvironment: true, input: 'háló\n' })).stdout).toBe('háló\n');
    expect((await runProcess('true', [], { inheritEnvironment: true, input: 'x'.repeat(3_000_000) })).exitCode).toBe(0);
  });

  it('takes a time-out longer than a timer can hold', async () => {
    expect(await runProcess(node, ['-e', 'setTimeout(() => {}, 50)'], { timeoutMs: 2 ** 40 })).toMatchObject({
      exitCode: 0,
      timedOut: false,
    });
  });

  it('says what is missing when the program can not be started', async () => {
    const plain = join(folder.path, 'plain.txt');
    writeFileSync(plain, 'no program', { mode: 0o644 });
    const cases = [
      {
        run: () => runProcess('cm-no-such-program', []),
        error: { code: 'CM_PROGRAM_NOT_FOUND', hint: expect.stringContaining('install cm-no-such-program') },
      },
      { run: () => runProcess(plain, []), error: { code: 'CM_PROGRAM_NOT_FOUND', hint: expect.stringContaining('executable') } },
      { run: () => runProcess(node, [], { cwd: join(folder.path, 'gone') }), error: { code: 'CM_NO_SUCH_FOLDER' } },
      { run: () => runProcess(node, ['a\0b']), error: { code: 'CM_BAD_ARGUMENT' } },
      { run: () => runProcess(node, [], { env: { A: 'a\0b' } }), error: { code: 'CM_BAD_ARGUMENT' } },
      { run: () => runProcess(node, ['x'.repeat(4_000_000)]), error: { code: 'CM_BAD_ARGUMENT' } },
    ];
    for (const { run, error } of cases) await expect(run()).rejects.toMatchObject(error);
  });
});
