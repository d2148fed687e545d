// How lists become scores: pure arithmetic over what the lists say.
import type { Hit, Reach } from './search-lists.ts';
import { partsOf } from './search-query.ts';
import { stemOf } from './stems.ts';
import { isAsidePath, isTestPath } from './test-path.ts';

export interface Found {
  hit: Hit;
  /** From 0 to 1. */
  score: number;
  why: string;
}

/** A name is better than its beginning, that is better than its words, and those are better than text and meaning. */
const BANDS = {
  exact: [0.9, 0.1],
  words: [0.8, 0.1],
  prefix: [0.7, 0.1],
  partOfName: [0.6, 0.1],
} as const satisfies Record<string, readonly [from: number, width: number]>;
/** What text and meaning can come to. */
const MOST_BY_TEXT = 0.6;

/** What each witness counts for where it speaks for a symbol as for no other. */
const WORDS = 0.4;
const MEANING = 0.6;
const TESTS = 0.2;
const NAME = 0.05;
/** Cosines of unrelated texts lie around this. */
const UNRELATED = 0.1;
/** What a name that the query speaks of counts for. */
const MENTIONED = 0.33;
/** What is lost for being nobody else's to use, for showing or measuring code, for testing it, for telling of it, and for doing nothing by itself. */
const HIDDEN = 0.05;
const ASIDE = 0.25;
const TEST = 0.3;
const TOLD = 0.4;
const QUIET = 0.12;
const QUIET_TYPES: ReadonlySet<string> = new Set(['module', 'constant', 'type', 'interface', 'enum']);
/** What a neighbour in the graph gets of a score. */
const EXPANSION = 0.5;

/** What speaks for symbols beside a name that was asked for. */
interface Witnesses {
  words: readonly Hit[];
  /** Null where no model was asked. */
  meaning: readonly Hit[] | null;
  /** Symbols whose name the query speaks of. */
  mentioned: readonly Hit[];
  /** What the tests among `words` call. */
  tested: readonly Reach[];
  /** Stems of the query. */
  asked: ReadonlySet<string>;
}

export class FoundSymbols {
  private readonly found = new Map<number, Found>();

  /** Symbols that a name speaks for; how much says the band, and within it the rank. */
  addBand(hits: readonly Hit[], band: keyof typeof BANDS, why: string): void {
    const best = hits.reduce((most, hit) => Math.max(most, hit.rank), Number.EPSILON);
    const [from, width] = BANDS[band];
    for (const hit of hits) this.add(hit, from + width * (hit.rank / best) * liking(hit), why);
  }

  /** Symbols that words, meaning, a test of theirs, or a mention of their name speak for. */
  addFused({ words, meaning, mentioned, tested, asked }: Witnesses): void {
    const byWords = strengths(words, 0);
    const byMeaning = strengths(meaning ?? [], UNRELATED);
    const byTests = throughTests(tested, byWords);
    const named = new Set(mentioned.map((hit) => hit.id));
    // One that was not asked leaves its part to the other.
    const forWords = meaning === null ? WORDS + MEANING : asked.size === 0 ? 0 : WORDS;
    const forMeaning = WORDS + MEANING - forWords;
    for (const hit of new Map([...words, ...(meaning ?? []), ...mentioned].map((each) => [each.id, each])).values()) {
      const [said, meant, tests] = [byWords.get(hit.id) ?? 0, byMeaning.get(hit.id) ?? 0, byTests.get(hit.id) ?? 0];
      const sum = forWords * said + forMeaning * meant + TESTS * tests + NAME * shareOfName(hit.name, asked);
      const mention = named.has(hit.id) ? MENTIONED : 0;
      const strength = (sum / (WORDS + MEANING + TESTS + NAME)) * (1 - mention) + mention;
      const reasons = [
        mention > 0 && 'its name is in the query',
        said > 0 && 'words in its text',
        tests > 0 && 'words in a test of it',
        meant > 0 && 'close in meaning',
      ];
      this.add(hit, MOST_BY_TEXT * strength * liking(hit), reasons.filter(Boolean).join(', '));
    }
  }

  /** A symbol next to one that was found, as far as the edge between them is sure. */
  addNeighbour(hit: Hit, source: Found, confidence: number): void {
    const score = Math.min(source.score, MOST_BY_TEXT) * EXPANSION * confidence * liking(hit);
    this.add(hit, score, `close to ${source.hit.name} in the graph`);
  }

  get(id: number): Found | undefined {
    return this.found.get(id);
  }

  /** The best first. Of equals a symbol before the file that has its name, and else by place, so that the same index gives the same answer. */
  best(count: number): Found[] {
    const all = [...this.found.values()].sort(
      (a, b) =>
        b.score - a.score ||
        Number(a.hit.type === 'module') - Number(b.hit.type === 'module') ||
        (a.hit.path < b.hit.path ? -1 : a.hit.path > b.hit.path ? 1 : a.hit.start_line - b.hit.start_line || a.hit.id - b.hit.id),
    );
    return all.slice(0, count);
  }

  private add(hit: Hit, exact: number, why: string): void {
    const score = Math.round(exact * 1e4) / 1e4;
    const known = this.found.get(hit.id);
    if (known === undefined || known.score < score) this.found.set(hit.id, { hit, score, why });
  }
}

/** Ranks of a list between 0 and 1: `floor` and below are 0, the best is 1. */
function strengths(hits: readonly Hit[], floor: number): Map<number, number> {
  const best = hits.reduce((most, hit) => Math.max(most, hit.rank), floor + Number.EPSILON);
  return new Map(hits.map((hit) => [hit.id, Math.max(0, (hit.rank - floor) / (best - floor))]));
}

/** What tests say of the symbols that they call: of each what the best of its tests says. People write in tests what code is for. */
function throughTests(tested: readonly Reach[], byWords: ReadonlyMap<number, number>): Map<number, number> {
  const best = new Map<number, number>();
  for (const { from, to, confidence } of tested) best.set(to, Math.max(best.get(to) ?? 0, (byWords.get(from) ?? 0) * confidence));
  return best;
}

/** How much of a name the query has. */
function shareOfName(name: string, asked: ReadonlySet<string>): number {
  const parts = partsOf(name);
  return parts.length === 0 ? 0 : parts.filter((part) => asked.has(stemOf(part))).length / parts.length;
}

/** Where all else is equal people look for what others can use, for what does something, and for code before its tests. From 0 to 1. */
function liking(hit: Hit): number {
  const aside = isOfTests(hit) ? TEST : hit.type === 'doc section' ? TOLD : isAsidePath(hit.path) ? ASIDE : 0;
  return 1 - (hit.exported ? 0 : HIDDEN) - aside - (QUIET_TYPES.has(hit.type) ? QUIET : 0);
}

export function isOfTests({ type, path }: Hit): boolean {
  return type === 'test' || isTestPath(path);
}
