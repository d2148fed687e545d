// All candidates for the suspects, best first. A function is worked out only when nothing better is left from those before it.
import { type Failure, sha256 } from '@cm/core';
import type { Candidate, TextEdit } from '../candidate.ts';
import type { RankedSuspects } from '../localise/rank-suspects.ts';
import { nodesOf, type Region, regionByLine } from '../syntax/regions.ts';
import { type SourceEdit, type SourceTree, type SyntaxNode, spliceEdits, statementOf } from '../syntax/syntax-node.ts';
import { catalog } from './catalog.ts';
import { readContext } from './repair-context.ts';
import type { Template } from './template.ts';

export interface GenerateInput {
  /** Text of each file that suspects are in. */
  sources: ReadonlyMap<string, string>;
  suspects: Pick<RankedSuspects, 'lines' | 'syntax' | 'testTexts'>;
  failures: readonly Failure[];
}

/** How strongly a template's many proposals share its prior: 0 not at all, 1 fully. */
const SHARING = 0.7;
/** Kept per function and template, so that no template floods the search. */
const MOST_PER_TEMPLATE = 1_500;
const topPrior = Math.max(...catalog.map((template) => template.prior));

interface Draft {
  tree: SourceTree;
  edits: SourceEdit[];
  template: string;
  weight: number;
}

interface SuspectRegion {
  region: Region;
  /** Suspicion of lines, 0 to 1. */
  lines: ReadonlyMap<number, number>;
  score: number;
}

/** Yields candidates lazily, the heaviest first; each parses, changes something, and is not like another. */
export function* generateCandidates(input: GenerateInput): Iterable<Candidate> {
  const regions = suspectRegions(input);
  const seen = new Set<string>();
  const queues: Draft[][] = [];
  let next = 0;
  for (;;) {
    const queue = heaviest(queues);
    const ahead = regions[next];
    if (ahead && (queue?.at(-1)?.weight ?? 0) < ahead.score ** 2 * topPrior) {
      queues.push(draft(ahead, input).sort(lightestFirst));
      next += 1;
      continue;
    }
    const best = queue?.pop();
    if (!best) return;
    const candidate = finish(best, seen);
    if (candidate) yield candidate;
  }
}

/** The queue, one per function worked out so far, whose end is the heaviest. */
function heaviest(queues: readonly Draft[][]): Draft[] | undefined {
  let found: Draft[] | undefined;
  for (const queue of queues)
    if (queue.length > 0 && (found === undefined || queue.at(-1)!.weight > found.at(-1)!.weight)) found = queue;
  return found;
}

