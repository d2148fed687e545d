import type { Context, ContextPart, ContextQuestion } from '../answers.ts';
import { isType } from '../link/choose-definition.ts';
import type { CodeNode } from '../words.ts';
import { type Seed, seedsOf } from './context-seeds.ts';
import { countTokens, fitsIn } from './count-tokens.ts';
import { namesakesNearer } from './namesakes.ts';
import { type Db, neighbours } from './queries.ts';
import { byPlace } from './reach.ts';
import { listed, named, render, renderContext, renderList } from './render-context.ts';
import { type ReadTexts, sourceOf } from './source.ts';
import { isTestPath } from './test-path.ts';

const DEFAULT_TOKENS = 6000;
const MOST_EXPANDED = 12;
const MOST_PIECES = 300;
/** One piece takes no more of the budget than this, so that others have room. */
const LARGEST_PART = 0.8;
const EXCERPT_LINES = 15;
/** What of the budget may go to lines that only name a place: words lead to many candidates, a failure or a file to the code itself. */
const LISTED_FOR_WORDS = 0.5;
const LISTED = 0.2;
/** Room is kept for a list of so many, as far as its share goes. */
const MOST_LISTED = 90;
/** What a member of a good type is worth, where it does not have more than so many. */
const MEMBER = 0.65;
const MOST_MEMBERS = 40;
/** What comes after so many is told by its name alone. */
const MOST_SIGNATURES = 20;

/**
 * What somebody needs to read to answer a question: the seeds and what is next to them in the graph, the most telling first. As much source as there is
 * room for, and of the rest a line each, so that nothing that was found is out of sight.
 */
export async function contextOf(
  db: Db,
  root: string,
  question: ContextQuestion,
  options: { tokens?: number },
  found: readonly { id: number; score: number }[],
): Promise<Context> {
  const budget = options.tokens ?? DEFAULT_TOKENS;
  const pieces = merge(await expand(db, await seedsOf(db, question, found)));
  const share = 'task' in question ? LISTED_FOR_WORDS : LISTED;
  const toList = namesakesNearer(pieces);
  const forList = Math.min(budget * share, countTokens(renderList(inShort(toList.slice(0, MOST_LISTED)))));
  const read = await readParts(db, root, pieces, budget - forList);
  const parts = [...read, ...listParts(toList, read, budget - tokensOf(read))];
  const text = renderContext(parts);
  return { text, tokens: countTokens(text), parts, left: pieces.length - parts.length };
}

const tokensOf = (parts: readonly ContextPart[]): number => countTokens(parts.map(render).join(''));

/** The pieces whose source fits, the most telling first. */
async function readParts(db: Db, root: string, pieces: readonly Seed[], budget: number): Promise<ContextPart[]> {
  const parts: ContextPart[] = [];
  const texts: ReadTexts = new Map();
  let left = budget;
  for (const piece of pieces) {
    // What a part that is shown holds is shown with it, and no line is shown twice.
    if (isWithin(piece.node, parts) || parts.some(({ node }) => holds(piece.node, node))) continue;
    const room = Math.min(left, Math.max(budget * LARGEST_PART, 200));
    // Each line is a token at the least: what can't fit is not read.
    if (piece.line === undefined && piece.node.end_line - piece.node.start_line > room) continue;
    const part = await fit(db, root, piece, room, texts);
    if (part === null) continue;
    left -= countTokens(render(part));
    parts.push(part);
  }
  return parts;
}

/** Of the pieces that are not read yet as many as fit, with a line each. */
function listParts(pieces: readonly Seed[], read: readonly ContextPart[], budget: number): ContextPart[] {
  const shown = new Set(read.map(({ node }) => node.id));
  const parts = inShort(pieces.filter(({ node }) => !shown.has(node.id) && !isWithin(node, read)));
  let [fitting, tooMany] = [0, parts.length + 1];
  while (tooMany - fitting > 1) {
    const count = (fitting + tooMany) >> 1;
    if (fitsIn(renderList(parts.slice(0, count)), budget)) fitting = count;
    else tooMany = count;
  }
  return parts.slice(0, fitting);
}

