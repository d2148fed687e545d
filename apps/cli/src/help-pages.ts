// The help of every command, for the documentation and for tests over all of them.
import { helpOf } from './cli.ts';

export interface HelpPage {
  /** `['audit', 'log']` for `cm audit log`; none for `cm` itself. */
  path: readonly string[];
  /** What `cm … --help` prints. */
  help: string;
}

const WIDTH = 100;

/** Every command's page, each before those of its own commands, in the order that help lists them. */
export async function* helpPages(path: readonly string[] = []): AsyncIterable<HelpPage> {
  const help = await helpOf(path, WIDTH);
  yield { path, help };
  for (const name of commandsIn(help, path)) yield* helpPages([...path, name]);
}

/** `completion` is made by yargs, and has no help of its own. */
function commandsIn(help: string, path: readonly string[]): string[] {
  const [, list = ''] = /^Commands:\n((?: .*\n)+)/m.exec(help) ?? [];
  const start = ['', '', 'cm', ...path, ''].join(' ');
  const lines = list.split('\n').filter((line) => line.startsWith(start));
  return lines
    .map((line) => /^[a-z-]+/.exec(line.slice(start.length))?.[0] ?? '')
    .filter((name) => name && name !== 'completion');
}
