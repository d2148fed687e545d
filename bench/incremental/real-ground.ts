// Random edits of a real repository, as people and tools make them.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cloneRepository } from '../clone-repository.ts';

export interface Ground {
  name: string;
  root: string;
  /** One random edit. */
  step(): void;
  remove(): void;
}

const CODE = /\.(?:[cm]?[jt]sx?|py|rs|go|java|rb|php|cs|c|h|cc|cpp|hpp|md|ya?ml|toml)$|(?:package|tsconfig)[^/]*\.json$/;
const COMMITS = 40;

/** A clone of the repository at `path`, on which steps work. */
export function realGround(path: string, random: () => number): Ground {
  const clone = cloneRepository(path);
  const commits = clone.commits(COMMITS).map(({ id }) => id);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  clone.checkout(commits[0]!);
  const files = () =>
    clone.files().filter((file) => CODE.test(file) && !file.includes('node_modules/') && existsSync(join(clone.path, file)));
  const read = (file: string) => readFileSync(join(clone.path, file), 'utf8');
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(clone.path, file)), { recursive: true });
    writeFileSync(join(clone.path, file), text);
  };
  const alike = (file: string) => pick(files().filter((other) => other.split('.').at(-1) === file.split('.').at(-1)));
  /** A fetched copy may lack the large files of a commit: then it stays as far as it came, which is an edit too. */
  const tryCheckout = (commit: string) => {
    try {
      clone.checkout(commit);
    } catch (error) {
      process.stderr.write(`${String(error).split('\n')[0]}\n`);
    }
  };
  const steps: (() => void)[] = [
    // Some lines go: mostly it no longer parses.
    () => {
      const file = pick(files());
      const lines = read(file).split('\n');
      lines.splice(Math.floor(random() * lines.length), 1 + Math.floor(random() * 12));
      write(file, lines.join('\n'));
    },
    // Lines of another file come in.
    () => {
      const file = pick(files());
      const from = read(alike(file)).split('\n');
      const at = Math.floor(random() * from.length);
      const lines = read(file).split('\n');
      lines.splice(Math.floor(random() * lines.length), 0, ...from.slice(at, at + 25));
      write(file, lines.join('\n'));
    },
    // A name is another one, throughout a file.
    () => {
      const file = pick(files());
      const text = read(file);
      const name = pick(text.match(/[A-Za-z_]{4,}/g) ?? ['nothing']);
      write(file, text.replaceAll(name, `${name}Renamed`));
    },
    () => {
      const file = pick(files());
      write(join(dirname(file), `copy-of-${basename(file)}`), read(file));
    },
    () => {
      const file = pick(files());
      const to = join(dirname(alike(file)), `moved-${basename(file)}`);
      if (!existsSync(join(clone.path, to))) renameSync(join(clone.path, file), join(clone.path, to));
    },
    () => {
      const [a, b] = [pick(files()), pick(files())];
      const [first, second] = [read(a), read(b)];
      write(a, second);
      write(b, first);
    },
    () => rmSync(join(clone.path, pick(files()))),
    () => tryCheckout('HEAD'),
    () => tryCheckout(pick(commits)),
  ];
  return { name: basename(path), root: clone.path, step: () => pick(steps)(), remove: clone.remove };
}
