import { nameKey } from '../database/name-table.ts';
import type { Use } from '../facts.ts';
import { asWritten, isInnerName } from '../parse/inner-scopes.ts';
import { IDS_PER_FILE, type Uses } from '../parse/pack-facts.ts';
import type { Edge, EdgeType, Unresolved } from '../words.ts';
import { methodOfCall } from './called.ts';
import { isFunction, isType, takes } from './choose-definition.ts';
import { type Entity, type Files, type Repository, Tier } from './entity.ts';
import { Evaluator } from './evaluate.ts';
import { LinkedFile } from './linked-file.ts';
import { rulesOf } from './name-rules.ts';
import { findFixture } from './pytest-fixtures.ts';

export interface Links {
  edges: Edge[];
  unresolved: Unresolved[];
  /** Paths of the other files that were asked: the links hold while these say the same. */
  asked: string[];
}

const TIERS = ['scope', 'receiver', 'flow'] as const;
export const CONFIDENCE = { syntax: 1, scope: 0.98, receiver: 0.95, flow: 0.85, checker: 0.99, name: 0.8 } as const;
const TEST_PATH =
  /(?:^|[/.])(?:[Tt]ests?|__tests__|[Ss]pecs?)\/|[._-](?:test|spec)s?\.[^/]+$|(?:^|\/)test_[^/]*$|(?:^|\/)conftest\.py$|Tests?\.(?:cs|java|php)$/;

/** True for a file that by its name is for tests. */
export const isTestFile = (path: string): boolean => TEST_PATH.test(path);

/** All edges that start in a file. A pure function of its facts and those of the files that it asks for. */
export function linkFile(path: string, uses: Uses, repository: Files): Links {
  const asked = new Set<string>();
  const shared = repository.load(path)!;
  // Its own copy: what others see of this file may not depend on whether it was linked before them.
  const file = new LinkedFile(path, shared.fileId, shared.surface, shared.resolved);
  file.addBindings(uses.bindings);
  const linker = new FileLinker(file, uses, {
    from: path,
    load: (other) => {
      if (other !== path) asked.add(other);
      return other === path ? file : repository.load(other);
    },
    filesOf: (space, name) => {
      asked.add(nameKey(space, name));
      return repository.filesOf(space, name);
    },
  });
  return { ...linker.link(), asked: [...asked].sort() };
}

class FileLinker {
  private readonly file: LinkedFile;
  private readonly uses: Uses;
  private readonly repository: Repository;
  private readonly isTest: boolean;
  private readonly edges = new Map<string, Edge>();
  private readonly unresolved: Unresolved[] = [];
  /** Other files that something was found in. */
  private readonly used = new Set<LinkedFile>();

  constructor(file: LinkedFile, uses: Uses, repository: Repository) {
    this.file = file;
    this.uses = uses;
    this.repository = repository;
    this.isTest = TEST_PATH.test(file.path);
  }

  private get isPackaged(): boolean {
    return rulesOf(this.file.family) !== undefined;
  }

  link(): Pick<Links, 'edges' | 'unresolved'> {
    this.linkDefinitions();
    this.linkImports();
    for (const use of this.uses.uses)
      this.attempt(
        () => this.linkUse(use),
        () => this.fail(use.within, 'calls', use.name, use.receiver, use.line),
      );
    this.linkPackages();
    return { edges: [...this.edges.values()], unresolved: this.unresolved };
  }

  /** What is too deep to be followed is not known; the rest of the file is. */
  private attempt(follow: () => void, otherwise: () => void): void {
    try {
      follow();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      otherwise();
    }
  }

  private id(index: number): number {
    return this.file.fileId * IDS_PER_FILE + this.file.definition(index).id;
  }

  private linkDefinitions(): void {
    for (const [index, definition] of this.file.surface.definitions.entries()) {
      const line = this.uses.startLines[index]!;
      if (definition.parent >= 0) this.addEdge(definition.parent, this.id(index), 'contains', 'syntax', 'written in it', line);
      const bases = [definition.bases ?? [], definition.interfaces ?? []];
      for (const [at, type] of (['extends', 'implements'] as const).entries())
        for (const base of bases[at]!)
          this.attempt(
            () => this.linkBase(index, base, type, line),
            () => this.fail(index, type, base, null, line),
          );
    }
  }

