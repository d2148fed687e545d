import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sha256, takePermitMint } from '@cm/core';
import { clearStaleWorktrees, commitIdentity, commitPatch, createWorktree, openRepository } from './index.ts';
import { snapshotCheckout, type TemporaryRepository, temporaryRepository } from './testing.ts';

const mint = takePermitMint();
const HOOKS = [
  'reference-transaction',
  'post-index-change',
  'post-checkout',
  'pre-commit',
  'post-commit',
  'prepare-commit-msg',
  'commit-msg',
];
const MORE_HOOKS = [
  'fsmonitor-watchman',
  'pre-auto-gc',
  'post-rewrite',
  'post-merge',
  'update',
  'pre-receive',
  'post-update',
  'pre-push',
];

/** Each makes a repository do something bad when git is run in it the usual way. `evil` is a program that makes the canary. */
const ATTACKS: Record<string, (made: TemporaryRepository, evil: string) => Promise<unknown> | unknown> = {
  hooks: (made, evil) => {
    mkdirSync(join(made.path, '.git/hooks'), { recursive: true });
    for (const hook of [...HOOKS, ...MORE_HOOKS]) symlinkSync(evil, join(made.path, '.git/hooks', hook));
  },
  'hooks elsewhere': (made, evil) => {
    mkdirSync(join(made.path, 'evil-hooks'));
    for (const hook of [...HOOKS, ...MORE_HOOKS]) symlinkSync(evil, join(made.path, 'evil-hooks', hook));
    return made.git('config', 'core.hooksPath', join(made.path, 'evil-hooks'));
  },
  'hooks in the configuration': async (made, evil) => {
    for (const hook of HOOKS) {
      await made.git('config', `hook.a=b ${hook}.command`, evil);
      await made.git('config', `hook.a=b ${hook}.event`, hook);
    }
  },
  fsmonitor: (made, evil) => made.git('config', 'core.fsmonitor', evil),
  filters: async (made, evil) => {
    mkdirSync(join(made.path, '.git/info'), { recursive: true });
    writeFileSync(join(made.path, '.git/info/attributes'), '* filter=y diff=y\n');
    for (const name of ['x', 'y']) {
      for (const key of ['clean', 'smudge', 'process']) await made.git('config', `filter.${name}.${key}`, evil);
      await made.git('config', `filter.${name}.required`, 'true');
      for (const key of ['textconv', 'command']) await made.git('config', `diff.${name}.${key}`, evil);
      await made.git('config', `merge.${name}.driver`, evil);
    }
  },
  programs: async (made, evil) => {
    const keys = [
      'diff.external',
      'core.sshCommand',
      'core.pager',
      'core.editor',
      'core.askPass',
      'core.gitProxy',
      'credential.helper',
      'gpg.program',
    ];
    for (const key of [
      ...keys,
      'core.alternateRefsCommand',
      'uploadpack.packObjectsHook',
      'sequence.editor',
      'interactive.diffFilter',
    ]) {
      await made.git('config', key, evil);
    }
    await made.git('config', 'commit.gpgSign', 'true');
    for (const command of ['update-ref', 'rev-parse', 'config', 'status', 'x'])
      await made.git('config', `alias.${command}`, `!${evil}`);
  },
  'a file that is included': (made, evil) => {
    writeFileSync(
      join(made.path, '.git/more'),
      `[core]\n\tfsmonitor = ${evil}\n\thooksPath = ${dirname(evil)}\n[filter "x"]\n\tsmudge = ${evil}\n`,
    );
    return made.git('config', 'include.path', join(made.path, '.git/more'));
  },
  'a working tree elsewhere': (made) => made.git('config', 'core.worktree', '/'),
  'a promisor remote that is a program': async (made, evil) => {
    await made.git('config', 'core.repositoryFormatVersion', '1');
    await made.git('config', 'extensions.partialClone', 'origin');
    await made.git('config', 'remote.origin.url', `ext::${evil}`);
    await made.git('config', 'remote.origin.uploadpack', evil);
    await made.git('config', 'remote.origin.promisor', 'true');
    await made.git('config', 'protocol.ext.allow', 'always');
  },
  submodule: async (made, evil) => {
    await made.git('config', 'submodule.sub.update', `!${evil}`);
    await made.git('config', 'submodule.sub.url', `ext::${evil}`);
    await made.git('config', 'submodule.recurse', 'true');
    const head = await made.git('rev-parse', 'HEAD');
    await made.git('update-index', '--add', '--cacheinfo', `160000,${head},sub`);
    await made.git('commit', '--quiet', '-m', 'submodule');
    // A nested repository in the working tree, with a monitor of its own.
    await made.git('init', '--quiet', '--template=', 'sub');
    await made.git('-C', 'sub', 'config', 'core.fsmonitor', evil);
  },
  'alternates in a circle': (made) => {
    mkdirSync(join(made.path, '.git/objects/info'), { recursive: true });
    writeFileSync(join(made.path, '.git/objects/info/alternates'), `${join(made.path, '.git/objects')}\n../objects\n/nowhere\n`);
  },
  'odd refs': async (made) => {
    const head = await made.git('rev-parse', 'HEAD');
    for (const ref of ['-x', '--exec=x', '$(x)', 'a;b', 'ü', 'HEAD', head])
      await made.git('update-ref', `refs/heads/${ref}`, head);
    await made.git('update-ref', 'refs/replace/x', head);
    await made.git('symbolic-ref', 'HEAD', 'refs/heads/--exec=x');
  },
};

