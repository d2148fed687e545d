// Repositories that nobody vouches for. Whatever they try: nothing outside of the throwaway copy is read, changed or reached, and the
// run ends with a documented code and a clear word.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import { type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { checkoutOf, filesBelow, healBranches, RED_NODE, RED_PYTHON } from './repositories.ts';
import { type CmRun, cm, dataOf } from './run-cm.ts';

/** A heal takes seconds, and what hangs takes until it is stopped. */
const PATIENCE_MS = 240_000;
const SECRET = `secret-${Math.random().toString(36).slice(2)}`;
const DOCUMENTED = [0, 1, 2, 3, 4, 5, 130];
const QUICK = 'version: 1\nheal:\n  repeat: 2\n  testTimeoutSeconds: 8\n  timeBudgetSeconds: 8\n';

/** The host around the repository: a home with secrets, servers, and a folder that nobody may touch. */
interface Host {
  home: string;
  outside: string;
  socket: string;
  port: number;
  /** How often one of the servers was reached. */
  reached(): number;
  close(): Promise<void>;
}

let made: TemporaryRepository | undefined;
let host: Host;
beforeAll(async () => {
  host = await openHost();
});
afterAll(() => host.close());
afterEach(() => {
  made?.remove();
  made = undefined;
});

async function openHost(): Promise<Host> {
  const folder = temporaryFolder('cm-e2e-host');
  const home = join(folder.path, 'home');
  const outside = join(folder.path, 'outside');
  mkdirSync(join(home, '.ssh'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(home, '.ssh/id_ed25519'), SECRET);
  writeFileSync(join(home, '.bashrc'), `# ${SECRET}\n`);
  writeFileSync(join(outside, 'value.py'), `# ${SECRET}\ndef value():\n    return 1\n`);
  writeFileSync(join(outside, 'data.txt'), SECRET);
  let reached = 0;
  const listen = (where: { path: string } | { port: number; host: string }) =>
    new Promise<Server>((resolve) => {
      const server = createServer((socket) => {
        reached += 1;
        socket.end(SECRET);
      }).listen(where, () => resolve(server));
    });
  const socket = join(folder.path, 'socket');
  const loopback = await listen({ port: 0, host: '127.0.0.1' });
  const servers = [await listen({ path: socket }), loopback];
  return {
    home,
    outside,
    socket,
    port: (loopback.address() as { port: number }).port,
    reached: () => reached,
    close: async () => {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      folder.remove();
    },
  };
}

async function repositoryOf(files: Record<string, string>): Promise<TemporaryRepository> {
  made = await temporaryRepository({ files: { 'codemonkeys.yaml': QUICK, ...files } });
  return made;
}

/** Heals, and checks what holds whatever the repository does. */
async function healHostile(repository: TemporaryRepository, ...args: string[]): Promise<CmRun> {
  const before = {
    checkout: checkoutOf(repository.path),
    home: filesBelow(host.home),
    outside: filesBelow(host.outside),
    reached: host.reached(),
  };
  const run = await cm(repository.path, ['heal', ...args], {
    env: { HOME: host.home, CM_CANARY: SECRET, AWS_SECRET_ACCESS_KEY: SECRET },
  });
  const said = `${run.stdout}${run.stderr}`;
  if (!DOCUMENTED.includes(run.exitCode as number))
    throw new Error(`it ended with ${run.exitCode ?? run.signal}:\n${said.slice(-4_000)}`);
  expect(said).not.toContain(SECRET);
  expect(said).not.toContain('\u001b');
  expect(said).not.toMatch(/^\s+at .*\.ts:\d+:\d+/m);
  expect(said.trim()).not.toBe('');
  expect({
    checkout: checkoutOf(repository.path),
    home: filesBelow(host.home),
    outside: filesBelow(host.outside),
    reached: host.reached(),
  }).toEqual(before);
  const records = filesBelow(join(repository.path, '.codemonkeys'));
  for (const [path, content] of Object.entries(records)) expect(content.includes(SECRET) ? path : 'no secret').toBe('no secret');
  return run;
}

const HOOKS = [
  'reference-transaction',
  'post-index-change',
  'post-checkout',
  'pre-commit',
  'post-commit',
  'prepare-commit-msg',
  'commit-msg',
  'fsmonitor-watchman',
  'pre-auto-gc',
  'update',
  'pre-receive',
  'post-update',
  'pre-push',
  'post-merge',
  'post-rewrite',
];
const PROGRAMS = [
  'core.fsmonitor',
  'diff.external',
  'core.sshCommand',
  'core.pager',
  'core.editor',
  'core.askPass',
  'core.gitProxy',
  'credential.helper',
  'gpg.program',
  'core.alternateRefsCommand',
  'uploadpack.packObjectsHook',
  'interactive.diffFilter',
];
const FILTERS = ['filter.x.clean', 'filter.x.smudge', 'filter.x.process', 'diff.x.textconv', 'diff.x.command', 'merge.x.driver'];

describe("git's own ways to run programs", () => {
  it(
    'hooks of all kinds, monitors, filters, external diffs, included configuration: none is run, and the repair is made',
    async () => {
      const repository = await repositoryOf({ ...RED_NODE, '.gitattributes': '* filter=x diff=x merge=x\n' });
      const canaries = join(repository.path, '..', 'canaries');
      mkdirSync(canaries);
      mkdirSync(join(repository.path, '.git/hooks'));
      const evil = (name: string) => {
        const path = join(repository.path, '..', `evil-${name}`);
        writeFileSync(path, `#!/bin/sh\ntouch '${canaries}/${name}'\nexit 1\n`);
        chmodSync(path, 0o755);
        return path;
      };
      for (const hook of HOOKS) symlinkSync(evil(hook), join(repository.path, '.git/hooks', hook));
      for (const key of [...PROGRAMS, ...FILTERS]) await repository.git('config', key, evil(key));
      await repository.git('config', 'commit.gpgSign', 'true');
      writeFileSync(
        join(repository.path, '.git/more'),
        `[core]\n\tfsmonitor = ${evil('included')}\n[filter "x"]\n\trequired = true\n`,
      );
      await repository.git('config', 'include.path', join(repository.path, '.git/more'));
      const run = await healHostile(repository);
      expect(run.exitCode).toBe(0);
      expect(readdirSync(canaries)).toEqual([]);
      // Plain git runs them, so the canaries can appear.
      await repository.git('add', '.').catch(() => undefined);
      expect(readdirSync(canaries)).not.toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('links that leave the tree', () => {
  it(
    'as a source, a test and a folder: what they lead to is neither shown nor changed',
    async () => {
      const repository = await repositoryOf({
        'test_here.py': 'from linked import value\n\n\ndef test_value():\n    assert value() == 2\n',
      });
      symlinkSync(join(host.outside, 'value.py'), join(repository.path, 'linked.py'));
      symlinkSync(join(host.outside, 'value.py'), join(repository.path, 'test_linked.py'));
      symlinkSync(host.outside, join(repository.path, 'tests'));
      symlinkSync('/', join(repository.path, 'root'));
      await repository.commit({}, 'links');
      expect((await healHostile(repository)).exitCode).not.toBe(0);
      expect(await healBranches(repository)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each(['codemonkeys.yaml', 'constitution'])('as %s: it is refused, or says nothing', async (name) => {
    const repository = await repositoryOf({ 'test_x.py': 'def test_x():\n    assert True\n' });
    await repository.git('rm', '--quiet', 'codemonkeys.yaml');
    symlinkSync(name === 'constitution' ? host.home : join(host.home, '.bashrc'), join(repository.path, name));
    await repository.commit({}, 'a link');
    expect((await healHostile(repository)).exitCode).toBe(2);
  });

  it.each(['node_modules', '.venv', 'venv', 'stolen.egg-info'])(
    'as %s: what it leads to is not taken for installed dependencies and shown',
    async (name) => {
      const steal = `import os\n\n\ndef test_steal():\n    found = []\n    for path in (${JSON.stringify(name)} + "/.ssh/id_ed25519", ${JSON.stringify(join(host.home, '.bashrc'))}):\n        if os.path.exists(path):\n            found.append(open(path).read())\n    assert found == [0], found\n`;
      const repository = await repositoryOf({ 'package.json': '{ "name": "x" }\n', 'test_steal.py': steal });
      symlinkSync(host.home, join(repository.path, name));
      await repository.commit({}, 'a link');
      const run = await healHostile(repository);
      // The tests run as if nothing were installed, find nothing to steal, and say so by failing.
      expect(run).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('assert [] == [0]') });
    },
    PATIENCE_MS,
  );

  it(
    'as settings of tests: what they lead to is not read without end',
    async () => {
      const repository = await repositoryOf({ 'test_x.py': 'def test_x():\n    assert False\n', 'x.test.js': '', 'x.ts': '' });
      for (const name of ['package.json', 'pyproject.toml', 'tsconfig.json', 'pytest.ini', 'setup.cfg', 'ruff.toml'])
        symlinkSync('/dev/zero', join(repository.path, name));
      await repository.commit({}, 'links');
      await healHostile(repository);
    },
    PATIENCE_MS,
  );

  it.each([
    ['.codemonkeys', () => host.outside],
    ['.codemonkeys/.gitignore', () => join(host.home, '.bashrc')],
    ['.codemonkeys/ledger.db', () => join(host.outside, 'ledger.db')],
    ['.codemonkeys/ledger.db-wal', () => join(host.outside, 'wal')],
  ])('as %s: nothing is written through it', async (name, target) => {
    const repository = await repositoryOf(RED_NODE);
    if (name.includes('/')) mkdirSync(join(repository.path, '.codemonkeys'));
    symlinkSync(target(), join(repository.path, name));
    await repository.git('add', '--force', name);
    await repository.commit({}, 'a link');
    const run = await cm(repository.path, ['heal'], { env: { HOME: host.home } });
    expect({ exitCode: run.exitCode, said: run.stderr }).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('.codemonkeys'),
    });
    expect(readdirSync(host.outside).sort()).toEqual(['data.txt', 'value.py']);
    expect(readFileSync(join(host.home, '.bashrc'), 'utf8')).toBe(`# ${SECRET}\n`);
  });
});

/** Each attempt is a test that fails with what it got hold of. */
const attempts = (root: string) => `import os, socket, subprocess, signal, glob

HOME = ${JSON.stringify(host.home)}
OUTSIDE = ${JSON.stringify(host.outside)}
ROOT = ${JSON.stringify(root)}


def got(value):
    raise AssertionError("GOT " + repr(value))


def read(path):
    with open(path, errors="replace") as file:
        return file.read()


def tries(*actions):
    out = []
    for action in actions:
        try:
            out.append(action())
        except BaseException as error:
            pass
    assert not out, "GOT " + repr(out)


def test_home():
    tries(lambda: read(HOME + "/.ssh/id_ed25519"), lambda: os.listdir(HOME), lambda: read(os.path.expanduser("~/.bashrc")), lambda: read("/proc/1/root" + HOME + "/.bashrc"))


def test_root_home():
    tries(lambda: os.listdir("/root/.ssh"), lambda: read("/etc/shadow"))


def test_environment():
    found = [name for name, value in os.environ.items() if ${JSON.stringify(SECRET)} in value]
    for file in glob.glob("/proc/[0-9]*/environ"):
        try:
            if "CM_CANARY" in read(file):
                found.append(file)
        except OSError:
            pass
    assert not found, "GOT " + repr(found)


def test_unix_socket():
    def connect():
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(2)
        s.connect(${JSON.stringify(host.socket)})
        return s.recv(100)
    tries(connect)


def test_loopback():
    def connect(address):
        s = socket.create_connection((address, ${host.port}), timeout=1)
        return s.recv(100)
    tries(lambda: connect("127.0.0.1"), lambda: connect("localhost"))


def test_dns():
    socket.setdefaulttimeout(2)
    tries(lambda: socket.getaddrinfo("example.com", 80), lambda: socket.create_connection(("93.184.216.34", 80), timeout=1))


def test_write_outside():
    def write(path):
        with open(path, "a") as file:
            file.write("owned")
    for path in (OUTSIDE + "/data.txt", OUTSIDE + "/new", HOME + "/.bashrc", "/etc/owned", "/usr/owned", ROOT + "/../owned"):
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write(path)
        except OSError:
            pass


def test_write_into_git():
    for path in ("HEAD", "config", "hooks/post-checkout", "refs/heads/main", "refs/heads/cm/heal/owned"):
        full = os.path.join(ROOT, ".git", path)
        try:
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w") as file:
                file.write("owned")
        except OSError:
            pass


def test_wait_until_all_ran():
    assert 1 + 1 == 3


def test_z_kill():
    for pid in (os.getppid(), -1):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
`;

describe('tests that go for the host', () => {
  it(
    'its home, keys, environment, sockets, loopback, names, files, git folder, processes: all are held',
    async () => {
      const repository = await repositoryOf({ 'a.txt': '' });
      await repository.commit(
        {
          'test_escape.py': attempts(repository.path),
          'conftest.py': `import os\nopen("/tmp/owned", "w").write(str(os.environ))\n`,
        },
        'attempts',
      );
      const run = await healHostile(repository, '--json');
      const { diagnosis } = dataOf<{ diagnosis: { failures: { test: string; message: string }[] } }>(run);
      expect(diagnosis.failures.filter(({ message }) => message.includes('GOT'))).toEqual([]);
      expect(diagnosis.failures.map(({ test }) => test)).toContain('test_escape.py::test_wait_until_all_ran');
      expect(existsSync(join(repository.path, '..', 'owned'))).toBe(false);
    },
    PATIENCE_MS,
  );
});

const conftest = (code: string) => ({ ...RED_PYTHON, 'codemonkeys.yaml': QUICK, 'conftest.py': code });

describe('tests that cheat', () => {
  it(
    'edit themselves and the sources while they run: the commit has the mended source and nothing else',
    async () => {
      const repository = await repositoryOf(
        conftest(
          `import os\n\nhere = os.path.dirname(os.path.abspath(__file__))\n\n\ndef pytest_sessionfinish():\n    for name in ("test_larger.py", "codemonkeys.yaml", "extra_test.py"):\n        open(os.path.join(here, name), "w").write("# owned\\n")\n    open(os.path.join(here, "larger.py"), "a").write("# owned\\n")\n`,
        ),
      );
      await healHostile(repository);
      for (const branch of await healBranches(repository)) {
        expect(await repository.git('diff', '--name-only', 'main', branch)).toBe('larger.py');
        expect(await repository.git('show', `${branch}:larger.py`)).not.toContain('owned');
      }
    },
    PATIENCE_MS,
  );

  it.each([
    ['a link to a file of the host', (path: string) => `os.symlink(${JSON.stringify(join(host.outside, 'value.py'))}, ${path})`],
    ['a pipe that nobody writes to', (path: string) => `os.mkfifo(${path})`],
    ['a folder', (path: string) => `os.mkdir(${path})`],
  ])(
    'put %s in the place of the source: it is not followed, and the run ends',
    async (_name, put) => {
      const repository = await repositoryOf(
        conftest(
          `import os\n\nhere = os.path.dirname(os.path.abspath(__file__))\n\n\ndef pytest_sessionfinish():\n    path = os.path.join(here, "larger.py")\n    if os.path.isfile(path) and not os.path.islink(path):\n        os.remove(path)\n        ${put('path')}\n`,
        ),
      );
      await healHostile(repository);
    },
    PATIENCE_MS,
  );

  it(
    'put a link in the place of a source that a tool mends: nothing is written through it',
    async () => {
      // Only while the mended source is tried, so that all before goes well.
      const link = `import { readFileSync, rmSync, symlinkSync } from 'node:fs';
process.on('exit', () => {
  if (readFileSync('shop.ts', 'utf8').includes('quantiy')) return;
  rmSync('shop.ts');
  symlinkSync(${JSON.stringify(join(host.home, '.bashrc'))}, 'shop.ts');
});
`;
      const repository = await repositoryOf({
        'package.json': '{ "name": "shop", "type": "module", "scripts": { "test": "node --test" } }\n',
        'tsconfig.json':
          '{ "compilerOptions": { "module": "nodenext", "strict": true, "noEmit": true, "allowImportingTsExtensions": true } }\n',
        'shop.ts':
          'export interface Order {\n  price: number;\n  quantity: number;\n}\n\nexport function cost(order: Order): number {\n  return order.price * order.quantiy;\n}\n',
        'shop.test.ts': `${link}import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { cost } from './shop.ts';\n\ntest('cost', () => {\n  assert.equal(cost({ price: 2, quantity: 3 }), 6);\n});\n`,
      });
      await healHostile(repository);
    },
    PATIENCE_MS,
  );

  it.each([
    ['a link out of it', (path: string) => `symlinkSync(${JSON.stringify(host.outside)}, ${path})`],
    ['a file', (path: string) => `writeFileSync(${path}, 'x')`],
  ])(
    'put %s in the place of the folder that is kept between runs: nothing is written through it',
    async (_name, put) => {
      const swap = `import { rmSync, symlinkSync, writeFileSync } from 'node:fs';\nimport { dirname } from 'node:path';\nfor (const path of [process.env.CM_CACHE, dirname(process.env.CM_CACHE)]) {\n  try {\n    rmSync(path, { recursive: true, force: true });\n    ${put('path')};\n  } catch {}\n}\n`;
      const repository = await repositoryOf({
        ...RED_NODE,
        'codemonkeys.yaml': QUICK,
        'larger.test.js': `${swap}${RED_NODE['larger.test.js']}`,
      });
      await healHostile(repository);
      expect(readdirSync(host.outside).sort()).toEqual(['data.txt', 'value.py']);
    },
    PATIENCE_MS,
  );
});

const PYTEST = (body: string) => ({
  'test_bad.py': `import os, signal, subprocess, sys, time\n\n\ndef test_bad():\n${body.replace(/^/gm, '    ')}\n`,
});

/** No change of `larger` makes these pass, so whoever says that one did was lied to. */
const HOPELESS_PYTHON = {
  ...RED_PYTHON,
  'codemonkeys.yaml': 'version: 1\nheal:\n  repeat: 2\n  testTimeoutSeconds: 8\n  timeBudgetSeconds: 2\n',
  'test_larger.py':
    'from larger import larger\n\n\ndef test_larger():\n    value = larger(1, 2)\n    assert value == 2 and value is None\n\n\ndef test_smaller():\n    assert larger(1, 1) == 1\n',
};
const HOPELESS_NODE = {
  ...RED_NODE,
  'codemonkeys.yaml': HOPELESS_PYTHON['codemonkeys.yaml'],
  'larger.test.js':
    "import './forge.js';\nimport assert from 'node:assert';\nimport { test } from 'node:test';\nimport { larger } from './larger.js';\n\ntest('larger', () => {\n  const value = larger(1, 2);\n  assert.ok(value === 2 && value === undefined);\n});\n",
};

const forgedLines = (id: string) =>
  [
    { t: 'begin', python: '3', pytest: '9' },
    { t: 'collected', count: 1 },
    { t: 'start', id, file: 'test_larger.py' },
    { t: 'end', id, file: 'test_larger.py', status: 'passed', ms: 1, failure: null },
    { t: 'finish', exit: 0 },
  ]
    .map((record) => JSON.stringify(record))
    .join('\n');

/** The run went as far as the tests, and says that nothing was healed; or that they could not be run. */
async function expectNoHealing(files: Record<string, string>, result = /^(not-healed|CM_SUITE_NOT_RUNNABLE)$/): Promise<void> {
  const repository = await repositoryOf(files);
  const { outcome, error } = dataOf<{ outcome?: { result: string }; error?: { code: string } }>(
    await healHostile(repository, '--json'),
  );
  expect(outcome?.result ?? error?.code).toMatch(result);
  expect(await healBranches(repository)).toEqual([]);
}

describe('results that are made up', () => {
  const exit = 'import os\n\n\n';
  it.each([
    [
      'words of pytest and our own records on stdout and stderr',
      `import sys\n\n\ndef pytest_sessionfinish():\n    for stream in (sys.__stdout__, sys.__stderr__):\n        stream.write(${JSON.stringify(`\n${forgedLines('test_larger.py::test_larger')}\n===== 2 passed in 0.01s =====\n`)})\n        stream.flush()\n`,
    ],
    ['an end with 0 when it is loaded', `${exit}os._exit(0)\n`],
    ['an end with 0 before the first test', `${exit}def pytest_collection_modifyitems():\n    os._exit(0)\n`],
    ['an end with 0 in place of a test', `${exit}def pytest_runtest_setup():\n    os._exit(0)\n`],
    ['an end with 0 before the report is closed', `${exit}def pytest_sessionfinish():\n    os._exit(0)\n`],
    [
      'no tests at all once the source has changed',
      'def pytest_collection_modifyitems(items):\n    if "if a < b:\\n        return a\\n" not in open("larger.py").read():\n        items[:] = []\n',
    ],
    [
      'skipped tests once the source has changed',
      'import pytest\n\n\ndef pytest_runtest_setup():\n    if "if a < b:\\n        return a\\n" not in open("larger.py").read():\n        pytest.skip("no")\n',
    ],
    [
      'records of our report that contradict what it saw',
      `import glob\n\n\ndef pytest_sessionfinish():\n    for file in glob.glob("/tmp/**/*.ndjson", recursive=True):\n        open(file, "a").write("{" * 100000 + "\\n\\x00\\n" + ${JSON.stringify(`${forgedLines('test_larger.py::test_larger')}\n`)})\n`,
    ],
  ])(
    'in pytest, by %s: nothing is called healed',
    async (_how, code) => {
      await expectNoHealing({ ...HOPELESS_PYTHON, 'conftest.py': code });
    },
    PATIENCE_MS,
  );

  it.each([
    ['TAP and our own records on stdout', `console.log('TAP version 13\\nok 1 - larger\\n1..1\\n{"type":"end"}');\n`],
    [
      'an end with 0 once the source has changed',
      "import { readFileSync } from 'node:fs';\nif (!readFileSync('larger.js', 'utf8').includes('if (a < b) return a;')) process.exit(0);\n",
    ],
  ])(
    'in node:test, by %s: nothing is called healed',
    async (_how, code) => {
      await expectNoHealing({ ...HOPELESS_NODE, 'forge.js': code });
    },
    PATIENCE_MS,
  );

  it(
    'in node:test, by an end with 0 when it is loaded: that is green, as node itself says, and nothing was healed',
    () => expectNoHealing({ ...HOPELESS_NODE, 'forge.js': 'process.exit(0);\n' }, /^nothing-to-do$/),
    PATIENCE_MS,
  );
});

describe('tests that take all there is', () => {
  it.each([
    ['a fork bomb', 'while True:\n    try:\n        os.fork()\n    except OSError:\n        pass'],
    ['an endless loop', 'while True:\n    pass'],
    [
      'a loop that ignores every signal, with children that left the group',
      'for number in range(1, 65):\n    try:\n        signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError):\n        pass\nfor _ in range(3):\n    subprocess.Popen([sys.executable, "-c", "import time\\nwhile True: time.sleep(1)"], start_new_session=True)\nwhile True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass',
    ],
    [
      'a gigabyte of output',
      'for _ in range(1024):\n    os.write(1, b"x" * 2**20)\n    os.write(sys.__stderr__.fileno(), b"y" * 2**20)\nassert False',
    ],
    ['a message of 200 MB', 'assert False, "m" * 200_000_000'],
    ['all memory', 'hog = []\nwhile True:\n    hog.append(bytearray(2**26))'],
    ['all of /tmp', 'with open("/tmp/fill", "wb") as file:\n    while True:\n        file.write(b"x" * 2**20)'],
  ])(
    '%s: it is stopped, and says so',
    async (_name, body) => {
      const run = await healHostile(await repositoryOf(PYTEST(body)));
      expect([2, 5]).toContain(run.exitCode);
    },
    PATIENCE_MS,
  );
});

describe('names that drive a terminal', () => {
  it(
    'are shown escaped, in tests, files and messages',
    async () => {
      const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m';
      const repository = await repositoryOf({
        'package.json': RED_NODE['package.json'] as string,
        [`${evil}.js`]: 'export function larger(a, b) {\n  throw new Error("\\u001b[31m\\u0007 owned");\n}\n',
        [`${evil}.test.js`]: `import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { larger } from './${evil}.js';\n\ntest('\\u001b]0;owned\\u0007\\u202e evil', () => {\n  assert.equal(larger(1, 2), 2);\n});\n`,
      });
      const run = await healHostile(repository);
      expect(run.stderr).toContain('owned');
      expect(run.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    },
    PATIENCE_MS,
  );
});

describe('settings that loosen', () => {
  it.each([
    ['network: true', 'version: 1\nsandbox:\n  network: true\n', 'sandbox.network'],
    ['more attempts', 'version: 1\nheal:\n  attempts: 99\n', 'heal.attempts'],
    ['another branch', 'version: 1\ncommit:\n  branchPrefix: main\n', 'commit.branchPrefix'],
    ['a suite outside', 'version: 1\nheal:\n  test:\n    suites:\n      - framework: pytest\n        folder: ../..\n', 'folder'],
    ['a command', 'version: 1\nheal:\n  test:\n    command: touch /tmp/owned\n', 'unknown key'],
  ])('%s in codemonkeys.yaml is refused', async (_name, settings, word) => {
    const run = await healHostile(await repositoryOf({ ...RED_NODE, 'codemonkeys.yaml': settings }));
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(word) });
  });

  it.each([
    ['a weaker enforcement', 'amendments:\n  - article: III.1\n    enforcement: warn\n'],
    [
      'a built-in article written anew',
      "articles:\n  - id: III.1\n    title: x\n    prose: x\n    actions: [heal.attempt]\n    rule: 'true'\n    enforcement: audit\n    message: x\n    audit: []\n    examples:\n      - { name: a, action: heal.attempt, expect: allow }\n",
    ],
  ])('%s in constitution/ is refused', async (_name, law) => {
    const run = await healHostile(await repositoryOf({ ...RED_NODE, 'constitution/loose.yaml': law }));
    expect([2, 3]).toContain(run.exitCode);
    expect(run.stderr).toMatch(/CM_LOOSENED|CM_BAD_CONSTITUTION/);
    expect(await healBranches(made as TemporaryRepository)).toEqual([]);
  });
});
