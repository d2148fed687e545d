import { exportedByEcmascript } from './ecmascript-exports.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { rulesOf } from './name-rules.ts';

/** Re-exports after one another: far more than people write, far less than the stack holds. */
const LONGEST_CHAIN = 250;

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
      const found = specifier === null ? this.ask.moduleLevel(file, local!) : this.imported(file, specifier, '*');
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
          ? this.ask.moduleLevel(file, name)
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
    const entity = this.ask.moduleLevel(file, name);
    return entity?.kind === 'external' && file.importOf(name) === undefined ? undefined : entity;
  }
}