/** The first of them by their signatures, the rest by their names. */
const inShort = (pieces: readonly Seed[]): ContextPart[] =>
  pieces.map((piece, place) => (place < MOST_SIGNATURES ? listed(piece) : named(piece)));

/** What the best seeds call and have, and who calls them. */
async function expand(db: Db, seeds: readonly Seed[]): Promise<Seed[]> {
  const best = seeds
    .filter(({ node }) => node.parent_id !== null)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_EXPANDED);
  const found: Seed[] = [...seeds];
  for (const seed of best) {
    const { qualified_name: name } = seed.node;
    const members = isType(seed.node.type) ? await neighbours(db, seed.node.id, ['contains'], 'from') : [];
    if (members.length <= MOST_MEMBERS)
      for (const { node } of members) found.push({ node, weight: seed.weight * MEMBER, why: `in ${name}` });
    for (const { node, edge } of await neighbours(db, seed.node.id, ['calls', 'instantiates', 'extends', 'references'], 'from'))
      if (!isTestPath(node.path))
        found.push({
          node,
          weight: seed.weight * edge.confidence * (edge.type === 'references' ? 0.3 : 0.5),
          why: `used by ${name}`,
        });
    for (const { node, edge } of await neighbours(db, seed.node.id, ['calls', 'instantiates'], 'to'))
      found.push({ node, weight: seed.weight * edge.confidence * (isTestPath(node.path) ? 0.2 : 0.35), why: `uses ${name}` });
  }
  return found;
}

/** What several reasons lead to is worth up to so much more than the best of them says. */
const MOST_BONUS = 1.1;

/** Each symbol once, with its best reason. */
function merge(seeds: readonly Seed[]): Seed[] {
  const merged = new Map<number, Seed>();
  const best = new Map<number, number>();
  for (const seed of seeds.toSorted((a, b) => b.weight - a.weight)) {
    const known = merged.get(seed.node.id);
    if (known === undefined) {
      merged.set(seed.node.id, { ...seed });
      best.set(seed.node.id, seed.weight);
    } else known.weight = Math.min(known.weight + seed.weight * 0.1, best.get(seed.node.id)! * MOST_BONUS);
  }
  return [...merged.values()].sort((a, b) => b.weight - a.weight || byPlace(a.node, b.node)).slice(0, MOST_PIECES);
}

/** All of its source where there is room, else the lines around the one that matters; null where there is neither. */
async function fit(db: Db, root: string, { node, why, line }: Seed, room: number, texts: ReadTexts): Promise<ContextPart | null> {
  if (node.parent_id === null && line === undefined) return null;
  const source = await sourceOf(db, root, node.id, texts);
  if (source === null) return null;
  const whole: ContextPart = {
    node: { ...node, start_line: source.start_line, end_line: source.end_line },
    why,
    form: 'source',
    text: source.text,
  };
  if (fitsIn(render(whole), room) && node.parent_id !== null) return whole;
  if (line === undefined || source.from === 'reparsed') return null;
  const from = Math.max(node.start_line, line - EXCERPT_LINES);
  const to = Math.min(node.end_line, line + EXCERPT_LINES);
  const lines = source.text.split('\n').slice(from - node.start_line, to - node.start_line + 1);
  const excerpt: ContextPart = {
    node: { ...node, start_line: from, end_line: to },
    why,
    form: 'excerpt',
    text: lines.join('\n'),
  };
  return fitsIn(render(excerpt), room) ? excerpt : null;
}

/** Whether a part of source that is shown holds it. */
function isWithin(inner: CodeNode, parts: readonly ContextPart[]): boolean {
  return parts.some(({ node, form }) => form === 'source' && holds(node, inner));
}

function holds(outer: CodeNode, inner: CodeNode): boolean {
  return outer.path === inner.path && outer.start_line <= inner.start_line && outer.end_line >= inner.end_line;
}
