import type { SurfaceDefinition } from '../parse/pack-facts.ts';
import { chooseDefinition, enclosingClass, isNamedAsItsType, isType, namedFirst, nearestOf } from './choose-definition.ts';
import { exportedByEcmascript } from './ecmascript-exports.ts';
import type { LinkedFile } from './linked-file.ts';
import { rulesOf } from './name-rules.ts';

/** What an expression stands for, as far as it can be told without running it. */
export type Entity =
  | { kind: 'module'; file: LinkedFile /** As the file that asked named it. */; specifier: string | null }
  | { kind: 'definition'; file: LinkedFile; index: number }
  | { kind: 'instance'; file: LinkedFile; index: number }
  /** The bases of a class, seen from it. */
  | { kind: 'super'; file: LinkedFile; index: number }
  /** A package or namespace, as it is called in the whole repository, and the file that names it. */
  | { kind: 'package'; space: string; from: LinkedFile }
  /** Defined outside of the repository. */
  | { kind: 'external' }
  /** A variable of which nothing more is known. */
  | { kind: 'variable' };

/** How sure a binding is, weakest link: by scope alone, by a receiver whose class is written down, by what a function returns or a variable was assigned. */
export const Tier = { scope: 0, receiver: 1, flow: 2 } as const;
export type Tier = (typeof Tier)[keyof typeof Tier];

/** Where an evaluator looks beyond the file: other files by path, and the paths of the files that give a name to a package. */
export interface Repository {
  load(path: string): LinkedFile | null;
  filesOf(space: string, name: string): readonly string[];
}

/** What a bare name is asked for as: some languages let a method, a type and a variable share one. */
export type Meant = 'call' | 'type' | 'value';

const DEEPEST = 16;
const TOKEN = /^new |[^.()]+|\(\)/g;
const MOST_TOKENS = 12;
/** Re-exports after one another, and classes that a member is looked for in: far more than people write, far less than the stack holds. */
const LONGEST_CHAIN = 250;

/** Follows names through scopes, imports, re-exports, classes and their bases. One for each question: it remembers how sure the answer is. */
export class Evaluator {
  tier: Tier = Tier.scope;
  readonly repository: Repository;
  private depth = 0;
  private typesOnly = false;

  constructor(repository: Repository) {
    this.repository = repository;
  }

  /** What a plain expression means where it is written. */
  evaluate(file: LinkedFile, scope: number, expression: string, meant: Meant = 'value'): Entity | undefined {
    if (this.depth > DEEPEST) return undefined;
    this.depth++;
    try {
      const tokens = expression.match(TOKEN) ?? [];
      const isNew = tokens[0] === 'new ';
      if (isNew) tokens.shift();
      if (tokens.length === 0 || tokens.length > MOST_TOKENS) return undefined;
      let entity = this.head(file, scope, tokens[0]!, isNew ? 'type' : tokens[1] === '()' ? 'call' : meant);
      let constructs = isNew;
      for (const token of tokens.slice(1)) {
        if (entity === undefined || entity.kind === 'external' || entity.kind === 'variable') return entity;
        if (token !== '()') entity = this.member(entity, token);
        else {
          entity = constructs ? this.instance(entity) : this.call(entity);
          constructs = false;
        }
      }
      return constructs && entity !== undefined ? this.instance(entity) : entity;
    } finally {
      this.depth--;
    }
  }

  private head(file: LinkedFile, scope: number, name: string, meant: Meant): Entity | undefined {
    const rules = rulesOf(file.family);
    if (rules !== undefined) {
      const word = Object.hasOwn(rules.words, name) ? rules.words[name] : undefined;
      return word === undefined ? this.lookup(file, scope, name, meant) : this.around(file, scope, word);
    }
    const self = file.family === 'python' ? name === 'self' || name === 'cls' : name === 'this';
    if (self || name === 'super') {
      const owner = enclosingClass(file, scope);
      if (owner < 0) return self && file.family === 'python' ? this.lookup(file, scope, name) : undefined;
      if (name === 'super') return { kind: 'super', file, index: owner };
      return { kind: name === 'cls' ? 'definition' : 'instance', file, index: owner };
    }
    return this.lookup(file, scope, name);
  }

