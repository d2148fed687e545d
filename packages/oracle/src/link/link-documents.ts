import { nameKey } from '../database/name-table.ts';
import type { NamedSymbol } from '../database/symbol-names.ts';
import type { Use } from '../facts.ts';
import { languageOfPath, languages } from '../languages/languages.ts';
import { IDS_PER_FILE, type Uses } from '../parse/pack-facts.ts';
import type { Edge, Unresolved } from '../words.ts';
import type { Files, Repository } from './entity.ts';
import { Evaluator } from './evaluate.ts';
import { foldersUp } from './folders.ts';
import { isTestFile, type Links } from './link-file.ts';
import type { LinkedFile } from './linked-file.ts';

/** How sure it is that a document means the symbol: by its qualified name; the only one of this name; the only one near the document; in an example. */
const CONFIDENCE = { qualified: 0.9, only: 0.8, near: 0.7, example: 0.6 } as const;

/** They tell of names that are no more. */
const HISTORY = /(?:^|\/)(?:\.changeset\/|(?:change-?log|changes|history|releases?|news|upgrading|migration)[^/]*$)/i;
/** What is there to be looked at is meant only from beside it. */
const SAMPLES = /(?:^|\/)(?:fixtures?|__fixtures__|testdata|examples?|samples?|benchmarks?)\//;
const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'enum', 'type']);
const globals = new Set(languages.flatMap((language) => [...language.globals]));

type Find = (name: string) => readonly NamedSymbol[];

interface Meant {
  id: number;
  path: string;
  confidence: number;
}

/** As what a question for a name is remembered beside the paths of the files that were asked; no path has two slashes after one another. */
export const mentionKey = (name: string): string => `//#${name}`;

/** All names that linking a document may ask for. */
export function mentionedNames(uses: Uses): Set<string> {
  return new Set(uses.uses.flatMap((use) => namesOf(use)));
}

const namesOf = (use: Use): string[] => (use.receiver === null ? [use.name] : [use.name, headOf(use.receiver)]);
const headOf = (receiver: string): string => receiver.slice(receiver.lastIndexOf('.') + 1);

/** The edges from the sections of a document to what they name. A pure function of its facts, the symbols of these names and the files that are asked. */
export function linkDocument(path: string, uses: Uses, repository: Files, find: Find): Links {
  const asked = new Set<string>();
  const linker = new DocumentLinker(
    repository.load(path)!,
    uses,
    {
      from: path,
      load: (other) => {
        if (other !== path) asked.add(other);
        return repository.load(other);
      },
      filesOf: (space, name) => {
        asked.add(nameKey(space, name));
        return repository.filesOf(space, name);
      },
    },
    (name) => {
      asked.add(mentionKey(name));
      return find(name).filter(
        (symbol) =>
          !isTestFile(symbol.path) &&
          languageOfPath(symbol.path)?.family !== 'data' &&
          (SAMPLES.test(path) || !SAMPLES.test(symbol.path)),
      );
    },
  );
  return { ...linker.link(), asked: [...asked].sort() };
}

class DocumentLinker {
  private readonly file: LinkedFile;
  private readonly uses: Uses;
  private readonly repository: Repository;
  private readonly find: Find;
  private readonly edges = new Map<number | string, Edge>();
  private readonly unresolved: Unresolved[] = [];

  constructor(file: LinkedFile, uses: Uses, repository: Repository, find: Find) {
    this.file = file;
    this.uses = uses;
    this.repository = repository;
    this.find = find;
  }

  link(): Pick<Links, 'edges' | 'unresolved'> {
    for (const [index, { parent }] of this.file.surface.definitions.entries()) if (parent >= 0) this.addContains(parent, index);
    if (!HISTORY.test(this.file.path)) {
      this.linkPaths();
      for (const use of this.uses.uses) this.linkMention(use);
    }
    return { edges: [...this.edges.values()], unresolved: this.unresolved };
  }

  private id(index: number): number {
    return this.file.fileId * IDS_PER_FILE + this.file.definition(index).id;
  }

  private addContains(parent: number, index: number): void {
    const ends = { source_id: this.id(parent), target_id: this.id(index) };
    const line = this.uses.startLines[index]!;
    this.edges.set(`contains ${index}`, {
      ...ends,
      type: 'contains',
      tier: 'syntax',
      confidence: 1,
      evidence: 'written in it',
      line,
    });
  }

  private linkPaths(): void {
    for (const [index, [specifier, , imported]] of this.file.surface.imports.entries()) {
      const line = this.uses.importLines[index]!;
      const target = this.file.resolved[specifier];
      const section = this.sectionAt(line);
      if (target === null) this.fail(section, specifier, null, line);
      const module = target == null ? null : this.repository.load(target);
      if (module === null || module.path === this.file.path) continue;
      const [tier, confidence] = imported === '*' ? (['syntax', 1] as const) : (['name', CONFIDENCE.qualified] as const);
      this.addDocuments(section, module.fileId * IDS_PER_FILE, tier, confidence, specifier, line);
    }
  }

