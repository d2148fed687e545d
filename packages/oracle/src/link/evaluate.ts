import type { Binding } from '../facts.ts';
import { GIVEN, MADE, moduleNamed, OF_CLASS } from '../parse/expression.ts';
import { headOf } from '../parse/inner-scopes.ts';
import { agreed } from './agreed.ts';
import { givenTo, ofType } from './callbacks.ts';
import { called, entered, ofNamedClass, returnedBy } from './called.ts';
import { enclosingClass, enclosingObject, isFunction, isType, sideOf, takes } from './choose-definition.ts';
import { elementOf, holding, isListing, listOfUnknown, makingOf } from './containers.ts';
import { type Entity, type Meant, type Repository, type Side, Tier } from './entity.ts';
import type { Assigned, LinkedFile } from './linked-file.ts';
import { lookup } from './lookup.ts';
import { memberOf } from './members.ts';
import { ModuleNames } from './module-names.ts';
import { rulesOf } from './name-rules.ts';
import { givenByFixture } from './pytest-fixtures.ts';
import { Questions } from './remembered.ts';
import { isGiven, isTypeParameter, memberAsked, objectGiven, standsFor } from './type-arguments.ts';

const DEEPEST = 16;
const TOKEN = /^new |\[[\d*=:<+~]*\]|[^.()[\]]+|\(\)/g;
/** Names and calls in a chain: far more than people write. */
const MOST_TOKENS = 120;
/** Expressions that are followed for one answer: ten times what any of fifteen large repositories takes. There may be many ways from one to another. */
const MOST_FOLLOWED = 2000;

/** Whether a bare name stands for a method of the class around. */
const isMethodOfItsOwn = (entity: Entity | undefined): boolean =>
  entity?.kind === 'definition' &&
  entity.file.definition(entity.index).type === 'method' &&
  rulesOf(entity.file.family)?.bareMembers === true;

/** Whether a function of others is asked for that gives an object of the class that it is given. */
const givesGiven = (file: LinkedFile, tokens: readonly string[], at: number): boolean =>
  tokens[at + 1]?.startsWith(OF_CLASS) === true && rulesOf(file.family)?.givesGiven?.test(tokens[at]!) === true;