  private linkBase(index: number, base: string, type: 'extends' | 'implements', line: number): void {
    const evaluator = new Evaluator(this.repository);
    const plain = base.replace(/<.*$/s, '');
    const entity = evaluator.base(this.file, index, plain);
    if (entity?.kind === 'definition') this.addEdge(index, idOf(entity), type, TIERS[evaluator.tier]!, plain, line);
    else if (entity?.kind !== 'external') this.fail(index, type, plain, null, line);
  }

  private linkImports(): void {
    const { file } = this;
    const link = (specifier: string, imported: string | null, line: number) => {
      const path = file.resolved[specifier];
      if (this.isPackaged && file.family !== 'ruby') {
        if (path === null) this.fail(0, 'imports', specifier, null, line);
        // A module that is declared here and written in a file of its own.
        const declared = path === undefined || path === null || path.includes('//') ? null : this.repository.load(path);
        if (declared !== null) this.addEdge(0, declared.fileId * IDS_PER_FILE, 'imports', 'scope', specifier, line);
        return;
      }
      const member =
        file.family === 'python' && imported !== null
          ? file.resolved[specifier.endsWith('.') ? specifier + imported : `${specifier}.${imported}`]
          : undefined;
      for (const target of [path, member]) {
        const module = target == null ? null : this.repository.load(target);
        if (module !== null && module.path !== file.path)
          this.addEdge(0, module.fileId * IDS_PER_FILE, 'imports', 'scope', specifier, line);
      }
      if (path === null && member === undefined) this.fail(0, 'imports', specifier, null, line);
    };
    for (const [index, [specifier, local, imported, within]] of file.surface.imports.entries()) {
      const line = this.uses.importLines[index]!;
      link(specifier, imported, line);
      if (local === null || imported === null || imported === '*') continue;
      const evaluator = new Evaluator(this.repository);
      const entity = evaluator.lookup(file, within ?? 0, local);
      if (entity?.kind === 'definition' && entity.file !== file) {
        this.addEdge(0, idOf(entity), 'imports', 'scope', `${imported} from ${specifier}`, line);
        if (this.isPackaged && file.family !== 'c')
          this.addEdge(0, entity.file.fileId * IDS_PER_FILE, 'imports', 'scope', specifier, line);
      } else if (entity === undefined && this.isPackaged) this.fail(0, 'imports', `${specifier}.${imported}`, null, line);
    }
    for (const [, , specifier] of file.surface.exports) if (specifier !== null) link(specifier, null, 1);
  }

  /** An import of a package is one of those of its files that are used. */
  private linkPackages(): void {
    const rules = rulesOf(this.file.family);
    if (rules === undefined) return;
    const spaces = new Map<string, [specifier: string, line: number]>();
    for (const [index, [specifier]] of this.file.surface.imports.entries()) {
      const space = rules.importedSpace(this.file, specifier);
      if (space !== null) spaces.set(space, [specifier, this.uses.importLines[index]!]);
    }
    for (const used of this.used) {
      for (const space of used.spaces) {
        const found = spaces.get(space);
        if (found !== undefined) this.addEdge(0, used.fileId * IDS_PER_FILE, 'imports', 'scope', found[0], found[1]);
      }
    }
  }

