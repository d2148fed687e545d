import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import { ordinaryFacts } from './actions.ts';
import { loadConstitution } from './constitution.ts';
import { testArticles } from './test-articles.ts';

const folder = temporaryFolder('cm-constitution');
afterAll(() => folder.remove());

let count = 0;
function repository(files: Record<string, string>): string {
  const root = join(folder.path, String(++count));
  mkdirSync(join(root, 'constitution'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'constitution', name), text);
  return root;
}
const load = (text: string) => loadConstitution({ root: repository({ '50-ours.yaml': text }) });
const amend = (text: string) => load(`amendments:\n  - ${text}\n`);

const builtin = await loadConstitution();
const article = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({
    articles: [
      {
        id: 'XX.1',
        title: 'Only sources',
        prose: 'Only what is under src is repaired.',
        actions: ['checkout.write', 'repository.branch.write'],
        rule: "paths.all(path, path.startsWith('src/'))",
        enforcement: 'deny',
        message: 'Not under src.',
        hint: 'leave it',
        examples: [
          { name: 'a source', expect: 'allow' },
          { name: 'another file', facts: { paths: ['x.py'] }, expect: 'deny' },
        ],
        ...changes,
      },
    ],
  });

describe('a constitution of a repository', () => {
  it('may add articles', async () => {
    const constitution = await load(article());
    expect(constitution.hash).not.toBe(builtin.hash);
    const facts = { ...ordinaryFacts['checkout.write'], paths: ['lib/a.ts'] };
    expect(builtin.decide('checkout.write', facts).outcome).toBe('allow');
    expect(constitution.decide('checkout.write', facts)).toMatchObject({ outcome: 'deny', deciding: 'XX.1' });
    expect(testArticles(constitution).every(({ passed }) => passed)).toBe(true);
  });

  it('may tighten parameters, and the examples of the text still hold', async () => {
    const constitution = await amend('{ article: XVII.1, params: { maxAttemptsPerRung: 1 } }');
    expect(constitution.decide('heal.attempt', { ...ordinaryFacts['heal.attempt'], attemptOfRung: 2 })).toMatchObject({
      outcome: 'deny',
      deciding: 'XVII.1',
    });
    expect(testArticles(constitution).every(({ passed }) => passed)).toBe(true);
    await expect(amend('{ article: VI.1, params: { branchPrefix: cm/bot/ } }')).resolves.toBeDefined();
    const more = await amend('{ article: IV.2, params: { protectedPaths: [vendor] } }');
    expect(more.protectedPaths).toEqual([...builtin.protectedPaths, 'vendor']);
    expect(more.decide('checkout.write', { ...ordinaryFacts['checkout.write'], paths: ['vendor/x.c'] }).deciding).toBe('IV.2');
  });

  it('may strengthen enforcement', async () => {
    const constitution = await amend('{ article: VII.2, enforcement: deny }');
    const facts = { ...ordinaryFacts['process.run'], sandbox: 'trusted' as const, trusted: true };
    expect(builtin.decide('process.run', facts).outcome).toBe('warn');
    expect(constitution.decide('process.run', facts)).toMatchObject({ outcome: 'deny', deciding: 'VII.2' });
  });

  it.each([
    '{ article: XVII.1, params: { maxAttemptsPerRung: 3 } }',
    '{ article: VI.1, params: { branchPrefix: c } }',
    "{ article: VI.1, params: { branchPrefix: '' } }",
    '{ article: VIII.2, params: { allowedHosts: [evil.example.org] } }',
    '{ article: VIII.3, params: { allowedProviders: [example] } }',
    '{ article: VIII.3, params: { maxUsdPerCall: 1 } }',
    '{ article: X.1, params: { maxLines: 100000 } }',
    '{ article: III.1, enforcement: warn }',
    '{ article: V.2, enforcement: audit }',
  ])('may not loosen: %s', async (text) => {
    await expect(amend(text)).rejects.toMatchObject({ code: 'CM_LOOSENED', exitCode: 2 });
  });

  it('may not write a built-in article anew', async () => {
    await expect(load(article({ id: 'III.1' }))).rejects.toMatchObject({ code: 'CM_LOOSENED', exitCode: 2 });
  });

  it('may hold the built-in articles as they are, next to its own', async () => {
    const root = repository({ '50-ours.yaml': article() });
    cpSync(join(import.meta.dirname, '../../../constitution'), join(root, 'constitution'), { recursive: true });
    expect((await loadConstitution({ root })).articles).toHaveLength(builtin.articles.length + 1);
  });

  it('can not be got round by tightening twice', async () => {
    const amendments =
      'amendments:\n  - { article: XVII.1, params: { maxAttemptsPerRung: 1 } }\n  - { article: XVII.1, params: { maxAttemptsPerRung: 2 } }\n';
    await expect(load(amendments)).rejects.toMatchObject({ code: 'CM_LOOSENED' });
  });

  it('is not needed', async () => {
    expect((await loadConstitution({ root: folder.path })).hash).toBe(builtin.hash);
    expect((await loadConstitution({ root: repository({ 'README.md': '# ours' }) })).hash).toBe(builtin.hash);
  });

  it('is joined by the protected paths of the settings', async () => {
    const constitution = await loadConstitution({ protectedPaths: ['docs/**'] });
    expect(constitution.decide('checkout.write', { ...ordinaryFacts['checkout.write'], paths: ['docs/a.md'] }).deciding).toBe(
      'IV.2',
    );
    await expect(loadConstitution({ protectedPaths: ['(a+)+'] })).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("a person's constitution", () => {
  const person = (text: string) => repository({ 'mine.yaml': text });
  const named = person(
    'amendments:\n  - { article: VIII.2, params: { allowedHosts: [localhost, api.example.org] } }\n  - { article: VIII.3, params: { allowedProviders: [localhost], maxUsdPerCall: 1 } }\n',
  );
  const connect = { ...ordinaryFacts['network.connect'], host: 'localhost' };

  it('may name hosts and providers, which no repository can', async () => {
    expect(builtin.decide('network.connect', connect).outcome).toBe('deny');
    const constitution = await loadConstitution({ person: named });
    expect(constitution.decide('network.connect', connect).outcome).toBe('allow');
    expect(constitution.decide('network.connect', { ...connect, host: 'evil.example.org' }).outcome).toBe('deny');
    const call = { ...ordinaryFacts['model.call'], provider: 'localhost', estimatedUsd: 0.9 };
    expect(constitution.decide('model.call', call).outcome).toBe('allow');
    expect(testArticles(constitution).every(({ passed }) => passed)).toBe(true);
    expect(constitution.hash).not.toBe(builtin.hash);
  });

  it('is tightened by the repository, and not widened', async () => {
    const fewer = repository({ 'a.yaml': 'amendments:\n  - { article: VIII.2, params: { allowedHosts: [api.example.org] } }\n' });
    expect((await loadConstitution({ person: named, root: fewer })).decide('network.connect', connect).outcome).toBe('deny');
    const more = repository({ 'a.yaml': 'amendments:\n  - { article: VIII.2, params: { allowedHosts: [evil.example.org] } }\n' });
    await expect(loadConstitution({ person: named, root: more })).rejects.toMatchObject({
      code: 'CM_LOOSENED',
      hint: expect.stringContaining('~/.codemonkeys/constitution/'),
    });
  });

  it.each([
    '{ article: XVII.1, params: { maxAttemptsPerRung: 3 } }',
    '{ article: III.1, enforcement: warn }',
    '{ article: VIII.2, enforcement: warn }',
    '{ article: IV.2, params: { protectedPaths: [] } }',
  ])('may not loosen what is not left to a person: %s', async (text) => {
    const loading = loadConstitution({ person: person(`amendments:\n  - ${text}\n`) });
    if (text.includes('IV.2')) expect((await loading).protectedPaths).toEqual(builtin.protectedPaths);
    else await expect(loading).rejects.toMatchObject({ code: 'CM_LOOSENED' });
  });

  it('is told from the repository’s in messages', async () => {
    await expect(loadConstitution({ person: person('articels: []') })).rejects.toThrow('~/.codemonkeys/constitution/mine.yaml');
  });
});

describe('a constitution that can not be used', () => {
  it.each<[string, string, string]>([
    ['an unknown key', article().replace('"title"', '"titel"'), 'did you mean "title"?'],
    ['an unknown action', article({ actions: ['checkout.wirte'] }), 'Invalid option'],
    ['no actions', article({ actions: [] }), 'actions'],
    ['a misspelt fact', article({ rule: 'path == [] || true' }), '"path" is no fact or parameter'],
    ['a fact that one of its actions has not', article({ rule: 'requestedByPerson' }), 'no fact or parameter'],
    ['a rule that is no yes or no', article({ rule: 'size(paths)' }), 'bool is needed'],
    ['a rule of another type', article({ rule: true }), 'expected string'],
    ['a regular expression', article({ rule: "paths.all(p, p.matches('(a+)+'))" }), 'matches may not be used'],
    [
      'a parameter named like a fact',
      article({ params: { paths: { type: 'globs', value: [], tighter: 'more' } } }),
      'is a fact already',
    ],
    [
      'a parameter of another type',
      article({ params: { most: { type: 'int', value: 'two', tighter: 'lower' } } }),
      'expected number',
    ],
    [
      'a glob that could run for ever',
      article({ params: { globs: { type: 'globs', value: ['(a+)+'], tighter: 'more' } } }),
      'may not hold',
    ],
    ['an audit of an unknown fact', article({ audit: ['who'] }), 'who is no fact'],
    [
      'an example of another action',
      article({
        examples: [
          { name: 'a', action: 'heal.attempt', expect: 'allow' },
          { name: 'b', expect: 'deny' },
        ],
      }),
      'does not apply',
    ],
    [
      'an example with an unknown fact',
      article({
        examples: [
          { name: 'a', facts: { x: 1 }, expect: 'allow' },
          { name: 'b', expect: 'deny' },
        ],
      }),
      'examples.0.facts',
    ],
    [
      'examples of one kind only',
      article({
        examples: [
          { name: 'a', expect: 'allow' },
          { name: 'b', expect: 'allow' },
        ],
      }),
      'one that is allowed and one that is not',
    ],
    ['a message with control characters', article({ message: 'a\u001b[2J' }), 'control characters'],
    ['a list', '- a\n', 'expected object'],
    ['a bomb', `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]\n`, 'aliases'],
    ['deep nesting', '['.repeat(50_000), 'nested too deeply'],
    ['a foreign tag', 'articles: !!js/function x', 'Unresolved tag'],
    ['a huge file', '#'.repeat(300_000), 'larger than'],
    ['an amendment of no article', 'amendments: [{ article: XCIX.1 }]', 'no article XCIX.1'],
    ['an amendment of no parameter', 'amendments: [{ article: XVII.1, params: { toString: 1 } }]', 'no parameter toString'],
    [
      'an amendment of another type',
      'amendments: [{ article: XVII.1, params: { maxAttemptsPerRung: [] } }]',
      'must be of type int',
    ],
    ['an amendment that is no number', 'amendments: [{ article: XVII.1, params: { maxAttemptsPerRung: -.inf } }]', ''],
  ])('has %s', async (_what, text, why) => {
    await expect(load(text)).rejects.toMatchObject({
      code: 'CM_BAD_CONSTITUTION',
      exitCode: 2,
      message: expect.stringContaining(why),
    });
  });

  it('has a number twice, in one file or in two', async () => {
    const { articles } = JSON.parse(article());
    await expect(load(JSON.stringify({ articles: [...articles, ...articles] }))).rejects.toMatchObject({
      code: 'CM_BAD_CONSTITUTION',
    });
    await expect(loadConstitution({ root: repository({ 'a.yaml': article(), 'b.yaml': article() }) })).rejects.toMatchObject({
      code: 'CM_BAD_CONSTITUTION',
      message: expect.stringContaining('is in constitution/a.yaml already'),
    });
  });

  it('says where the problem is', async () => {
    const text = article().replace('"rule":', '\n  "rule":\n    ').replace('startsWith', 'matches');
    await expect(load(text)).rejects.toMatchObject({ problems: [expect.objectContaining({ line: 3, column: 5 })] });
  });

  it('is a link, a file, or has folders in it', async () => {
    const link = join(folder.path, 'link');
    mkdirSync(link);
    symlinkSync(folder.path, join(link, 'constitution'));
    const file = join(folder.path, 'file');
    mkdirSync(file);
    writeFileSync(join(file, 'constitution'), 'x');
    const nested = repository({});
    mkdirSync(join(nested, 'constitution', 'more'));
    const linked = repository({});
    symlinkSync('/etc/hostname', join(linked, 'constitution', 'a.yaml'));
    for (const root of [link, file, nested, linked])
      await expect(loadConstitution({ root })).rejects.toMatchObject({ code: 'CM_BAD_CONSTITUTION' });
  });
});