  /** Sections follow one another: the last one that began is the innermost. */
  private sectionAt(line: number): number {
    return Math.max(
      0,
      this.uses.startLines.findLastIndex((start, index) => index > 0 && start <= line),
    );
  }

  private linkMention(use: Use): void {
    const meant = use.receiver === null ? this.meantByName(use) : this.meantByQualified(use, use.receiver);
    const evidence = use.receiver === null ? use.name : `${use.receiver}.${use.name}`;
    if (meant === 'unknown') this.fail(use.within, use.name, use.receiver, use.line);
    else if (meant !== null && meant.path !== this.file.path)
      this.addDocuments(
        use.within,
        meant.id,
        'name',
        meant.confidence,
        use.kind === 'call' ? `${evidence}()` : evidence,
        use.line,
      );
  }

  private meantByName({ name, kind }: Use): Meant | 'unknown' | null {
    const all = this.find(name);
    const shared = all.filter((symbol) => symbol.isTop && symbol.exported);
    const chosen = this.choose(shared.length > 0 || kind !== 'call' ? shared : all, CONFIDENCE.only);
    if (chosen === null) return kind === 'call' && !globals.has(name) ? 'unknown' : null;
    return kind === 'type' ? { ...chosen, confidence: CONFIDENCE.example } : chosen;
  }

  private meantByQualified({ name, kind }: Use, receiver: string): Meant | 'unknown' | null {
    const whole = `${receiver}.${name}`;
    const all = this.find(name);
    const members = all.filter(({ qualified }) => qualified === whole || qualified.endsWith(`.${whole}`));
    const inModules = all.filter((symbol) => symbol.isTop && `.${dotted(symbol.path)}.`.includes(`.${receiver}.`));
    const chosen = this.choose(members.length > 0 ? members : inModules, CONFIDENCE.qualified);
    if (chosen !== null || members.length > 0 || inModules.length > 0) return chosen ?? (kind === 'call' ? 'unknown' : null);
    const owner = this.choose(
      this.find(headOf(receiver)).filter((symbol) => TYPES.has(symbol.type)),
      CONFIDENCE.qualified,
    );
    const file = owner === null ? null : this.repository.load(owner.path);
    if (owner === null || file === null) return null;
    const index = file.surface.definitions.findIndex((definition) => definition.id === owner.id % IDS_PER_FILE);
    const entity = new Evaluator(this.repository).member({ kind: 'definition', file, index }, name);
    if (entity?.kind === 'definition') {
      const id = entity.file.fileId * IDS_PER_FILE + entity.file.definition(entity.index).id;
      return { id, path: entity.file.path, confidence: Math.min(owner.confidence, CONFIDENCE.only) };
    }
    // Fields need not be known: that one is missing shows with calls only.
    return entity === undefined && kind === 'call' ? 'unknown' : null;
  }

  /** The one symbol among these, in the innermost folder around the document that has any. */
  private choose(symbols: readonly NamedSymbol[], confidence: number): Meant | null {
    if (symbols.length === 0) return null;
    for (const folder of foldersUp(this.file.path)) {
      const near = folder === '' ? symbols : symbols.filter((symbol) => symbol.path.startsWith(`${folder}/`));
      const [first] = near;
      if (first === undefined) continue;
      // A type and a value of one name are one thing to a reader.
      const isOne = near.every((symbol) => symbol.path === first.path && symbol.qualified === first.qualified);
      return isOne
        ? { id: first.id, path: first.path, confidence: near.length === symbols.length ? confidence : CONFIDENCE.near }
        : null;
    }
    return null;
  }

  private addDocuments(
    source: number,
    target: number,
    tier: Edge['tier'],
    confidence: number,
    evidence: string,
    line: number,
  ): void {
    const sourceId = this.id(source);
    const key = `${sourceId} ${target}`;
    const known = this.edges.get(key);
    if (known !== undefined && known.confidence >= confidence) return;
    this.edges.set(key, { source_id: sourceId, target_id: target, type: 'documents', tier, confidence, evidence, line });
  }

  private fail(source: number, name: string, receiver: string | null, line: number): void {
    this.unresolved.push({ source_id: this.id(source), type: 'documents', name, receiver, line });
  }
}

/** `src/shop/cart.py` as people write modules: `src.shop.cart`. */
function dotted(path: string): string {
  return path.replace(/(?:\/(?:index|__init__))?\.[^./]+$/, '').replaceAll('/', '.');
}
