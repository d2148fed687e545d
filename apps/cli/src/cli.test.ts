import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@cm/core';
import { temporaryFolder } from '@cm/core/testing';
import { type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { cm } from './run-cm.fixture.ts';

let made: TemporaryRepository;
beforeAll(async () => {
  made = await temporaryRepository({ files: { 'a.js': 'export function greet() {}\n' } });
  await cm(made.path, ['init']);
});
afterAll(() => made.remove());

describe('a wrong call', () => {
  it.each([
    [[], 'no command was named', 'cm --help lists commands and options'],
    [['hael'], 'Did you mean heal?', 'cm --help lists'],
    [['audit'], 'cm audit wants to know what to do: log, show or verify', 'cm audit --help lists commands and options'],
    [['audit', 'lgo'], 'Did you mean log?', 'cm audit --help lists'],
    [['audit', 'show'], 'something is missing: cm audit show <entry>', 'cm audit show --help lists the options and examples'],
    [['search'], 'something is missing: cm search <query..>', 'cm search --help lists'],
    [['heal', '--trsut'], 'Unknown argument: trsut', 'did you mean --trust? cm heal --help lists'],
    [['heal', '--apply', '--dry-run'], '--dry-run writes nothing, so it does not go with --apply', 'cm heal --help lists'],
  ])('%j ends with 2, what is wrong and what to do', async (args, message, hint) => {
    // In whatever language the person's shell is.
    const { exitCode, stdout, stderr } = await cm(made.path, args, { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(`Error CM_USAGE: ${message}\n  ${hint}${stderr.slice(stderr.indexOf(hint) + hint.length)}`);
    expect(stderr.split('\n')).toHaveLength(3);
  });
});

describe('--json', () => {
  it.each([
    ['init'],
    ['scan'],
    ['search', 'greet'],
    ['audit', 'log'],
    ['audit', 'verify'],
    ['constitution', 'show'],
    ['doctor'],
    ['audit', 'show', '99'],
    ['audit'],
    ['search', 'x', '--limit', '0'],
  ])('cm %s %s: data or an error on stdout, and nothing on stderr', async (...args) => {
    const { exitCode, stdout, stderr } = await cm(made.path, [...args, '--json']);
    expect(stderr).toBe('');
    expect(stdout.endsWith('\n') && !stdout.endsWith('\n\n')).toBe(true);
    const data = JSON.parse(stdout) as { error?: { exitCode: number } };
    expect(data.error?.exitCode ?? 0).toBe(exitCode);
  });

  it('after -- is no option', async () => {
    const { stdout, stderr, exitCode } = await cm(made.path, ['search', '--', '--json']);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringContaining('Error CM_USAGE') });
  });
});

it('without --json, data is on stdout and words are on stderr', async () => {
  const found = await cm(made.path, ['search', 'greet']);
  expect(found.stdout).toMatch(/^a\.js:1-1 {2}function greet {2}.*\n$/);
  const scanned = await cm(made.path, ['scan']);
  expect(scanned.stdout).toBe('');
  expect(scanned.stderr).toContain('2 unchanged');
});

describe('colour', () => {
  const painting = '\u001b[';
  it('is not in what goes into a file or pipe, unless FORCE_COLOR asks for it, and never with NO_COLOR', async () => {
    const says = async (env: Record<string, string>) => {
      const { stdout, stderr } = await cm(made.path, ['search', 'greet'], env);
      const scan = await cm(made.path, ['scan'], env);
      return [`${stdout}${stderr}`, `${scan.stdout}${scan.stderr}`].map((said) => said.includes(painting));
    };
    expect(await says({})).toEqual([false, false]);
    expect(await says({ FORCE_COLOR: '1' })).toEqual([true, true]);
    expect(await says({ FORCE_COLOR: '1', NO_COLOR: '1' })).toEqual([false, false]);
    const asked = await cm(made.path, ['search', '--color', 'greet'], { NO_COLOR: '1' });
    expect(asked.stdout).toContain(painting);
    const wrong = await cm(made.path, ['search', '--no-color', '--nothing'], { FORCE_COLOR: '1' });
    expect(wrong.stderr).not.toContain(painting);
  });
});

describe('what a repository says', () => {
  it('can not drive the terminal, as words or as JSON', async () => {
    const hostile = await temporaryRepository({ files: { 'a.js': 'export function greet() {}\n' } });
    try {
      mkdirSync(join(hostile.path, 'constitution'));
      writeFileSync(join(hostile.path, 'constitution/\u009b31m\u202eevil.yaml'), 'articles: 7\n');
      await hostile.commit({}, 'hostile');
      for (const args of [
        ['constitution', 'show'],
        ['constitution', 'show', '--json'],
      ]) {
        const { stdout, stderr } = await cm(hostile.path, args);
        expect(`${stdout}${stderr}`).toContain('evil.yaml');
        expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }
    } finally {
      hostile.remove();
    }
  });
});

describe('completion', () => {
  it('completes commands, those below another, and options, in bash', async () => {
    const folder = temporaryFolder('cm-completion');
    try {
      const program = join(folder.path, 'cm');
      writeFileSync(
        program,
        `#!/bin/sh\nexec '${process.execPath}' --conditions=@cm/source --disable-warning=ExperimentalWarning '${join(import.meta.dirname, 'main.ts')}' "$@"\n`,
      );
      chmodSync(program, 0o755);
      const script = `
        source <(cm completion)
        complete -p cm >/dev/null || exit 9
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _cm_yargs_completions; echo "\${COMPREPLY[*]}"; }
        ask cm he
        ask cm audit v
        ask cm heal --dr
      `;
      const { stdout, stderr, exitCode } = await runProcess('bash', ['--norc', '-c', script], {
        env: { PATH: `${folder.path}:/usr/bin:/bin`, HOME: folder.path, SHELL: '/bin/bash' },
        timeoutMs: 60_000,
      });
      expect({ stdout, stderr, exitCode }).toEqual({ stdout: 'heal\nverify\n--dry-run\n', stderr: '', exitCode: 0 });
    } finally {
      folder.remove();
    }
  });

  it('says what each is in zsh, whose script is another', async () => {
    const env = { SHELL: '/bin/zsh' };
    const { stdout: script } = await cm(made.path, ['completion'], env);
    expect(script).toMatch(/^#compdef cm\n.*~\/\.zshrc.*compdef _cm_yargs_completions cm/s);
    const { stdout } = await cm(made.path, ['--get-yargs-completions', 'cm', 'he'], env);
    expect(stdout).toContain('\nheal:Repair red tests, and leave the verified repair on a branch\n');
  });
});