  /** The object around a place, its class, or what that extends. */
  private around(file: LinkedFile, scope: number, word: 'instance' | 'class' | 'super'): Entity | undefined {
    const type = this.typeAround(file, scope);
    return type === undefined ? undefined : { ...type, kind: word === 'class' ? 'definition' : word };
  }

  /** The type that a place belongs to; it may be in another file. */
  private typeAround(file: LinkedFile, scope: number): Extract<Entity, { kind: 'definition' }> | undefined {
    for (let at = scope; at > 0; at = file.definition(at).parent) {
      const { type, owner, parent } = file.definition(at);
      if (isType(type)) return { kind: 'definition', file, index: at };
      const found = owner === undefined ? undefined : this.evaluate(file, parent, owner);
      if (found?.kind === 'definition') return found;
    }
    return undefined;
  }

  /** A bare name, from the innermost scope outwards. */
  lookup(file: LinkedFile, scope: number, name: string, meant: Meant = 'value'): Entity | undefined {
    const rules = rulesOf(file.family);
    const isMethod = meant === 'call' && rules?.methodsApart === true;
    let mayInherit = false;
    for (let at = scope; at > 0; at = rules?.outOf?.(file, at, name) ?? file.definition(at).parent) {
      const { type } = file.definition(at);
      if (rules !== undefined) {
        const imported = file.innerImportOf(at, name);
        if (imported !== undefined) return rules.imported(this, file, at, imported[0], imported[1]);
        if (type !== 'module' && file.innerStarsOf(at).length > 0) {
          for (const specifier of file.innerStarsOf(at)) {
            const holder = rules.imported(this, file, at, specifier, '*');
            const found = holder === undefined ? undefined : this.member(holder, name);
            if (found?.kind === 'definition') return found;
          }
        }
      }
      // Members of a class are reached through it and not by their bare name.
      if (type === 'class' || type === 'interface' || type === 'enum' || type === 'struct') {
        if (rules === undefined) continue;
        const bound = isMethod ? undefined : file.binding(at, name);
        if (bound !== undefined) return this.bound(file, at, bound);
        const member = rules.bareMembers ? this.bareMember(file, at, name, meant) : undefined;
        if (meant === 'value' && member?.kind === 'definition' && isNamedAsItsType(member, name)) {
          const named = this.evaluate(file, at, name, 'type');
          if (named?.kind === 'definition') return named;
        }
        // A field may have the name of its type, and stands for both.
        if (member?.kind === 'instance' && member.file.definition(member.index).name === name)
          return { ...member, kind: 'definition' };
        if (member !== undefined && member.kind !== 'external') return member;
        mayInherit ||= member !== undefined;
        continue;
      }
      const [child] = file.childrenOf(at, name);
      if (child !== undefined && type !== 'constant') return { kind: 'definition', file, index: child };
      const bound = isMethod ? undefined : file.binding(at, name);
      if (bound !== undefined) return this.bound(file, at, bound);
      if (rules?.bareMembers && file.definition(at).owner !== undefined) {
        const around = this.typeAround(file, at);
        const member = around === undefined ? undefined : this.memberOfClass(around.file, around.index, name, new Set());
        if (member !== undefined && member.kind !== 'external') return member;
        mayInherit ||= member !== undefined;
      }
      // A module in a file sees nothing of what is around it.
      if (rules !== undefined && type === 'module')
        return rules.outer(this, file, at, name) ?? (file.globals.has(name) ? { kind: 'external' } : undefined);
    }
    return this.moduleLevel(file, name) ?? (mayInherit ? { kind: 'external' } : undefined);
  }

  /** A member named without its object; where a type is meant, its fields are not looked at. */
  private bareMember(file: LinkedFile, index: number, name: string, meant: Meant): Entity | undefined {
    const before = this.typesOnly;
    this.typesOnly = meant === 'type';
    try {
      return this.memberOfClass(file, index, name, new Set());
    } finally {
      this.typesOnly = before;
    }
  }

