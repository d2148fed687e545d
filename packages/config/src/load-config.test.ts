import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import { configJsonSchema, defaultConfig } from './config.ts';
import { configTemplate } from './config-template.ts';
import { loadConfig, parseConfig } from './load-config.ts';

const fixtures = join(import.meta.dirname, '../fixtures/bad-config');

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toMatchObject({ code: 'CM_BAD_CONFIG', exitCode: 2, hint: expect.stringContaining('mend the lines') });
    return `${(error as Error).message}\n`;
  }
  throw new Error('nothing was thrown');
}

describe('parseConfig', () => {
  it('fills in what a file leaves out', () => {
    const config = parseConfig('heal:\n  attempts: 1\n  test:\n    suites:\n      - framework: pytest\n');
    expect(config).toEqual({
      ...defaultConfig(),
      heal: { ...defaultConfig().heal, attempts: 1, test: { suites: [{ framework: 'pytest', folder: '' }] } },
    });
    expect(parseConfig('')).toEqual(defaultConfig());
    expect(parseConfig('# nothing\n')).toEqual(defaultConfig());
  });

  it.each(readdirSync(fixtures).filter((name) => name.endsWith('.yaml')))('names every problem of %s with its place', (name) => {
    const expected = readFileSync(join(fixtures, name.replace('.yaml', '.txt')), 'utf8');
    expect(messageOf(() => parseConfig(readFileSync(join(fixtures, name), 'utf8')))).toBe(expected);
  });

  it('refuses what would fill the memory or the stack', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefgh'[index]},`.repeat(9)}]`),
    ].join('\n');
    expect(messageOf(() => parseConfig(bomb))).toContain('aliases');
    expect(messageOf(() => parseConfig('['.repeat(100_000)))).toContain('nested too deeply');
    expect(messageOf(() => parseConfig('heal: &a\n  <<: *a\n'))).toContain('codemonkeys.yaml has a problem');
  });

  it('refuses values that would reach git or leave the repository', () => {
    for (const text of [
      'commit: {branchPrefix: main}',
      'commit: {branchPrefix: cm/../}',
      'commit: {name: "a\\nb"}',
      'commit: {email: "a <b@c>"}',
      'heal: {test: {suites: [{framework: pytest, folder: ../x}]}}',
      'heal: {test: {suites: [{framework: pytest, folder: /x}]}}',
      'heal: {attempts: 3}',
      'heal: {protectedPaths: ["(a+)+"]}',
      'sandbox: {network: true}',
    ]) {
      messageOf(() => parseConfig(text));
    }
  });
});

describe('loadConfig', () => {
  const folder = temporaryFolder('cm-config');
  afterAll(() => folder.remove());
  const repository = (name: string) => {
    mkdirSync(join(folder.path, name));
    return join(folder.path, name);
  };

  it('has defaults where there is no file', async () => {
    expect(await loadConfig(repository('none'))).toEqual({ config: defaultConfig(), path: null });
  });

  it('reads the file at the root', async () => {
    const root = repository('some');
    writeFileSync(join(root, 'codemonkeys.yaml'), 'version: 1\nsandbox:\n  memoryMb: 512\n');
    expect(await loadConfig(root)).toMatchObject({
      path: join(root, 'codemonkeys.yaml'),
      config: { sandbox: { memoryMb: 512 } },
    });
  });

  it('refuses a link, a folder, a pipe, a huge file and bytes that are not UTF-8', async () => {
    const make: Record<string, (path: string) => void> = {
      link: (path) => symlinkSync('/etc/hostname', path),
      folder: (path) => mkdirSync(path),
      pipe: (path) => void execFileSync('mkfifo', [path]),
      huge: (path) => writeFileSync(path, '#'.repeat(300_000)),
      binary: (path) => writeFileSync(path, new Uint8Array([0x61, 0x3a, 0x20, 0xff])),
    };
    for (const [name, place] of Object.entries(make)) {
      const root = repository(`bad-${name}`);
      place(join(root, 'codemonkeys.yaml'));
      await expect(loadConfig(root)).rejects.toMatchObject({ code: 'CM_BAD_CONFIG', exitCode: 2 });
    }
  });
});

describe('configTemplate', () => {
  it('means the defaults, and what it shows is valid when it is uncommented', () => {
    const text = configTemplate('./schema.json');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./schema.json');
    expect(parseConfig(text)).toEqual(defaultConfig());
    const lines = text.split('\n').filter((line) => !/^# ?(yaml-|Settings|\s*#)/.test(line));
    const config = parseConfig(lines.map((line) => line.replace(/^# /, '')).join('\n'));
    expect(config).toMatchObject({
      heal: { protectedPaths: ['vendor/**'], test: { suites: [{ framework: 'pytest', folder: '' }] } },
      commit: defaultConfig().commit,
    });
  });
});

describe('codemonkeys.schema.json', () => {
  it('is up to date (run `pnpm --filter @cm/config generate` when it is not)', () => {
    expect(JSON.parse(readFileSync(join(import.meta.dirname, '../codemonkeys.schema.json'), 'utf8'))).toEqual(configJsonSchema());
  });
});
