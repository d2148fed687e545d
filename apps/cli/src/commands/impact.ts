import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CmError } from '@cm/core';
import type { Impact, Impacted } from '@cm/oracle';
import { type Asking, askOracle, edgeData, idsOf, nodeData, nodeLine } from '../ask-oracle.ts';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { printable } from '../terminal.ts';

interface ImpactArguments extends GlobalArguments {
  what: string[];
  diff: string | undefined;
  depth: number;
  limit: number;
}

const MOST_LISTED = 15;

export function impactCommand(context: CommandContext): Command<ImpactArguments> {
  return {
    command: 'impact [what..]',
    describe: 'Say what a change may break, which tests to run, and what usually changes with it',
    builder: (yargs) =>
      yargs
        .positional('what', { type: 'string', array: true, default: [], describe: 'Symbols or paths that change' })
        .option('diff', { type: 'string', describe: 'A file with a unified diff, or - for stdin' })
        .option('depth', { type: 'number', default: 3, describe: 'How many edges away' })
        .option('limit', { type: 'number', default: 500, describe: 'How many in each list at the most' })
        .check(
          ({ what, diff }) =>
            (what ?? []).length > 0 || diff !== undefined || 'name a symbol or a path, or give a diff with --diff',
        )
        .check(({ depth, limit }) => (isCount(depth) && isCount(limit)) || '--depth and --limit take whole numbers, 1 or more')
        .example('cm impact Router.match', 'Before a method is changed')
        .example('git diff | cm impact --diff -', 'Of what is not committed yet')
        .example('cm impact src/app.ts --json', 'Of a whole file, as data'),
    handler: (args) =>
      askOracle(context, args, async (asking) => {
        const impact = await asking.oracle.impact(await changeOf(asking, args), { depth: args.depth, limit: args.limit });
        await asking.answer(impactData(impact), () => showImpact(context, impact));
      }),
  };
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;

async function changeOf({ oracle, symbols, path }: Asking, args: ImpactArguments) {
  const ids: number[] = [];
  const paths: string[] = [];
  for (const each of args.what) {
    if ((await oracle.outline(path(each))).length > 0) paths.push(path(each));
    else ids.push(...idsOf(await symbols(each)));
  }
  return { ids, paths, ...(args.diff === undefined ? {} : { diff: readDiff(args.cwd, args.diff) }) };
}

function readDiff(cwd: string, file: string): string {
  if (file === '-') return readFileSync(0, 'utf8');
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new CmError(`the diff ${file} can't be read`, {
      code: 'CM_NO_SUCH_FILE',
      hint: 'check the path, or pipe it: git diff | cm impact --diff -',
      cause,
    });
  }
}

function impactData(impact: Impact) {
  const impacted = (list: readonly Impacted[]) =>
    list.map(({ node, distance, confidence, why, edge }) => ({
      ...nodeData(node),
      distance,
      confidence,
      why,
      edge: edgeData(edge),
    }));
  return {
    changed: impact.changed.map(nodeData),
    certain: impacted(impact.certain),
    possible: impacted(impact.possible),
    unknown: impact.unknown.map(({ node, use, candidate, candidates }) => ({
      ...nodeData(node),
      use: { name: use.name, receiver: use.receiver, line: use.line },
      candidate: nodeData(candidate),
      candidates,
    })),
    tests: impact.tests.map(({ node, distance, confidence }) => ({ ...nodeData(node), distance, confidence })),
    usually: impact.usually,
    files: impact.files,
    missing: impact.missing,
    cut: impact.cut,
  };
}

function showImpact(context: CommandContext, impact: Impact): void {
  const { terminal } = context;
  const list = (title: string, lines: readonly string[]) => {
    if (lines.length === 0) return;
    process.stdout.write(`${terminal.dataColors.bold(title)} (${lines.length})\n`);
    for (const line of lines.slice(0, MOST_LISTED)) process.stdout.write(`  ${line}`);
    if (lines.length > MOST_LISTED) process.stdout.write(`  … and ${lines.length - MOST_LISTED} more; --json lists them\n`);
  };
  // Tests have a list of their own.
  const reasons = (found: readonly Impacted[]) =>
    found.filter(({ node }) => node.type !== 'test').map(({ node, why }) => nodeLine(context, node, why));
  list('certain', reasons(impact.certain));
  list('possible', reasons(impact.possible));
  list(
    'unknown',
    impact.unknown.map(({ node, use, candidates }) => {
      const name = use.receiver === null || use.receiver === '?' ? use.name : `${use.receiver}.${use.name}`;
      return nodeLine(
        context,
        node,
        `${name} in line ${use.line} may mean it${candidates < 2 ? '' : ` or ${candidates - 1} other${candidates === 2 ? '' : 's'}`}`,
      );
    }),
  );
  list(
    'tests to run',
    impact.tests.map(({ node, distance }) => nodeLine(context, node, distance === 0 ? 'changes itself' : `${distance} away`)),
  );
  list(
    'usually changes too',
    impact.usually.map(
      ({ path, with: other, together, commits, probability }) =>
        `${printable(path)}  ${terminal.dataColors.dim(`${Math.round(probability * 100)} %: in ${together} of ${commits} commits of ${printable(other)}`)}\n`,
    ),
  );
  if (impact.certain.length + impact.possible.length + impact.unknown.length === 0)
    terminal.line('nothing that is indexed depends on it');
  for (const path of impact.missing) terminal.line(`${printable(path)} is not in the index`);
  if (impact.cut !== null) terminal.line(`left out: ${impact.cut}`);
}