  moduleLevel(file: LinkedFile, name: string): Entity | undefined {
    const imported = file.importOf(name);
    const rules = rulesOf(file.family);
    if (imported !== undefined) {
      if (rules === undefined) return this.imported(file, imported[0], imported[1]);
      return rules.imported(this, file, 0, imported[0], imported[1]);
    }
    const own = chooseDefinition(file, file.childrenOf(0, name));
    if (own !== undefined) return { kind: 'definition', file, index: own };
    const bound = file.binding(0, name);
    if (bound !== undefined) return this.bound(file, 0, bound);
    if (rules !== undefined)
      return rules.outer(this, file, 0, name) ?? (file.globals.has(name) ? { kind: 'external' } : undefined);
    for (const specifier of file.starImports) {
      const entity = this.imported(file, specifier, name);
      if (entity !== undefined && entity.kind !== 'external') return entity;
    }
    return file.globals.has(name) ? { kind: 'external' } : undefined;
  }

  private bound(file: LinkedFile, scope: number, binding: { kind: 'type' | 'value'; expression: string | null } | null): Entity {
    if (binding === null || binding.expression === null) return { kind: 'variable' };
    const entity =
      binding.kind === 'type' ? this.typed(file, scope, binding.expression) : this.evaluate(file, scope, binding.expression);
    if (binding.kind === 'value' && entity?.kind === 'definition') this.weaken(Tier.flow);
    return entity ?? { kind: 'variable' };
  }

  /** A value of the type that an expression names. */
  private typed(file: LinkedFile, scope: number, expression: string): Entity | undefined {
    const entity = this.evaluate(file, scope, expression, 'type');
    if (entity?.kind !== 'definition') return entity?.kind === 'external' ? entity : undefined;
    return this.instance(entity);
  }

  private instance(entity: Entity): Entity | undefined {
    if (entity.kind !== 'definition') return entity.kind === 'external' ? entity : undefined;
    const { type, isDeclaration } = entity.file.definition(entity.index);
    if (isDeclaration) {
      const settled = rulesOf(entity.file.family)?.settle?.(this, entity.file, entity.index);
      if (settled !== undefined && !settled.file.definition(settled.index).isDeclaration) return this.instance(settled);
    }
    if (type === 'constant') {
      const value = this.valueOf(entity.file, entity.index);
      return value === undefined || value.kind === 'instance' ? undefined : this.instance(value);
    }
    const meant = this.behindAlias(entity);
    if (meant !== entity) return meant === undefined ? undefined : this.instance(meant);
    if (type !== 'class' && type !== 'interface' && !(isType(type) && rulesOf(entity.file.family) !== undefined))
      return undefined;
    this.weaken(Tier.receiver);
    return { kind: 'instance', file: entity.file, index: entity.index };
  }

  /** The type that another name of it stands for. Names may stand for one another in circles. */
  private behindAlias(alias: Extract<Entity, { kind: 'definition' }>): Entity | undefined {
    let entity = alias;
    for (let step = 0; step < DEEPEST; step++) {
      const { type, returns } = entity.file.definition(entity.index);
      if (type !== 'type' || returns === undefined) return entity;
      const next = this.evaluate(entity.file, 0, returns, 'type');
      if (next?.kind !== 'definition') return next;
      entity = next;
    }
    return undefined;
  }

  private call(entity: Entity): Entity | undefined {
    // Python's super() is what super is.
    if (entity.kind === 'super' || entity.kind === 'external') return entity;
    if (entity.kind !== 'definition') return undefined;
    const definition = entity.file.definition(entity.index);
    if (definition.type === 'class' || (isType(definition.type) && rulesOf(entity.file.family) !== undefined))
      return this.instance(entity);
    return this.returned(entity.file, entity.index, definition);
  }

  private returned(file: LinkedFile, index: number, definition: SurfaceDefinition): Entity | undefined {
    if (definition.returns === undefined) return undefined;
    this.weaken(Tier.flow);
    if (definition.returns === 'this') {
      const owner = enclosingClass(file, index);
      return owner < 0 ? undefined : { kind: 'instance', file, index: owner };
    }
    return this.typed(file, Math.max(definition.parent, 0), definition.returns);
  }

