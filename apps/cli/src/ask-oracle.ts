// What the commands that ask the oracle share: an index that is up to date, symbols as people name them, and answers as lines or as data.
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { printableJson } from '@cm/core';
import type { CodeNode, Edge, IndexState, Oracle } from '@cm/oracle';
import type { CommandContext, GlobalArguments } from './command.ts';
import { openProjectOracle } from './open-oracle.ts';
import { printable } from './terminal.ts';
import { openProject } from './workspace.ts';

export interface Asking {
  oracle: Oracle;
  root: string;
  /** The symbol that a person named, with paths relative to where they are. @throws {CmError} `CM_UNKNOWN_SYMBOL`, `CM_AMBIGUOUS_SYMBOL`. */
  symbol(text: string): Promise<CodeNode>;
  /** The same with its overloads, declarations and other parts; the one to show comes first. */
  symbols(text: string): Promise<CodeNode[]>;
  /** A path as the index has it. */
  path(text: string): string;
  /** Prints the answer: `data` with `--json`, else what `show` prints; and in both how far it can be trusted. */
  answer(data: object, show: () => void): Promise<void>;
}

/** Brings the index up to date, hands over what is needed to ask it, and closes it whatever happens. */
export async function askOracle(
  context: CommandContext,
  args: GlobalArguments,
  use: (asking: Asking) => Promise<void>,
): Promise<void> {
  const { terminal, signal } = context;
  const project = await openProject(args.cwd);
  const oracle = await openProjectOracle(project);
  const here = (text: string) => fromRoot(project.root, args.cwd, text);
  try {
    await oracle.scan({ signal, onProgress: ({ done, total }) => terminal.progress(`parsing ${done}/${total} files`) });
    terminal.endProgress();
    await use({
      oracle,
      root: project.root,
      symbol: (text) => oracle.symbol(here(text)),
      symbols: (text) => oracle.symbols(here(text)),
      path: here,
      answer: async (data, show) => {
        const state = await oracle.state();
        if (args.json) process.stdout.write(`${printableJson({ ...data, state }, 2)}\n`);
        else {
          show();
          terminal.line(terminal.colors.dim(stateLine(state)));
        }
      },
    });
  } finally {
    await oracle.close();
  }
}

/** People name files from the folder they are in; the index has them from the root. */
function fromRoot(root: string, cwd: string, text: string): string {
  const [, path = text, rest = ''] = /^(.+?)((?::\d+){1,2}|#.+)?$/s.exec(text) ?? [];
  const absolute = resolve(cwd, path);
  const inside = relative(root, absolute);
  if (inside.startsWith('..') || !existsSync(absolute)) return text;
  return `${inside.split(sep).join('/')}${rest}`;
}

function stateLine({ commit, freshness, coverage }: IndexState): string {
  const { current, changed, added, removed } = freshness;
  const fresh = current ? 'index is current' : `${changed + added + removed} files changed since the index was made`;
  const followed = `${Math.round(coverage.followed * 100)} % of uses followed`;
  const skipped = coverage.skipped === 0 ? '' : `, ${coverage.skipped} files left out`;
  return `${commit === null ? 'no commit' : `commit ${commit.slice(0, 10)}`}, ${fresh}, ${coverage.files} files${skipped}, ${followed}`;
}

/** A symbol as `--json` shows it, in every command alike. */
export function nodeData({ id, path, type, name, qualified_name, start_line, end_line }: CodeNode) {
  return { id, path, type, name, qualified_name, start_line, end_line };
}

export const idsOf = (nodes: readonly CodeNode[]): number[] => nodes.map(({ id }) => id);

export function edgeData({ type, tier, confidence, evidence, line }: Edge) {
  return { type, tier, confidence, evidence, line };
}

/** `src/a.ts:3-9  function parse`, for data on stdout. */
export function nodeLine({ terminal }: CommandContext, node: CodeNode, note = ''): string {
  const { bold, dim } = terminal.dataColors;
  const name = node.parent_id === null ? node.name : node.qualified_name;
  return `${printable(node.path)}:${node.start_line}-${node.end_line}  ${node.type} ${bold(printable(name))}${note === '' ? '' : `  ${dim(printable(note))}`}\n`;
}
