import type { MapOptions, RepositoryMap } from '../answers.ts';
import type { NodeType } from '../facts.ts';
import type { CodeNode } from '../words.ts';
import { countTokens } from './count-tokens.ts';
import { type Db, nodesById } from './queries.ts';
import { byPlace, round } from './reach.ts';
import { type RankedSymbol, rankSymbols } from './symbol-ranks.ts';

const DEFAULT_TOKENS = 2000;
const LONGEST_SIGNATURE = 140;
/** Type variables and the like. */
const SHORTEST_NAME = 3;
const MOST_SYMBOLS = 20_000;
const SHOWN: ReadonlySet<NodeType> = new Set(['class', 'interface', 'struct', 'enum', 'function', 'method', 'type', 'constant']);

/** The signatures that the code rests on most, file by file, as many as the budget holds. */
export async function repositoryMap(db: Db, churn: ReadonlyMap<string, number>, options: MapOptions): Promise<RepositoryMap> {
  const budget = options.tokens ?? DEFAULT_TOKENS;
  const ranked = await rankSymbols(db, churn, options.mentions ?? []);
  const wanted = ranked
    .filter((symbol) => SHOWN.has(symbol.type) && !symbol.isTest && symbol.name.length >= SHORTEST_NAME)
    .sort((a, b) => b.rank - a.rank || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_SYMBOLS);
  const nodes = await nodesById(
    db,
    wanted.map(({ id }) => id),
  );
  const fileRanks = sumByFile(ranked);
  const chosen = choose(
    wanted.flatMap(({ id }) => nodes.get(id) ?? []),
    nodes,
    budget,
  );
  const render = () =>
    [...chosen]
      .map(([path, symbols]) => ({ path, rank: round(fileRanks.get(path) ?? 0), symbols: symbols.toSorted(byPlace) }))
      .sort((a, b) => b.rank - a.rank || (a.path < b.path ? -1 : 1));
  let files = render();
  let text = mapText(files);
  // Pieces are counted one by one before, and may come to a little more together.
  while (countTokens(text) > budget && files.length > 0) {
    chosen.delete(files.at(-1)!.path);
    files = render();
    text = mapText(files);
  }
  const all = new Set(ranked.filter((symbol) => !symbol.isTest).map(({ path }) => path));
  return { text, tokens: countTokens(text), files, left: all.size - files.length };
}

function sumByFile(ranked: readonly RankedSymbol[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { path, rank } of ranked) sums.set(path, (sums.get(path) ?? 0) + rank);
  return sums;
}

/** Takes symbols in the order of their rank while they fit, each with what it is written in. */
function choose(wanted: readonly CodeNode[], nodes: ReadonlyMap<number, CodeNode>, budget: number): Map<string, CodeNode[]> {
  const chosen = new Map<string, CodeNode[]>();
  const taken = new Set<number>();
  let tokens = 0;
  for (const node of wanted) {
    const chain: CodeNode[] = [];
    for (let at: CodeNode | undefined = node; at !== undefined && !taken.has(at.id); at = nodes.get(at.parent_id ?? -1))
      chain.push(at);
    // What is written inside of a function is its own affair.
    if (chain.slice(1).some(({ type }) => type === 'function' || type === 'method')) continue;
    const header = chosen.has(node.path) ? 0 : countTokens(`${node.path}:\n`);
    const cost = header + chain.reduce((sum, each) => sum + countTokens(lineOf(each)), 0);
    if (chain.length === 0 || tokens + cost > budget) continue;
    tokens += cost;
    for (const each of chain) {
      taken.add(each.id);
      const list = chosen.get(each.path);
      if (list === undefined) chosen.set(each.path, [each]);
      else list.push(each);
    }
  }
  return chosen;
}

function lineOf(node: CodeNode): string {
  const depth = node.qualified_name === node.name ? 0 : node.qualified_name.split('.').length - 1;
  const signature = shorten(node);
  return `${'  '.repeat(Math.min(depth, 8) + 1)}${node.start_line}: ${signature}\n`;
}

/** A signature is one line, so that a comment to the end of the line would swallow what follows; bodies of types are left out. */
function shorten({ signature, type }: CodeNode): string {
  const plain = signature
    .replace(/\/\*.*?\*\//g, ' ')
    .replace(/ (?:\/\/|#) .*$/, '')
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .replace(/,? \)/g, ')')
    .replace(/< /g, '<')
    .replace(/,? >/g, '>');
  const head = type === 'interface' || type === 'enum' ? plain.replace(/ ?\{.*$/, '') : plain;
  return head.length > LONGEST_SIGNATURE ? `${head.slice(0, LONGEST_SIGNATURE)}…` : head;
}

function mapText(files: RepositoryMap['files']): string {
  return files.map(({ path, symbols }) => `${path}:\n${symbols.map(lineOf).join('')}`).join('');
}
