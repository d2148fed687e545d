import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Permit, takePermitMint } from '@cm/core';
import { findToolchain, openSandbox, type Sandbox, type SandboxResult, type SandboxSpec, type Toolchain } from './index.ts';

const mint = takePermitMint();
const permitFor = (kind: Sandbox['kind'], action = 'process.run', network = false): Permit =>
  mint({ id: 'p', action, facts: { network, sandbox: kind }, articles: [], constitutionHash: '', issuedAt: '' });

const MIB = 1024 * 1024;
let folder: string;
let python: Toolchain;
let node: Toolchain;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'cm-sandbox-')));
  const found = await Promise.all(['python', 'node'].map((name) => findToolchain(name, { root: folder, env: process.env })));
  [python, node] = found as [Toolchain, Toolchain];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** For a process of its own that opens a sandbox. */
const MODULE = ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning', '--input-type=module', '-e'];
const PRELUDE = (kind: string) => `
  import { takePermitMint } from '@cm/core'; import { openSandbox } from '@cm/sandbox';
  const permit = takePermitMint()({ id: 'p', action: 'process.run', facts: { network: false, sandbox: '${kind}' }, articles: [], constitutionHash: '', issuedAt: '' });
  const sandbox = await openSandbox({ only: '${kind}', trust: true });`;

