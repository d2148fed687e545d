import { type Entity, type Repository, Tier } from './entity.ts';
import type { LinkedFile } from './linked-file.ts';

/** An answer, and how sure it is. */
export interface Found {
  entity: Entity | undefined;
  tier: Tier;
}

/** While one file is linked: what is asked of files again and again. */
const remembered = new WeakMap<Repository, Map<LinkedFile, Map<string, Found>>>();

/** The answers to questions about a file, which stay the same while one file is linked. */
export function rememberedOf(repository: Repository, file: LinkedFile): Map<string, Found> {
  const byFile = remembered.get(repository) ?? new Map<LinkedFile, Map<string, Found>>();
  remembered.set(repository, byFile);
  const known = byFile.get(file) ?? new Map<string, Found>();
  byFile.set(file, known);
  return known;
}

const NOTHING: Found = { entity: undefined, tier: Tier.scope };
/** Questions within one another: far more than people write, far less than the stack holds. */
const LONGEST_CHAIN = 250;

/** What is being asked: a question may come up again while it is being answered. */
export class Questions {
  private readonly open = new Set<string>();
  private readonly remembering = new Set<string>();
  /** Whether one that is remembered came up again: what was asked within it may have another answer by itself. */
  private isCut = false;

  /** The answer to a question; there is none where it comes up again. */
  once<T>(key: string, answer: () => T | undefined): T | undefined {
    if (this.open.has(key) || this.open.size >= LONGEST_CHAIN) return undefined;
    this.open.add(key);
    try {
      return answer();
    } finally {
      this.open.delete(key);
    }
  }

  /** The answer to a question about a file, which has the same one while one file is linked; one from far down is not kept. */
  remember(repository: Repository, file: LinkedFile, question: string, isFarDown: boolean, answer: () => Found): Found {
    const known = rememberedOf(repository, file);
    const before = known.get(question);
    if (before !== undefined) return before;
    const key = `${question} ${file.path}`;
    if (this.remembering.has(key)) {
      this.isCut = true;
      return NOTHING;
    }
    this.remembering.add(key);
    const found = answer();
    this.remembering.delete(key);
    if (this.remembering.size === 0) this.isCut = false;
    // Within another question it may have no answer that it has by itself.
    if (!this.isCut && this.open.size === 0 && !isFarDown) known.set(question, found);
    return found;
  }
}