  private linkUse(use: Use): void {
    const { file } = this;
    if (use.kind === 'fixture') {
      this.linkFixture(use);
      return;
    }
    const evaluator = new Evaluator(this.repository);
    const found = this.settle(chooseOverload(this.find(use, evaluator), use.count, evaluator), evaluator);
    const entity = (use.kind === 'call' && found !== undefined ? methodOfCall(evaluator, found) : undefined) ?? found;
    const isCall = (use.kind === 'call' || use.kind === 'new') && !isBinding(use, entity);
    if (entity?.kind === 'definition') {
      const { type } = entity.file.definition(entity.index);
      const edge: EdgeType = !isCall
        ? 'references'
        : type === 'class' && (use.kind === 'new' || entity.file.family === 'python')
          ? 'instantiates'
          : this.isPackaged && isType(type)
            ? use.kind === 'new' || entity.file.family === 'rust'
              ? 'instantiates'
              : 'references'
            : 'calls';
      const target = idOf(entity);
      if (target === this.id(use.within) && !isCall) return;
      const evidence = this.evidence(use, entity);
      const tier = TIERS[evaluator.tier]!;
      this.addEdge(use.within, target, edge, tier, evidence, use.line);
      if (entity.file !== file) this.used.add(entity.file);
      if (isCall) this.linkTest(use, entity, tier, evidence);
    } else if (
      isCall &&
      entity?.kind !== 'external' &&
      !(entity?.kind === 'written' && entity.isNative) &&
      !(entity?.kind === 'module' && file.family !== 'ecmascript') &&
      !(entity?.kind === 'super' && use.name === 'super')
    ) {
      this.fail(use.within, 'calls', use.name, use.receiver, use.line);
    } else if (
      use.kind === 'type' &&
      entity === undefined &&
      !isInnerName(use.name) &&
      !file.globals.has(asWritten(use.name)) &&
      use.name.length > 1
    ) {
      this.fail(use.within, 'references', use.name, use.receiver, use.line);
    }
  }

  /** A test depends on a fixture that it asks for, whether or not it does something with what it is given. */
  private linkFixture({ within, name, line }: Use): void {
    const found = findFixture(new Evaluator(this.repository), this.file, within, name);
    if (found !== undefined) this.addEdge(within, idOf(found), 'references', 'scope', `fixture ${name}`, line);
  }

  private find(use: Use, evaluator: Evaluator): Entity | undefined {
    const { file } = this;
    const extended = (receiver: () => Entity | undefined) =>
      use.kind === 'call' ? rulesOf(file.family)?.extension?.(evaluator, file, use.name, receiver, use.count ?? null) : undefined;
    if (use.receiver === '?') return extended(() => undefined);
    if (use.receiver !== null) {
      const { receiver, within } = use;
      if (use.kind === 'new' && use.name === 'new') return typeOf(evaluator.evaluate(file, within, receiver), evaluator);
      // A test of its type says more than what is known of a variable otherwise, if that type has such a member.
      const tested = use.narrowed === undefined ? undefined : this.memberOf(use.narrowed, use, evaluator);
      if (tested?.kind === 'definition') return tested;
      const member = this.memberOf(use.receiver, use, evaluator);
      const isMeant = member?.kind === 'definition' && this.isCallable(use, member, evaluator);
      if (isMeant) return member;
      const inScope = use.kind === 'call' ? rulesOf(file.family)?.inScope?.(evaluator, file, use.name) : undefined;
      const isNone = member === undefined || member.kind === 'external' || member.kind === 'definition';
      const extension = isNone ? extended(() => evaluator.evaluate(file, within, receiver, 'path')) : undefined;
      return extension ?? tested ?? inScope ?? (member?.kind === 'definition' ? { kind: 'external' } : member);
    }
    if (use.name === 'super' || use.name === 'this') {
      const entity = evaluator.evaluate(file, use.within, 'super');
      if (use.name === 'this' || file.family === 'python' || entity === undefined) return { kind: 'external' };
      return evaluator.member(entity, 'constructor') ?? { kind: 'external' };
    }
    evaluator.count = use.count ?? null;
    return evaluator.lookup(
      file,
      use.within,
      use.name,
      use.kind === 'call' ? 'call' : use.kind === 'reference' ? 'value' : 'type',
    );
  }

  /** Whether what a call leads to takes as many arguments, and anything at all. */
  private isCallable(use: Use, member: Extract<Entity, { kind: 'definition' }>, evaluator: Evaluator): boolean {
    if (use.kind !== 'call') return true;
    const rules = rulesOf(this.file.family);
    if (rules?.isCallable === undefined) return true;
    return takes(member.file.definition(member.index), use.count) && rules.isCallable(evaluator, member);
  }