function suspectRegions({ sources, suspects }: GenerateInput): SuspectRegion[] {
  const found = new Map<SyntaxNode, { region: Region; lines: Map<number, number>; score: number }>();
  for (const path of new Set(suspects.lines.map((line) => line.path))) {
    const tree = suspects.syntax.parse(path, sources.get(path) ?? '');
    if (!tree) continue;
    const regions = regionByLine(tree);
    for (const { line, score } of suspects.lines.filter((suspect) => suspect.path === path)) {
      const region = regions[line - 1];
      if (!region) continue;
      const entry = found.get(region.node) ?? { region, lines: new Map<number, number>(), score: 0 };
      found.set(region.node, entry);
      entry.lines.set(line, score);
      entry.score = Math.max(entry.score, score);
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score);
}

function draft({ region, lines }: SuspectRegion, { failures, suspects }: GenerateInput): Draft[] {
  const { tree } = region.node;
  const context = readContext(region, failures, suspects.testTexts);
  const nodes = nodesOf(region).flatMap((node) => {
    const suspicion = suspicionOf(node, lines);
    return node.named && suspicion > 0 ? [{ node, suspicion }] : [];
  });
  return catalog.flatMap((template) => {
    if (template.family !== undefined && template.family !== tree.language.family) return [];
    return draftTemplate(template, nodes, (node) => template.propose(node, context), tree);
  });
}

function draftTemplate(
  template: Template,
  nodes: readonly { node: SyntaxNode; suspicion: number }[],
  propose: (node: SyntaxNode) => ReturnType<Template['propose']>,
  tree: SourceTree,
): Draft[] {
  const drafts: Draft[] = [];
  let total = 0;
  for (const { node, suspicion } of nodes) {
    if (!template.kinds.includes(node.kind)) continue;
    for (const { edits, plausibility } of propose(node)) {
      total += plausibility;
      drafts.push({ tree, edits, template: template.name, weight: template.prior * plausibility * suspicion ** 2 });
    }
  }
  const share = Math.max(1, total) ** SHARING;
  for (const one of drafts) one.weight /= share;
  return drafts.length > MOST_PER_TEMPLATE ? drafts.sort((a, b) => b.weight - a.weight).slice(0, MOST_PER_TEMPLATE) : drafts;
}

/** A node is as suspect as its line, or as the statement that it is part of, or a block as the line above what could be added to it. */
function suspicionOf(node: SyntaxNode, lines: ReadonlyMap<number, number>): number {
  if (node.kind === 'block')
    return (
      lines.get(statementOf(node.children.findLast((child) => child.named) ?? node).line) ??
      lines.get(node.parent?.line ?? 0) ??
      0
    );
  return Math.max(lines.get(node.line) ?? 0, lines.get(statementOf(node).line) ?? 0);
}

function finish({ tree, edits, template, weight }: Draft, seen: Set<string>): Candidate | undefined {
  const trimmed = edits.map((edit) => trimEdit(tree.text, edit)).filter((edit) => edit.start !== edit.end || edit.text !== '');
  if (trimmed.length === 0 || overlap(trimmed)) return undefined;
  const start = Math.min(...trimmed.map((edit) => edit.start));
  const key = `${tree.path}\0${resultKey(tree, trimmed)}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  if (!tree.accepts(trimmed)) return undefined;
  const textEdits: TextEdit[] = trimmed.map((edit) => ({ path: tree.path, ...edit }));
  return {
    id: sha256(JSON.stringify(textEdits)),
    edits: textEdits,
    template,
    weight,
    path: tree.path,
    line: lineAt(tree.text, start),
  };
}

/** Only what differs, as far left as it may stand, so that the same change is written the same way. */
function trimEdit(text: string, edit: SourceEdit): SourceEdit {
  let { start, end, text: inserted } = edit;
  while (start < end && inserted !== '' && text[start] === inserted[0]) {
    start += 1;
    inserted = inserted.slice(1);
  }
  while (end > start && inserted !== '' && text[end - 1] === inserted.at(-1)) {
    end -= 1;
    inserted = inserted.slice(0, -1);
  }
  return { start, end, text: inserted };
}

function overlap(edits: readonly SourceEdit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  return sorted.some((edit, index) => index > 0 && edit.start < sorted[index - 1]!.end);
}

/** The lines around the edits as they will be, without white space inside: equal for equal results. */
function resultKey(tree: SourceTree, edits: readonly SourceEdit[]): string {
  const from = tree.text.lastIndexOf('\n', Math.min(...edits.map((edit) => edit.start)) - 1) + 1;
  const newline = tree.text.indexOf('\n', Math.max(...edits.map((edit) => edit.end)));
  const to = newline < 0 ? tree.text.length : newline;
  const result = spliceEdits(
    tree.text.slice(from, to),
    edits.map((edit) => ({ start: edit.start - from, end: edit.end - from, text: edit.text })),
  );
  return `${from}:${to}:${result.replace(/(\S)[ \t]+/g, '$1 ')}`;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Lightest first, so that the best is popped; ties by place and text, to be the same every time. */
function lightestFirst(a: Draft, b: Draft): number {
  return (
    a.weight - b.weight ||
    b.edits[0]!.start - a.edits[0]!.start ||
    (a.edits[0]!.text < b.edits[0]!.text ? 1 : a.edits[0]!.text > b.edits[0]!.text ? -1 : 0)
  );
}