/** Whether this is one more name of a chain. */
const isName = (token: string): boolean => !/^[([]/.test(token);

/** Follows names through scopes, imports, re-exports, classes and their bases. One for each question: it remembers how sure the answer is. */
export class Evaluator {
  tier: Tier = Tier.scope;
  readonly repository: Repository;
  readonly modules = new ModuleNames(this);
  private readonly questions = new Questions();
  private depth = 0;
  private followed = 0;
  /** What variables are taken for while it is asked whether what they are assigned is that. */
  readonly assumed = new Map<string, Entity>();
  /** Whether fields and methods are left out when members are looked for. */
  typesOnly = false;
  /** Whether a name is asked for because of what is in it: where modules and functions may share one, the module is meant. */
  isPath = false;
  /** Whether the member that is asked for is called. */
  isCalled = false;
  /** Whose members are looked for. */
  side: Side = null;
  /** The type of which it is asked what it extends or includes. */
  baseOf: { file: LinkedFile; index: number } | undefined;
  /** What a method is asked of while it is asked what it takes or gives. */
  asked: Entity | undefined;
  /** How many arguments the member that is asked for is given, where that chooses between namesakes. */
  count: number | null = null;

  constructor(repository: Repository) {
    this.repository = repository;
  }

  /** What a plain expression means where it is written; `path`: members of it are asked for; `given`: with how many arguments the last name is called. */
  evaluate(
    file: LinkedFile,
    scope: number,
    expression: string,
    meant: Meant | 'path' = 'value',
    given: number | null = null,
  ): Entity | undefined {
    if (expression.startsWith(GIVEN)) return { kind: 'given', file, index: scope, at: expression.slice(GIVEN.length) };
    if (this.depth > DEEPEST || this.followed >= MOST_FOLLOWED) return undefined;
    this.depth++;
    this.followed++;
    const { isPath: wasPath, count, side } = this;
    this.count = null;
    this.side = null;
    try {
      const tokens = expression.match(TOKEN) ?? [];
      const isNew = tokens[0] === 'new ';
      if (isNew) tokens.shift();
      if (tokens.length === 0 || tokens.length > MOST_TOKENS) return undefined;
      const isPath = (index: number) => (index < tokens.length ? isName(tokens[index]!) : meant === 'path');
      this.isPath = isPath(1);
      const countAt = (index: number) => (index === tokens.length - 1 ? given : null);
      this.count = countAt(0);
      const asked = tokens[1] === '()' ? 'call' : meant === 'path' ? 'value' : meant;
      let entity = this.head(file, scope, tokens[0]!, isNew ? 'type' : asked);
      if (isNew && entity?.kind === 'external' && entity.globals === undefined) entity = { kind: 'external', type: tokens[0]! };
      let constructs = isNew;
      /** What the last member was asked of. */
      let owner: Entity | undefined;
      if (isMethodOfItsOwn(entity)) {
        owner = this.asked ?? this.around(file, scope, 'instance');
        entity = memberAsked(entity, owner);
      }
      for (const [index, token] of tokens.entries()) {
        if (index === 0) continue;
        this.isPath = isPath(index + 1);
        if (index === 1 && isTypeParameter(tokens[0]!, token)) {
          entity = standsFor(this, file, scope, token);
          continue;
        }
        const isOfOthers = entity?.kind === 'external' && entity.globals === undefined;
        const isUnknown = isOfOthers || entity === undefined || entity.kind === 'variable';
        if (isUnknown && givesGiven(file, tokens, index)) continue;
        if (isUnknown && givesGiven(file, tokens, index - 1)) {
          entity = this.evaluate(file, scope, token.slice(OF_CLASS.length), 'type');
          continue;
        }
        if (token.startsWith(MADE)) {
          if (entity?.kind !== 'definition') entity = makingOf(this, file, scope, owner, token) ?? entity;
          continue;
        }
        const before: Entity | undefined = entity;
        const extension = () =>
          isName(token) ? rulesOf(file.family)?.extension?.(this, file, token, () => before, countAt(index)) : undefined;
        if (isUnknown || entity === undefined) {
          const found = extension();
          if (found === undefined && !isListing(token)) return entity;
          owner = entity;
          entity = found ?? listOfUnknown(file);
          continue;
        }
        // A function that is bound to an object is the same function.
        if (token === 'bind') entity = this.settled(entity);
        if (isFunction(entity) && (token === 'bind' || (index > 1 && tokens[index - 1] === 'bind'))) continue;
        if (token.startsWith(OF_CLASS)) entity = ofNamedClass(this, entity, file, scope, token.slice(OF_CLASS.length));
        else if (token === '[<]') entity = entered(this, entity);
        else if (token === '[+]' || token === '[~]') entity = holding(file, entity, token);
        else if (token.startsWith('[')) entity = elementOf(this, file, entity, token);
        else if (token !== '()') {
          owner = entity;
          this.count = countAt(index);
          entity = memberAsked(this.member(entity, token, tokens[index + 1] === '()'), owner);
          const isMeant = entity?.kind !== 'definition' || takes(entity.file.definition(entity.index), this.count);
          this.count = null;
          if (entity === undefined || entity.kind === 'external' || !isMeant) entity = extension() ?? entity;
        } else {
          entity = constructs ? this.instance(entity) : called(this, entity, owner);
          constructs = false;
        }
      }
      return constructs && entity !== undefined ? this.instance(entity) : entity;
    } finally {
      this.isPath = wasPath;
      this.count = count;
      this.side = side;
      this.depth--;
    }
  }

  private head(file: LinkedFile, scope: number, name: string, meant: Meant): Entity | undefined {
    const rules = rulesOf(file.family);
    if (rules !== undefined) {
      const word = Object.hasOwn(rules.words, name) ? rules.words[name] : undefined;
      return word === undefined ? this.lookup(file, scope, name, meant) : this.around(file, scope, word);
    }
    const module = file.family === 'ecmascript' ? moduleNamed(name) : null;
    if (module !== null) return this.modules.imported(file, module, '*');
    const self = file.family === 'python' ? name === 'self' || name === 'cls' : name === 'this';
    if (self || name === 'super') {
      const owner = enclosingClass(file, scope);
      if (owner < 0 && file.family === 'python') return self ? this.lookup(file, scope, name) : undefined;
      if (owner < 0) {
        const object = self ? enclosingObject(file, scope) : -1;
        return object < 0 ? undefined : { kind: 'definition', file, index: object };
      }
      if (name === 'super') return { kind: 'super', file, index: owner };
      return { kind: name === 'cls' ? 'definition' : 'instance', file, index: owner };
    }
    return this.lookup(file, scope, name, meant);
  }

  /** The object around a place, its class, or what that extends. */
  private around(file: LinkedFile, scope: number, word: 'instance' | 'class' | 'super'): Entity | undefined {
    const type = this.typeAround(file, scope);
    if (type === undefined || word === 'class') return type;
    return word === 'super' ? { ...type, kind: word } : { ...type, kind: word, side: sideOf(file, scope) };
  }

  /** The type that a place belongs to; it may be in another file. */
  typeAround(file: LinkedFile, scope: number): Extract<Entity, { kind: 'definition' }> | undefined {
    for (let at = scope; at > 0; at = file.definition(at).parent) {
      const { type, owner, parent } = file.definition(at);
      if (isType(type)) return { kind: 'definition', file, index: at };
      const found = owner === undefined ? undefined : this.evaluate(file, parent, owner);
      const meant = found?.kind === 'definition' ? this.behindAlias(found) : undefined;
      if (meant?.kind === 'definition') return meant;
    }
    return undefined;
  }

  /** A bare name, from the innermost scope outwards. */
  lookup(file: LinkedFile, scope: number, name: string, meant: Meant = 'value'): Entity | undefined {
    return lookup(this, file, scope, name, meant);
  }

  /** What a variable or a field stands for. */
  bound(file: LinkedFile, scope: number, binding: Assigned<Binding> | null): Entity {
    if (binding === null) return { kind: 'variable' };
    if (binding.others !== undefined) return agreed(this, file, scope, binding) ?? { kind: 'variable' };
    const { kind, expression, written = null } = binding;
    if (kind === 'given') return this.given(file, binding.scope ?? scope, binding) ?? this.unlessGiven(file, scope, binding);
    if (kind === 'fixture') return givenByFixture(this, file, binding.within, binding.name) ?? { kind: 'variable' };
    if (expression === null) return ofType(this, file, scope, written) ?? { kind: 'variable' };
    const place = binding.scope ?? scope;
    const entity = kind === 'type' ? this.typed(file, place, expression) : this.evaluate(file, place, expression);
    if (kind === 'value' && entity?.kind === 'definition') this.rely(Tier.flow);
    return entity ?? { kind: 'variable' };
  }

  /** What a parameter of a callback stands for. */
  private given(file: LinkedFile, scope: number, binding: Binding): Entity | undefined {
    return this.once(`given ${binding.within} ${binding.name} ${file.path}`, () => {
      // What a method takes that overrides another one is what stands for type parameters in objects of its own class.
      const isOwn = rulesOf(file.family)?.words[binding.expression ?? ''] === 'super';
      const object = isOwn ? this.around(file, scope, 'instance') : this.asked;
      return this.where('asked', object, () => givenTo(this, file, scope, binding));
    });
  }

  /** What a parameter is by itself, where it is not known what it is given. */
  private unlessGiven(file: LinkedFile, scope: number, { expression, written = null }: Binding): Entity {
    return (expression === null ? undefined : ofType(this, file, scope, written)) ?? { kind: 'variable' };
  }

  /** The answer to a question that is asked while one circumstance is another. */
  where<K extends 'asked' | 'side' | 'isCalled' | 'typesOnly' | 'baseOf', T>(what: K, is: this[K], answer: () => T): T {
    const before = this[what];
    this[what] = is;
    try {
      return answer();
    } finally {
      this[what] = before;
    }
  }

  /** A value of the type that an expression names. */
  typed(file: LinkedFile, scope: number, expression: string): Entity | undefined {
    const entity = this.evaluate(file, scope, expression, 'type');
    if (entity?.kind === 'definition' || entity?.kind === 'module') return this.instance(entity);
    if (entity?.kind === 'external' && entity.globals === undefined) return { kind: 'external', type: expression };
    // What a type parameter extends is known as a value.
    return entity !== undefined && /^(?:external|instance|written|given)$/.test(entity.kind) ? entity : undefined;
  }

  /** A value of a type. */
  instance(meant: Entity): Entity | undefined {
    const entity = this.settled(meant);
    // What stands for the object around stands for its class where one is made.
    if (entity.kind === 'instance' && entity.side !== undefined) return { ...entity, side: 'object' };
    if (entity.kind !== 'definition') return entity.kind === 'external' || entity.kind === 'given' ? entity : undefined;
    const { type, isDeclaration, written, constructs } = entity.file.definition(entity.index);
    if (isDeclaration) {
      const settled = rulesOf(entity.file.family)?.settle?.(this, entity.file, entity.index);
      if (settled !== undefined && !settled.file.definition(settled.index).isDeclaration) return this.instance(settled);
    }
    if (type === 'constant')
      return this.fromValue('instance', entity, (value) => (value.kind === 'instance' ? undefined : this.instance(value)));
    if (type === 'type' && written !== undefined && isGiven(written))
      return objectGiven(this, entity.file, Math.max(entity.file.definition(entity.index).parent, 0), written);
    const behind = this.behindAlias(entity);
    if (behind !== entity) return behind === undefined || behind.kind === 'instance' ? behind : this.instance(behind);
    const isKnown = type === 'class' || type === 'interface' || (type === 'type' && written !== undefined) || constructs;
    if (!isKnown && !(isType(type) && rulesOf(entity.file.family) !== undefined)) return undefined;
    this.rely(Tier.receiver);
    return { kind: 'instance', file: entity.file, index: entity.index };
  }

  /** The type that another name of it stands for. Names may stand for one another in circles. */
  behindAlias(alias: Extract<Entity, { kind: 'definition' }>): Entity | undefined {
    let entity = alias;
    for (let step = 0; step < DEEPEST; step++) {
      const { type, returns } = entity.file.definition(entity.index);
      if (type !== 'type' || returns === undefined) return entity;
      const next = this.evaluate(entity.file, entity.index, returns, 'type');
      if (next?.kind !== 'definition') return next;
      entity = next;
    }
    return undefined;
  }

  /** What something stands for where it is called or constructed: of a module of CommonJS, what it gives as a whole. */
  settled(entity: Entity): Entity {
    return entity.kind === 'module' ? (this.modules.whole(entity) ?? entity) : entity;
  }

  /** What a call of it gives. */
  returned(file: LinkedFile, index: number): Entity | undefined {
    return returnedBy(this, file, index);
  }

  /** `entity.name`; on the way to the answer to another such question it is called where that is. */
  member(entity: Entity, name: string, isCalled = this.isCalled): Entity | undefined {
    return this.where('isCalled', isCalled, () => memberOf(this, entity, name));
  }

  /** A definition that is in the namespace of a place; the module where no place is known. What a type extends is in its namespace. */
  placeOf(file: LinkedFile, scope: number): number {
    return scope === 0 && this.baseOf?.file === file ? this.baseOf.index : scope;
  }

  /** What a class is said to extend or implement, by one of its bases as it is written. */
  base(file: LinkedFile, index: number, written: string): Entity | undefined {
    return this.remember(file, `${index} ${this.typesOnly} ${written}`, () => {
      // A module that is written in a class may be what that includes.
      const isOwn = rulesOf(file.family)?.mixesOwn === true && file.childrenOf(index, headOf(written)).length > 0;
      const scope = isOwn ? index : file.definition(index).parent;
      const found = this.where('baseOf', { file, index }, () => this.evaluate(file, scope, written, 'type'));
      return found === undefined ? undefined : this.settled(found);
    });
  }

  /** What packages and namespaces give a place under a name. */
  outer(file: LinkedFile, name: string, place: number): Entity | undefined {
    const rules = rulesOf(file.family)!;
    const from = rules.seenFrom === undefined || !file.hasNamespaces ? 0 : place;
    const question = `${this.typesOnly} ${this.isPath} ${from === 0 ? '' : file.namespaceAt(from)} ${name}`;
    return this.remember(file, question, () => rules.outer(this, file, from, name));
  }

  /** The answer to a question about a file, which has the same one while one file is linked. */
  private remember(file: LinkedFile, question: string, ask: () => Entity | undefined): Entity | undefined {
    const found = this.questions.remember(this.repository, file, question, this.depth >= DEEPEST / 2, () => {
      const { tier } = this;
      this.tier = Tier.scope;
      const answer = { entity: ask(), tier: this.tier };
      this.tier = tier;
      return answer;
    });
    this.rely(found.tier);
    return found.entity;
  }

  /** What follows from the value of a constant. It may be its own, by way of others or at once: `str = str`. */
  fromValue<T>(
    question: string,
    { file, index }: Extract<Entity, { kind: 'definition' }>,
    answer: (value: Entity) => T | undefined,
  ): T | undefined {
    return this.once(`${question} ${index} ${file.path}`, () => {
      const value = this.valueOf(file, index);
      return value === undefined ? undefined : answer(value);
    });
  }

  /** What was assigned to a constant, when that is known. */
  private valueOf(file: LinkedFile, index: number): Entity | undefined {
    if (this.depth > DEEPEST) return undefined;
    this.depth++;
    try {
      const { parent, name } = file.definition(index);
      const bound = file.binding(parent, name);
      const value = bound == null ? undefined : this.bound(file, parent, bound);
      return value?.kind === 'variable' ? undefined : value;
    } finally {
      this.depth--;
    }
  }

  file(path: string): LinkedFile | null {
    return this.repository.load(path);
  }

  /** The answer to a question that may come up again while it is being answered: then it has none. */
  once<T>(key: string, answer: () => T | undefined): T | undefined {
    return this.questions.once(key, answer);
  }

  filesOf(space: string, name: string): readonly string[] {
    return this.repository.filesOf(space, name);
  }

  /** The answer is no surer than this from now on. */
  rely(tier: Tier): void {
    if (tier > this.tier) this.tier = tier;
  }
}