  /** `entity.name`. */
  member(entity: Entity, name: string): Entity | undefined {
    switch (entity.kind) {
      case 'module': {
        const found = this.exported(entity.file, name);
        return found ?? this.submodule(entity.file, name);
      }
      case 'package':
        return this.published(entity.space, name, entity.from) ?? rulesOf(entity.from.family)?.inner(entity, name, this);
      case 'definition':
        return this.memberOfDefinition(entity.file, entity.index, name);
      case 'instance':
        return this.memberOfClass(entity.file, entity.index, name, new Set());
      case 'super':
        this.weaken(Tier.receiver);
        // Where no base has it, it is what every object has.
        return this.memberOfBases(entity.file, entity.index, name, new Set()) ?? { kind: 'external' };
      default:
        return entity;
    }
  }

  private memberOfDefinition(file: LinkedFile, index: number, name: string): Entity | undefined {
    const definition = file.definition(index);
    const value = this.valueBeside(file, index);
    if (value !== undefined) return this.memberOfDefinition(file, value, name);
    const hasPackages = rulesOf(file.family) !== undefined;
    if (
      hasPackages &&
      definition.type === 'type' &&
      definition.returns !== undefined &&
      file.childrenOf(index, name).length === 0
    ) {
      const meant = this.behindAlias({ kind: 'definition', file, index });
      return meant === undefined ? undefined : this.member(meant, name);
    }
    if (definition.type === 'class' || definition.type === 'interface' || (hasPackages && isType(definition.type))) {
      const member = this.memberOfClass(file, index, name, new Set());
      // What an enum lists is the enum itself.
      return member ?? (definition.type === 'enum' ? { kind: 'definition', file, index } : undefined);
    }
    if (definition.type === 'enum') return { kind: 'definition', file, index };
    const [child] = file.childrenOf(index, name);
    if (child === undefined && definition.type === 'module' && hasPackages) return this.lookup(file, index, name);
    if (child !== undefined && (definition.type === 'module' || definition.type === 'constant'))
      return { kind: 'definition', file, index: child };
    const held =
      definition.type === 'constant'
        ? this.valueOf(file, index)
        : definition.type === 'method'
          ? this.returned(file, index, definition)
          : undefined;
    return held === undefined ? undefined : this.member(held, name);
  }

  /** The constant that has the name of a type: where members are asked for, a value is meant. */
  private valueBeside(file: LinkedFile, index: number): number | undefined {
    const { type, parent, name } = file.definition(index);
    if (type !== 'interface' && type !== 'type') return undefined;
    return file.childrenOf(parent, name).find((other) => file.definition(other).type === 'constant');
  }

  /** What was assigned to a constant, when that is known. */
  private valueOf(file: LinkedFile, index: number): Entity | undefined {
    if (this.depth > DEEPEST) return undefined;
    this.depth++;
    try {
      const bound = file.binding(0, file.definition(index).name);
      const value = bound == null ? undefined : this.bound(file, 0, bound);
      return value?.kind === 'variable' ? undefined : value;
    } finally {
      this.depth--;
    }
  }

  private memberOfClass(file: LinkedFile, index: number, name: string, seen: Set<string>): Entity | undefined {
    const key = `${index} ${file.path}`;
    if (seen.has(key) || seen.size >= LONGEST_CHAIN) return undefined;
    seen.add(key);
    const members = file.childrenOf(index, name);
    const own = (this.typesOnly ? members.filter((each) => isType(file.definition(each).type)) : members).at(-1);
    if (own !== undefined) return { kind: 'definition', file, index: own };
    const rules = rulesOf(file.family);
    const added = rules?.elsewhere(this, file, index, name);
    if (added !== undefined) return added;
    const field = this.typesOnly ? undefined : file.field(index, name);
    if (field !== undefined) return this.bound(file, field?.scope ?? index, field);
    const inherited = this.memberOfBases(file, index, name, seen);
    return inherited === undefined && rules?.everyMember.has(name) ? { kind: 'external' } : inherited;
  }

  private memberOfBases(file: LinkedFile, index: number, name: string, seen: Set<string>): Entity | undefined {
    const definition = file.definition(index);
    let isExternal = false;
    const interfaces = rulesOf(file.family) === undefined ? [] : (definition.interfaces ?? []);
    for (const base of [...(definition.bases ?? []), ...interfaces]) {
      const entity = this.evaluate(file, definition.parent, base, 'type');
      if (entity?.kind === 'external' || entity === undefined) isExternal = true;
      if (entity?.kind !== 'definition') continue;
      const found = this.memberOfClass(entity.file, entity.index, name, seen);
      if (found !== undefined) return found;
    }
    return isExternal ? { kind: 'external' } : undefined;
  }

