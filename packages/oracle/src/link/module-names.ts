import { chooseDefinition, isType } from './choose-definition.ts';
import { exportedByEcmascript } from './ecmascript-exports.ts';
import { type Entity, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { type NameRules, rulesOf } from './name-rules.ts';
import { GLOBAL_OBJECT } from './native-ecmascript.ts';

/** Re-exports after one another: far more than people write, far less than the stack holds. */
const LONGEST_CHAIN = 250;

const isModule = (entity: Entity): boolean =>
  entity.kind === 'module' || (entity.kind === 'definition' && entity.file.definition(entity.index).type === 'module');

const holdsNames = (entity: Entity): boolean =>
  isModule(entity) || (entity.kind === 'definition' && isType(entity.file.definition(entity.index).type));

/** A definition of the file itself: where that has several namespaces, one of those that a place sees. */
function ownAtTop(file: LinkedFile, name: string, place: number, rules: NameRules | undefined): number | undefined {
  const all = file.childrenOf(0, name);
  if (all.length === 0 || place === 0 || rules?.seenFrom === undefined || !file.hasNamespaces) return chooseDefinition(file, all);
  for (const namespace of rules.seenFrom(file.namespaceAt(place))) {
    const found = chooseDefinition(
      file,
      all.filter((index) => file.namespaceAt(index) === namespace),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What modules give to one another. One for each evaluator: it remembers what is being asked. */
export class ModuleNames {
  private readonly ask: Evaluator;

  constructor(ask: Evaluator) {
    this.ask = ask;
  }

  /** What an import stands for; with `*` the module itself. */
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

  private moduleAt(file: LinkedFile, specifier: string): Extract<Entity, { kind: 'module' }> | undefined {
    const path = file.resolved[specifier];
    const target = path == null ? null : this.ask.file(path);
    return target === null ? undefined : { kind: 'module', file: target, specifier };
  }

  /** What a module of CommonJS is as a whole: what it assigns to `module.exports`. */
  whole({ file }: Extract<Entity, { kind: 'module' }>): Entity | undefined {
    if (file.family !== 'ecmascript') return undefined;
    const whole = file.surface.exports.find(([exported]) => exported === '=');
    if (whole === undefined) return undefined;
    const [, local, specifier] = whole;
    return this.ask.once(`= ${file.path}`, () => {
      const found = specifier === null ? this.atTop(file, local!) : this.imported(file, specifier, '*');
      return found === undefined ? undefined : this.ask.settled(found);
    });
  }

  /** `package.name` of Python where that is a file. */
  submodule(file: LinkedFile, name: string): Entity | undefined {
    if (file.family !== 'python') return undefined;
    return this.moduleAt(file, `.${name}`) ?? this.besideInit(file.path, name);
  }

  /** A module of a package that its `__init__` does not import: somebody else did. */
  private besideInit(path: string, name: string): Entity | undefined {
    const folder = /^(.*\/)?__init__\.pyi?$/.exec(path)?.[1];
    if (folder === undefined) return undefined;
    const file = this.ask.file(`${folder}${name}.py`) ?? this.ask.file(`${folder}${name}/__init__.py`);
    return file === null ? undefined : { kind: 'module', file, specifier: null };
  }

  /** What was found out since the outermost question about exports; what is still being asked for counts as nothing. */
  private readonly answers = new Map<string, Entity | undefined>();
  private asking = 0;

  /** What a name stands for in a whole file; `place`: where it is asked for, of whose namespace it may depend. */
  atTop(file: LinkedFile, name: string, place = 0): Entity | undefined {
    const rules = rulesOf(file.family);
    const imported = file.importOf(name);
    if (imported !== undefined && rules?.chooses) {
      const chosen = this.chosen(file, name, rules);
      if (chosen !== undefined) return chosen;
    } else if (imported !== undefined && rules !== undefined) {
      return rules.imported(this.ask, file, 0, imported[0], imported[1]);
    } else if (imported !== undefined && (imported[1] !== name || file.resolved[imported[0]] !== file.path)) {
      // What a file imports from itself under its own name is what it has.
      const found = this.imported(file, imported[0], imported[1]);
      const isElsewhere = found === undefined || found.kind === 'external';
      if (file.family !== 'python' || !isElsewhere) return found;
      return this.otherwise(file, name, rules) ?? found;
    }
    const own = ownAtTop(file, name, place, rules);
    if (own !== undefined) return { kind: 'definition', file, index: own };
    const bound = file.binding(0, name);
    if (bound !== undefined) return this.ask.bound(file, 0, bound);
    if (rules !== undefined)
      return this.ask.outer(file, name, place) ?? (file.globals.has(name) ? { kind: 'external' } : undefined);
    for (const specifier of file.starImports) {
      const entity = this.imported(file, specifier, name);
      if (entity !== undefined && entity.kind !== 'external') return entity;
    }
    if (!file.globals.has(name)) return undefined;
    return GLOBAL_OBJECT.test(name) && file.family === 'ecmascript'
      ? { kind: 'external', globals: file.globals }
      : { kind: 'external' };
  }

  /** What a file has under a name where what it would rather import is not there: `try: from fast import f`, `except ImportError: def f(): ...` */
  private otherwise(file: LinkedFile, name: string, rules: NameRules | undefined): Entity | undefined {
    const others = file.importsOf(name).slice(0, -1).toReversed();
    const entities = others.map(([specifier, imported]) => this.imported(file, specifier, imported));
    const own = ownAtTop(file, name, 0, rules);
    const found =
      entities.find((entity) => entity !== undefined && entity.kind !== 'external') ??
      (own === undefined ? undefined : ({ kind: 'definition', file, index: own } as const));
    // Which of them runs is known where it runs alone.
    if (found !== undefined) this.ask.rely(Tier.flow);
    return found;
  }

  /** Of all that a file calls so, what holds names where those are asked for, and otherwise what is no module. */
  private chosen(file: LinkedFile, name: string, rules: NameRules): Entity | undefined {
    const isMeant = this.ask.isPath ? holdsNames : (entity: Entity) => !isModule(entity);
    let first: Entity | undefined;
    for (const index of file.childrenOf(0, name)) {
      const own = { kind: 'definition', file, index } as const;
      if (isMeant(own)) return own;
      first ??= own;
    }
    for (const [specifier, imported] of file.importsOf(name)) {
      const entity = rules.imported(this.ask, file, 0, specifier, imported);
      if (entity !== undefined && isMeant(entity)) return entity;
      first ??= entity;
    }
    return first;
  }

  /** What a module gives to others under a name. Modules may take all from one another in circles: each is asked once. */
  exported(file: LinkedFile, name: string): Entity | undefined {
    const key = `${name} ${this.ask.isPath} ${file.path}`;
    if (this.answers.has(key)) return this.answers.get(key);
    if (this.asking >= LONGEST_CHAIN) return undefined;
    this.answers.set(key, undefined);
    this.asking++;
    try {
      const found =
        rulesOf(file.family) !== undefined
          ? this.atTop(file, name)
          : file.family === 'python'
            ? this.moduleLevelOnly(file, name)
            : exportedByEcmascript(this.ask, file, name);
      this.answers.set(key, found);
      return found;
    } finally {
      if (--this.asking === 0) this.answers.clear();
    }
  }

  private moduleLevelOnly(file: LinkedFile, name: string): Entity | undefined {
    const entity = this.atTop(file, name);
    const found = entity?.kind === 'external' && file.importOf(name) === undefined ? undefined : entity;
    // What a module makes while it runs may be written down beside it.
    const stub = found === undefined && file.path.endsWith('.py') ? this.ask.file(`${file.path}i`) : null;
    return stub === null ? found : this.exported(stub, name);
  }
}
