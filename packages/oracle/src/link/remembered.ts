import type { Entity, Repository, Tier } from './entity.ts';
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