describe.each(Object.entries(ATTACKS))('a repository with %s', (name, attack) => {
  it('runs nothing and is left as it was but for our branch', async () => {
    const made = await temporaryRepository({
      files: { file: 'text\n', 'o.x': 'x\n', '.gitattributes': '* filter=x diff=x merge=x\n' },
    });
    const evil = join(made.path, '..', 'evil');
    const canary = join(made.path, '..', 'canary');
    try {
      symlinkSync('../..', join(made.path, 'out'));
      await made.commit({}, 'a link out of the tree');
      writeFileSync(evil, `#!/bin/sh\ntouch '${canary}'\n`);
      chmodSync(evil, 0o755);
      await attack(made, evil);
      const before = snapshotCheckout(made.path);
      await useEverything(made.path);
      const { '.git/refs/heads/cm/heal/1': ours, ...after } = snapshotCheckout(made.path);
      expect(ours).toBeDefined();
      expect(after).toEqual(before);
      expect(existsSync(canary)).toBe(false);
      if (ARMED.includes(name)) {
        await useGitPlainly(made);
        expect(existsSync(canary)).toBe(true);
      }
    } finally {
      made.remove();
    }
  });
});

/** The attacks that plain git falls for, to know that the canary can appear. */
const ARMED = ['hooks', 'hooks elsewhere', 'fsmonitor', 'filters', 'programs', 'a file that is included'];

async function useGitPlainly(made: TemporaryRepository): Promise<void> {
  writeFileSync(join(made.path, 'file'), 'edited\n');
  for (const command of [
    ['status'],
    ['diff'],
    ['add', 'file'],
    ['commit', '-m', 'x'],
    ['update-ref', 'refs/heads/control', 'HEAD'],
  ]) {
    // The programs of the attack fail as filters; that they ran is what counts.
    await made.git(...command).catch(() => undefined);
  }
}

async function useEverything(path: string): Promise<void> {
  const repository = await openRepository(path);
  expect(basename(repository.root)).toBe('project');
  const { commit } = repository.head;
  await repository.listFiles(commit);
  await repository.readFile(commit, 'file');
  await repository.status();
  const tree = await createWorktree(repository, { commit });
  try {
    expect(tree.readText('file')).toBe('text\n');
    expect(() => tree.write('out/escaped', 'x')).toThrow('symbolic link');
    tree.write('file', 'new\n');
    tree.write('added', 'new\n');
    expect(await tree.changedPaths()).toEqual(['added', 'file']);
    expect(await tree.diff()).toContain('+new');
    await tree.reset();
  } finally {
    await tree.remove();
  }
  const branch = 'cm/heal/1';
  const permit = mint({
    id: '1',
    action: 'repository.branch.write',
    facts: { branch },
    articles: [],
    constitutionHash: '',
    issuedAt: '',
  });
  const changes = [{ path: 'file', beforeHash: sha256('text\n'), after: 'new\n' }];
  await commitPatch(permit, repository, { base: commit, changes, message: 'fix', author: commitIdentity(), branch });
}

describe('clearStaleWorktrees', () => {
  it('removes what dead processes left, with their lock, and nothing else', async () => {
    const made = await temporaryRepository({ files: { file: 'x' } });
    try {
      const parent = join(made.path, '..');
      const repository = await openRepository(made.path);
      const tree = await createWorktree(repository, { commit: repository.head.commit, parentFolder: parent });
      const [, pid = '', namespace = ''] = /cm-worktree-(\d+)-\d+-(\d+)-/.exec(tree.root) ?? [];
      const lock = join(made.path, '.git/refs/heads/a.lock');
      const stale = (owner: string, value: string) => {
        const folder = join(parent, `cm-worktree-${owner}`);
        mkdirSync(folder);
        writeFileSync(join(folder, 'branch-intent.json'), JSON.stringify({ lock, commit: value }));
        return folder;
      };
      writeFileSync(lock, `${repository.head.commit}\n`);
      const reused = stale(`${pid}-1-${namespace}-aaaaaa`, 'another');
      const elsewhere = stale(`999999999-1-1${namespace}-aaaaaa`, 'another');
      expect(await clearStaleWorktrees(parent)).toBe(1);
      expect([reused, elsewhere, lock, tree.root].map((path) => existsSync(path))).toEqual([false, true, true, true]);
      const dead = stale(`999999999-1-${namespace}-bbbbbb`, repository.head.commit);
      expect(await clearStaleWorktrees(parent)).toBe(0);
      expect(existsSync(dead)).toBe(true);
      utimesSync(lock, 1, 1);
      expect(await clearStaleWorktrees(parent)).toBe(1);
      expect([dead, lock, tree.root].map((path) => existsSync(path))).toEqual([false, false, true]);
      rmSync(elsewhere, { recursive: true });
    } finally {
      made.remove();
    }
  });
});