/** How many processes of the host have this in their command line. */
async function countProcesses(marker: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = pids.map((pid) => (existsSync(`/proc/${pid}/cmdline`) ? readIfThere(`/proc/${pid}/cmdline`) : ''));
  return lines.filter((line) => line.includes(marker)).length;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

describe.each(['bubblewrap', 'namespaces'] as const)('%s', (kind) => {
  let sandbox: Sandbox;
  let permit: Permit;
  const spec = (more: Partial<SandboxSpec> = {}): SandboxSpec => ({
    mounts: [...python.mounts, ...node.mounts],
    cwd: '/tmp',
    env: { PATH: '/usr/bin:/bin' },
    ...more,
    limits: { wallMs: 20_000, ...more.limits },
  });
  const sh = (script: string, more?: Partial<SandboxSpec>) => sandbox.run(permit, ['/bin/bash', '-c', script], spec(more));
  const py = (script: string, more?: Partial<SandboxSpec>) => sandbox.run(permit, [python.executable, '-c', script], spec(more));

  beforeAll(async () => {
    sandbox = await openSandbox({ only: kind });
    permit = permitFor(kind);
  });

  describe('runs', () => {
    it('a command and tells its exit code and both outputs', async () => {
      const result = await sh('echo out; echo err >&2; exit 7');
      expect(result).toMatchObject({ exitCode: 7, signal: null, stdout: 'out\n', stderr: 'err\n', truncated: false });
      expect(result.limitHit).toBeUndefined();
    });

    it('a command that a signal ends', async () => {
      expect(await sh('kill -SEGV $$')).toMatchObject({ exitCode: null, signal: 'SIGSEGV' });
    });

    it('python and node', async () => {
      expect(await py('import ssl, sqlite3, ctypes; print("snake")')).toMatchObject({
        exitCode: 0,
        stdout: 'snake\n',
        stderr: '',
      });
      expect(await sandbox.run(permit, [node.executable, '-p', '1 + 1'], spec())).toMatchObject({
        exitCode: 0,
        stdout: '2\n',
        stderr: '',
      });
    });

    it('with input, and without', async () => {
      expect((await sh('cat', { input: 'žluťoučký kůň' })).stdout).toBe('žluťoučký kůň');
      expect((await sh('cat; echo end')).stdout).toBe('end\n');
    });

    it('with the environment it is given and nothing else', async () => {
      const env = { PATH: '/usr/bin:/bin', 'odd.NAME': 'a = b\n"č"' };
      const { stdout } = await sandbox.run(permit, ['/usr/bin/env', '-0'], spec({ env }));
      expect(stdout.split('\0').filter(Boolean).sort()).toEqual(['PATH=/usr/bin:/bin', 'odd.NAME=a = b\n"č"']);
    });

    it('with no open file of ours but the three, whatever our own parent left open', async () => {
      const script =
        'import os\nfor fd in os.listdir("/proc/self/fd"):\n  try: print(fd, os.readlink("/proc/self/fd/" + fd))\n  except OSError: pass';
      const open = (await py(script)).stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' '));
      expect(open.filter(([fd, path]) => Number(fd) > 2 && path !== '/dev/null')).toEqual([]);
    });

    it('with a loopback of its own', async () => {
      const script =
        "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()); print('through')";
      expect((await py(script)).stdout).toBe('through\n');
    });

    it('in a folder shown at another path, with spaces, quotes, backslashes and letters of all kinds, and nested mounts', async () => {
      const source = join(folder, `${kind} a b#\\č'"\n`);
      await Promise.all([mkdir(source), mkdir(join(folder, `${kind}-inner`))]);
      await writeFile(join(folder, `${kind}-inner`, 'inside'), 'deep');
      await writeFile(join(folder, `${kind}-one`), 'one file');
      const target = '/home/člověk/a b#\\\'"\n';
      const result = await sh(
        'pwd; echo new > written; cat sub/dir/inside; cat "/tmp/one file"; echo x > sub/dir/inside || cat "/tmp/one file"',
        {
          mounts: [
            { source, target, mode: 'rw' },
            { source: join(folder, `${kind}-inner`), target: `${target}/sub/dir`, mode: 'ro' },
            { source: join(folder, `${kind}-one`), target: '/tmp/one file', mode: 'ro' },
          ],
          cwd: target,
        },
      );
      expect(result.stdout).toBe(`${target}\ndeepone fileone file`);
      expect(await readFile(join(source, 'written'), 'utf8')).toBe('new\n');
      expect((await stat(join(source, 'written'))).uid).toBe(process.getuid?.());
    });

    it('many at a time', async () => {
      const results = await Promise.all(Array.from({ length: 12 }, (_, index) => sh(`echo ${index}`)));
      expect(results.map(({ stdout }) => Number(stdout))).toEqual(Array.from({ length: 12 }, (_, index) => index));
    });
  });

  describe('ends', () => {
    it('an endless loop that ignores every signal', async () => {
      const result = await sh('trap "" TERM INT HUP; while :; do :; done', { limits: { wallMs: 500 } });
      expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL', limitHit: 'time' });
    });

    it('a fork bomb', async () => {
      expect(await sh(':(){ :|:& };:; sleep 15', { limits: { processes: 64 } })).toMatchObject({ limitHit: 'processes' });
    });

    it('a bomb of threads', async () => {
      const script = 'import threading, time\nfor i in range(500): threading.Thread(target=time.sleep, args=(15,)).start()';
      expect(await py(script, { limits: { processes: 64 } })).toMatchObject({ limitHit: 'processes' });
    });

    it('a hog of memory', async () => {
      expect(await py('x = b"1" * 3_000_000_000', { limits: { memoryBytes: 200 * MIB } })).toMatchObject({ limitHit: 'memory' });
    });

    it('a hog of memory made of many', async () => {
      const script =
        'import os, time\nfor i in range(8): os.fork() or (bytearray(b"1") * 60_000_000, time.sleep(15))\ntime.sleep(15)';
      expect(await py(script, { limits: { memoryBytes: 300 * MIB } })).toMatchObject({ limitHit: 'memory' });
    });

    it('endless output, of which it keeps the start', async () => {
      const result = await sh('yes', { limits: { outputBytes: 100_000 } });
      expect(result).toMatchObject({ limitHit: 'output', truncated: true });
      expect(result.stdout).toHaveLength(100_000);
    });

    it('but not one that writes a little too much', async () => {
      const result = await sh('head -c 200000 /dev/zero; exit 3', { limits: { outputBytes: 100_000 } });
      expect(result).toMatchObject({ exitCode: 3, truncated: true });
      expect(result.limitHit).toBeUndefined();
    });

    it('writing when a file gets too large', async () => {
      expect(await sh('head -c 20000000 /dev/zero > big; stat -c %s big', { limits: { fileBytes: MIB } })).toMatchObject({
        stdout: `${MIB}\n`,
      });
    });

    it('writing when /tmp, /dev/shm or a deep tree in it is full', async () => {
      const script =
        'import os\nd = "/tmp/d"\ntry:\n  while True:\n    os.mkdir(d); os.chdir(d); d = "x" * 200\n    open("f", "wb").write(b"0" * 20_000_000)\nexcept OSError as e: print(e.strerror)';
      expect(['No space left on device\n', '']).toContain((await py(script, { limits: { memoryBytes: 1024 * MIB } })).stdout);
    });

    it('all that a command leaves running in the background', async () => {
      const marker = `31.${Date.now()}`;
      const result = await sh(`(setsid sleep ${marker} &) ; (trap "" HUP TERM; sleep ${marker} >/dev/null 2>&1 &) ; echo left`);
      expect(result).toMatchObject({ exitCode: 0, stdout: 'left\n' });
      expect(await countProcesses(marker)).toBe(0);
    });

    it('a command that kills all it can', async () => {
      expect(await sh('kill -9 -1; kill -9 1; kill -9 0')).toMatchObject({ signal: 'SIGKILL' });
    });

    it('on abort, before and while it runs', async () => {
      const controller = new AbortController();
      const running = sh('sleep 15', { signal: controller.signal });
      await wait(100);
      controller.abort();
      expect(await running).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
      expect(await sh('sleep 15', { signal: controller.signal })).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    });

    it('when the process that started it is killed', async () => {
      const marker = `32.${Date.now()}`;
      const script = `${PRELUDE(kind)}
        const going = sandbox.spawn(permit, ['/bin/sh', '-c', 'setsid sleep ${marker} & echo started; sleep ${marker}'], { mounts: [], cwd: '/', env: { PATH: '/usr/bin:/bin' } });
        for await (const line of going.lines) console.log(line);`;
      const child = spawn(process.execPath, [...MODULE, script], {
        cwd: import.meta.dirname,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      expect(await countProcesses(marker)).toBeGreaterThan(0);
      child.kill('SIGKILL');
      for (let tries = 0; tries < 50 && (await countProcesses(marker)) > 0; tries++) await wait(100);
      expect(await countProcesses(marker)).toBe(0);
    });
  });

  describe('talks', () => {
    it('line by line, and tells how it ended', async () => {
      const going = sandbox.spawn(
        permit,
        ['/bin/bash', '-c', 'while read -r line; do echo "<$line>"; done; echo bye >&2; exit 4'],
        spec(),
      );
      const lines = going.lines[Symbol.asyncIterator]();
      going.write('one');
      expect(await lines.next()).toMatchObject({ value: '<one>' });
      going.write('dvě');
      expect(await lines.next()).toMatchObject({ value: '<dvě>' });
      going.kill();
      expect(await lines.next()).toMatchObject({ done: true });
      expect(await going.finished).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    });

    it('with a command that ends by itself, whose last line lacks its end', async () => {
      const going = sandbox.spawn(permit, ['/bin/sh', '-c', 'printf "a\\nb"; echo oops >&2; exit 4'], spec());
      expect(await going.finished).toMatchObject({ exitCode: 4, stderr: 'oops\n' });
      const lines: string[] = [];
      for await (const line of going.lines) lines.push(line);
      expect(lines).toEqual(['a', 'b']);
      going.write('too late');
    });

    it('and reads no faster than is asked for', async () => {
      const going = sandbox.spawn(permit, ['/bin/sh', '-c', 'yes | head -c 100000000; echo done >&2'], spec());
      const lines = going.lines[Symbol.asyncIterator]();
      expect(await lines.next()).toMatchObject({ value: 'y' });
      await wait(300);
      expect(going.stderr()).toBe('');
      going.kill();
      await going.finished;
    });

    it('and ends one whose line never does', async () => {
      const going = sandbox.spawn(permit, ['/bin/sh', '-c', 'exec cat /dev/zero'], spec());
      for await (const line of going.lines) expect(line).toBe('');
      expect(await going.finished).toMatchObject({ limitHit: 'output' });
    });
  });

  describe('refuses', () => {
    it.each([
      ['a permit that nobody issued', () => ({ ...permit }) as Permit],
      ['a permit for something else', () => permitFor(kind, 'git.write')],
      ['a permit for another sandbox', () => permitFor('trusted')],
      ['a permit to run with the network', () => permitFor(kind, 'process.run', true)],
      ['a permit to install without it', () => permitFor(kind, 'dependencies.install', false)],
    ])('%s', async (_name, other) => {
      await expect(sandbox.run(other(), ['/bin/true'], spec())).rejects.toMatchObject({ code: 'CM_NO_PERMIT', exitCode: 3 });
    });

    it.each([
      ['a source that is not there', { source: '/no/such', target: '/x' }],
      ['a relative path', { source: 'x', target: '/x' }],
      ['a place over the system', { source: '/usr', target: '/proc/sys' }],
      ['a place in a read-only folder of the system', { source: '/usr', target: '/usr/new' }],
    ])('%s', async (_name, mount) => {
      await expect(sandbox.run(permit, ['/bin/true'], spec({ mounts: [{ ...mount, mode: 'ro' }] }))).rejects.toMatchObject({
        code: 'CM_BAD_MOUNT',
      });
    });

    it('a place behind a link of the repository', async () => {
      const repository = join(folder, `${kind}-links`);
      await mkdir(repository);
      await symlink(folder, join(repository, 'node_modules'));
      const mounts = [
        { source: repository, target: '/r', mode: 'rw' as const },
        { source: '/usr', target: '/r/node_modules/planted', mode: 'ro' as const },
      ];
      await expect(sandbox.run(permit, ['/bin/true'], spec({ mounts }))).rejects.toMatchObject({ code: 'CM_BAD_MOUNT' });
      expect(existsSync(join(folder, 'planted'))).toBe(false);
    });

    it.each([[['']], [['A=b']], [['--help']], [['a\0b']]])('the command %j', async (command) => {
      await expect(sandbox.run(permit, command, spec())).rejects.toMatchObject({ code: 'CM_BAD_ARGUMENT' });
    });

    it('a working folder that is not there', async () => {
      await expect(sandbox.run(permit, ['/bin/true'], spec({ cwd: '/nowhere' }))).rejects.toMatchObject({
        code: 'CM_SANDBOX_FAILED',
      });
    });
  });

  it('shows the network to an installation that was permitted', async () => {
    const script = 'import socket; print(len(socket.if_nameindex()))';
    const install = permitFor(kind, 'dependencies.install', true);
    const { stdout } = await sandbox.run(install, [python.executable, '-c', script], spec());
    const count = (await readdir('/sys/class/net')).length;
    expect(Number(stdout)).toBe(count);
  });

  it('tells of a program that is not there as a shell does', async () => {
    expect(await sandbox.run(permit, ['no-such-program'], spec())).toMatchObject({ exitCode: 127 });
  });

  // Where tests run as root this is another user; elsewhere it says again what the rest says.
  it('works for an ordinary user, who has no control groups', async () => {
    const script = `${PRELUDE(kind)}
      const spec = { mounts: [], cwd: '/tmp', env: { PATH: '/usr/bin:/bin' }, limits: { wallMs: 10000, processes: 48, memoryBytes: 200e6 } };
      const scripts = ['id -u; echo > /tmp/file && cat /tmp/file; exit 5', ':(){ :|:& };:; sleep 8', 'x=$(head -c 600000000 /dev/zero | tr "\\\\0" x); sleep 8', 'setsid sleep 99 & exit 0'];
      const results = [];
      for (const each of scripts) results.push(await sandbox.run(permit, ['/bin/bash', '-c', each], spec));
      console.log(JSON.stringify(results));`;
    const asOther = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] : ['env'];
    const [file = '', ...args] = [...asOther, process.execPath, ...MODULE, script];
    const child = spawn(file, args, {
      cwd: import.meta.dirname,
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const chunk of child.stdout) text += chunk;
    const [plain, forks, memory, left] = JSON.parse(text) as SandboxResult[];
    expect(plain).toMatchObject({ exitCode: 5, stdout: '1000\n\n', stderr: '' });
    expect(forks).toMatchObject({ limitHit: 'processes' });
    expect(memory).toMatchObject({ limitHit: 'memory' });
    expect(left).toMatchObject({ exitCode: 0 });
  });
});

describe('bubblewrap', () => {
  it('refuses system calls that namespaces do not hold', async () => {
    const sandbox = await openSandbox({ only: 'bubblewrap' });
    const script = `import ctypes, errno, os, socket
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall({'x86_64': 250, 'aarch64': 219}[os.uname().machine], 0, -3, 0)
print(errno.errorcode[ctypes.get_errno()])
try: socket.socket(40, socket.SOCK_STREAM)
except OSError as e: print(errno.errorcode[e.errno])`;
    const spec = { mounts: python.mounts, cwd: '/tmp', env: {} };
    expect((await sandbox.run(permitFor('bubblewrap'), [python.executable, '-c', script], spec)).stdout).toBe(
      'EPERM\nEAFNOSUPPORT\n',
    );
  });
});