  /** The member that is used of an object. */
  private memberOf(object: string, { within, name, kind, count }: Use, evaluator: Evaluator): Entity | undefined {
    const receiver = evaluator.evaluate(this.file, within, object, 'path');
    if (receiver === undefined) return undefined;
    evaluator.count = count ?? null;
    const member = evaluator.member(receiver, name, kind === 'call');
    // `import('./a').then`
    if (member?.kind === 'module' && member === receiver) return { kind: 'external' };
    const bound = name === 'bind' && member === undefined ? evaluator.settled(receiver) : undefined;
    return isFunction(bound) ? bound : member;
  }

  private settle(found: Entity | undefined, evaluator: Evaluator): Entity | undefined {
    const entity = found === undefined ? undefined : evaluator.settled(found);
    if (entity?.kind !== 'definition') return entity;
    return rulesOf(entity.file.family)?.settle?.(evaluator, entity.file, entity.index) ?? entity;
  }

  private evidence(use: Use, entity: Extract<Entity, { kind: 'definition' }>): string {
    if (use.receiver !== null) return asWritten(`${use.receiver}.${use.name}`);
    const imported = this.file.importOf(use.name) ?? this.file.innerImportOf(use.within, use.name);
    if (imported !== undefined && entity.file !== this.file) return `${use.name} from ${imported[0]}`;
    return asWritten(use.name);
  }

  /** A call that a test makes of what is not itself a test's. */
  private linkTest(use: Use, entity: Extract<Entity, { kind: 'definition' }>, tier: Edge['tier'], evidence: string): void {
    // In Rust tests stand beside what they test.
    const isInline = this.file.family === 'rust' && !isInTests(entity);
    if (!(this.isTest || isInline) || TEST_PATH.test(entity.file.path)) return;
    for (let at = use.within; at > 0; at = this.file.definition(at).parent) {
      if (this.file.definition(at).type === 'test') {
        this.addEdge(at, idOf(entity), 'tests', tier, evidence, use.line);
        return;
      }
    }
  }

  private addEdge(source: number, target: number, type: EdgeType, tier: Edge['tier'], evidence: string, line: number): void {
    const sourceId = this.id(source);
    const key = `${sourceId} ${target} ${type}`;
    const known = this.edges.get(key);
    if (known !== undefined && known.confidence >= CONFIDENCE[tier]) return;
    this.edges.set(key, { source_id: sourceId, target_id: target, type, tier, confidence: CONFIDENCE[tier], evidence, line });
  }

  private fail(source: number, type: EdgeType, name: string, receiver: string | null, line: number): void {
    this.unresolved.push({
      source_id: this.id(source),
      type,
      name: asWritten(name),
      receiver: receiver === null ? null : asWritten(receiver),
      line,
    });
  }
}

/** The type that a value is of. */
function typeOf(value: Entity | undefined, evaluator: Evaluator): Entity | undefined {
  const entity = value?.kind === 'definition' ? evaluator.returned(value.file, value.index) : value;
  return entity?.kind === 'instance' ? { ...entity, kind: 'definition' } : entity;
}

/** `f.bind(object)` names a function and does not call it. */
function isBinding({ name }: Use, entity: Entity | undefined): boolean {
  return name === 'bind' && isFunction(entity) && entity.file.definition(entity.index).name !== 'bind';
}

/** Among namesakes the one that takes as many arguments; where several do, their types would decide, and the answer is less sure. */
function chooseOverload(entity: Entity | undefined, count: number | undefined, evaluator: Evaluator): Entity | undefined {
  if (entity?.kind !== 'definition' || count === undefined) return entity;
  const { file } = entity;
  const { parent, name } = file.definition(entity.index);
  const fitting = file.childrenOf(parent, name).filter((index) => {
    return takes(file.definition(index), count);
  });
  if (fitting.length > 1) evaluator.tier = Tier.flow;
  return { ...entity, index: fitting.includes(entity.index) ? entity.index : (fitting[0] ?? entity.index) };
}

function isInTests({ file, index }: Extract<Entity, { kind: 'definition' }>): boolean {
  for (let at = index; at > 0; at = file.definition(at).parent)
    if (file.definition(at).type === 'module' && /^tests?$/.test(file.definition(at).name)) return true;
  return false;
}

function idOf(entity: Extract<Entity, { kind: 'definition' }>): number {
  return entity.file.fileId * IDS_PER_FILE + entity.file.definition(entity.index).id;
}