  imported(file: LinkedFile, specifier: string, imported: string | null): Entity | undefined {
    const submodule =
      file.family === 'python' && imported !== null && imported !== '*'
        ? this.moduleAt(file, specifier.endsWith('.') ? specifier + imported : `${specifier}.${imported}`)
        : undefined;
    if (!(specifier in file.resolved)) return submodule ?? { kind: 'external' };
    const module = this.moduleAt(file, specifier);
    if (module === undefined) return submodule;
    if (imported === null || imported === '*') return module;
    return this.exported(module.file, imported) ?? submodule;
  }

  file(path: string): LinkedFile | null {
    return this.repository.load(path);
  }

  private readonly open = new Set<string>();

  /** The answer to a question that may come up again while it is being answered: then it has none. */
  once<T>(key: string, answer: () => T | undefined): T | undefined {
    if (this.open.has(key) || this.open.size >= LONGEST_CHAIN) return undefined;
    this.open.add(key);
    try {
      return answer();
    } finally {
      this.open.delete(key);
    }
  }

  filesOf(space: string, name: string): readonly string[] {
    return this.repository.filesOf(space, name);
  }

  /** What a package gives under a name; where several files do, the one that lies nearest to who asks. */
  published(space: string, name: string, from: LinkedFile): Entity | undefined {
    return this.choose(from, namedFirst(this.repository.filesOf(space, name), name), (file) =>
      file.childrenOf(0, name).filter((index) => file.isIn(index, space)),
    );
  }

  /** A member of a type of a package that is written in another file than the type. */
  publishedMember(space: string, owner: string, name: string, from: LinkedFile): Entity | undefined {
    return this.choose(from, this.repository.filesOf(space, `${owner}.${name}`), (file) => file.addedTo(owner, name));
  }

  private choose(
    from: LinkedFile,
    paths: readonly string[],
    indexesIn: (file: LinkedFile) => readonly number[],
  ): Entity | undefined {
    const nearest = nearestOf(from.path, paths);
    const file = nearest === undefined ? null : this.repository.load(nearest);
    const index = file === null ? undefined : indexesIn(file)[0];
    return file === null || index === undefined ? undefined : { kind: 'definition', file, index };
  }

  private moduleAt(file: LinkedFile, specifier: string): Extract<Entity, { kind: 'module' }> | undefined {
    const path = file.resolved[specifier];
    const target = path == null ? null : this.repository.load(path);
    return target === null ? undefined : { kind: 'module', file: target, specifier };
  }

  private submodule(file: LinkedFile, name: string): Entity | undefined {
    return file.family === 'python' ? this.moduleAt(file, `.${name}`) : undefined;
  }

  /** What was found out since the outermost question about exports; what is still being asked for counts as nothing. */
  private readonly answers = new Map<string, Entity | undefined>();
  private asking = 0;

  /** What a module gives to others under a name. Modules may take all from one another in circles: each is asked once. */
  exported(file: LinkedFile, name: string): Entity | undefined {
    const key = `${name} ${file.path}`;
    if (this.answers.has(key)) return this.answers.get(key);
    if (this.asking >= LONGEST_CHAIN) return undefined;
    this.answers.set(key, undefined);
    this.asking++;
    try {
      const found =
        rulesOf(file.family) !== undefined
          ? this.moduleLevel(file, name)
          : file.family === 'python'
            ? this.moduleLevelOnly(file, name)
            : exportedByEcmascript(this, file, name);
      this.answers.set(key, found);
      return found;
    } finally {
      if (--this.asking === 0) this.answers.clear();
    }
  }

  private moduleLevelOnly(file: LinkedFile, name: string): Entity | undefined {
    const entity = this.moduleLevel(file, name);
    return entity?.kind === 'external' && file.importOf(name) === undefined ? undefined : entity;
  }

  private weaken(tier: Tier): void {
    if (tier > this.tier) this.tier = tier;
  }
}
