import { posix } from 'node:path';
import { AT, FROM_TOP } from '../languages/ruby-expressions.ts';
import { isOfSide } from './choose-definition.ts';
import type { Entity, Repository } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import { folderOf, foldersUp } from './folders.ts';
import type { Layout } from './layout.ts';
import type { LinkedFile } from './linked-file.ts';
import type { NameRules } from './name-rules.ts';
import { nestedPaths, withNestedPath } from './published-names.ts';

/** The file that `require` names: from the file itself, in the load paths around it, or the only one with this ending. */
export function resolveRuby(layout: Layout, from: string, specifier: string): string | 'external' | null {
  const name = specifier.endsWith('.rb') ? specifier : `${specifier}.rb`;
  if (specifier.startsWith('.')) {
    const path = posix.join(folderOf(from), name);
    return layout.paths.has(path) ? path : null;
  }
  for (const folder of foldersUp(from))
    for (const root of ['lib', '', 'test', 'spec']) {
      const path = posix.join(folder, root, name);
      if (layout.paths.has(path)) return path;
    }
  const found = layout.endingWith(`lib/${name}`);
  return found.length === 1 ? found[0]! : 'external';
}

const CONSTANT = /^\p{Lu}/u;
const OWNERS: ReadonlySet<string> = new Set(['class', 'interface']);
const space = (path: string): string => `ruby//${path}`;

/** Modules that are opened in more files are not looked at in each of them. */
const MOST_OPENED = 8;

interface Opening {
  entity: Extract<Entity, { kind: 'definition' }>;
  /** How much of the class or method it says. */
  weight: number;
  /** In the gem or application of the file that is linked. */
  isNear: boolean;
}

/** While one file is linked: each answer rests on files that were asked for it. */
const answers = new WeakMap<Repository, Map<string, Map<string, readonly Opening[]>>>();

/** The definition with this path of names, in whichever file says most of it: a class may be opened in many. */
function find(ask: Evaluator, outer: string, name: string, except?: LinkedFile): Entity | undefined {
  let best: Opening | undefined;
  for (const each of openings(ask, outer, name))
    if (
      each.entity.file !== except &&
      isOfSide(ask.side, each.entity.file, each.entity.index) &&
      (best === undefined || each.weight > best.weight)
    )
      best = each;
  return best?.entity;
}

/** All definitions with this path of names that are looked at. */
function openings(ask: Evaluator, outer: string, name: string): readonly Opening[] {
  let byOuter = answers.get(ask.repository);
  if (byOuter === undefined) {
    byOuter = new Map();
    answers.set(ask.repository, byOuter);
  }
  let byName = byOuter.get(outer);
  if (byName === undefined) {
    byName = new Map();
    byOuter.set(outer, byName);
  }
  let found = byName.get(name);
  if (found === undefined) {
    found = findAmongFiles(ask, outer, name);
    byName.set(name, found);
  }
  return found;
}

function findAmongFiles(ask: Evaluator, outer: string, name: string): readonly Opening[] {
  const whole = outer === '' ? name : `${outer}.${name}`;
  const called = fileNameOf(name);
  const found: Opening[] = [];
  for (const path of likeliest(ask.filesOf(space(outer), name), called, ask.repository.from)) {
    const file = ask.file(path);
    if (file === null) continue;
    const { definitions } = file.surface;
    const isNear = packageOf(path) === packageOf(ask.repository.from);
    for (const index of withNestedPath(definitions, whole)) {
      const { bases, interfaces, type } = file.definition(index);
      if (type === 'test') continue;
      const members = definitions.filter(({ parent }) => parent === index).length;
      const says =
        Number(bases !== undefined) * 1e6 + Number(interfaces !== undefined) * 1e5 + Number(path.endsWith(called)) * 1e4;
      const weight = says + Number(isNear) * 1e3 + Math.min(members, 999);
      found.push({ entity: { kind: 'definition', file, index }, weight, isNear });
    }
  }
  return found;
}

/** `some_name.rb` for `SomeName`. */
const fileNameOf = (name: string): string =>
  `${name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase()}.rb`;

/** The folder of the gem or application that a file is of: of one repository with several of them each may open the same class. */
const packageOf = (path: string): string => /^(?:.*?\/)?(?=(?:app|bin|config|exe|lib|spec|test)\/)/.exec(path)?.[0] ?? '';

const OF_TESTS = /(?:^|\/)(?:test|spec)\//;

/** Of many files that open a module those that are called like it, those near the one that asks, and then those furthest up; tests elsewhere come last. */
function likeliest(paths: readonly string[], called: string, from: string): readonly string[] {
  if (paths.length <= MOST_OPENED) return paths;
  const near = packageOf(from);
  const rank = (path: string) => {
    const isFar = packageOf(path) !== near;
    const isCalled = posix.basename(path) === called;
    return Number(isFar && OF_TESTS.test(path)) * 1e6 + Number(!isCalled) * 1e5 + Number(isFar) * 1e4 + path.split('/').length;
  };
  const ranks = new Map(paths.map((path) => [path, rank(path)]));
  return paths.toSorted((a, b) => ranks.get(a)! - ranks.get(b)! || (a < b ? -1 : 1)).slice(0, MOST_OPENED);
}

/** `a=` that is written as `attr_accessor :a`. */
function ofAccessor(ask: Evaluator, file: LinkedFile, index: number, name: string): Entity | undefined {
  if (!name.endsWith('=')) return undefined;
  const field = `self.$${name.slice(0, -1)}`;
  const accessors = file.childrenOf(index, name.slice(0, -1)).filter((each) => file.definition(each).gives?.[0] === field);
  const own = accessors.find((each) => isOfSide(ask.side, file, each));
  return own === undefined ? undefined : { kind: 'definition', file, index: own };
}

/** Other files that open a class, the near ones first. */
function openedAlso(ask: Evaluator, file: LinkedFile, index: number): Opening['entity'][] {
  const path = nestedPaths(file.surface.definitions)[index]!;
  const dot = path.lastIndexOf('.');
  const all = openings(ask, dot < 0 ? '' : path.slice(0, dot), path.slice(dot + 1));
  const others = all.filter(({ entity }) => entity.file !== file);
  return others.sort((a, b) => Number(b.isNear) - Number(a.isNear) || b.weight - a.weight).map(({ entity }) => entity);
}

/** A module that is included gives its class what is in its `ClassMethods`, as ActiveSupport has it do and others do it themselves. */
function ofClassMethods(ask: Evaluator, file: LinkedFile, index: number, path: string, name: string): Entity | undefined {
  if (file.definition(index).type !== 'interface' || name === CLASS_METHODS || ask.side === 'object') return undefined;
  for (const methods of file.childrenOf(index, CLASS_METHODS))
    for (const own of file.childrenOf(methods, name)) return { kind: 'definition', file, index: own };
  return openings(ask, path, CLASS_METHODS).length === 0 ? undefined : find(ask, `${path}.${CLASS_METHODS}`, name, file);
}

const CLASS_METHODS = 'ClassMethods';

/** What the classes of test frameworks include, which a repository may add to. */
const OF_FRAMEWORKS: readonly (readonly [base: RegExp, mixed: readonly (readonly [outer: string, name: string])[]])[] = [
  [
    /^#?(?:Minitest\.(?:Test|Spec)|MiniTest\.(?:Unit\.TestCase|Test|Spec)|ActiveSupport\.TestCase)$/,
    [
      ['Minitest', 'Assertions'],
      ['Minitest', 'Test'],
      ['MiniTest', 'Assertions'],
    ],
  ],
  [
    /^#?Test\.Unit\.TestCase$/,
    [
      ['Test.Unit', 'Assertions'],
      ['Test.Unit', 'TestCase'],
    ],
  ],
];

function ofTests(ask: Evaluator, file: LinkedFile, index: number, name: string): Entity | undefined {
  for (const base of file.definition(index).bases ?? [])
    for (const [outer, mixed] of OF_FRAMEWORKS.find(([known]) => known.test(base))?.[1] ?? []) {
      const found = openings(ask, outer, mixed).length === 0 ? undefined : find(ask, `${outer}.${mixed}`, name);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Ruby has one tree of constants for all files; a file that is loaded adds to it. */
export const rubyRules: NameRules = {
  words: { self: 'instance', super: 'super' },
  bareMembers: true,
  methodsApart: true,
  mixesOwn: true,
  sides: true,
  // Constants are seen in what is written around; a method is that of the innermost class.
  outOf: ({ surface }, at, name) => (OWNERS.has(surface.definitions[at]!.type) && !CONSTANT.test(name) ? 0 : undefined),
  everyMember: new Set(
    `new class name send public_send __send__ respond_to? is_a? kind_of? instance_of? nil? to_s to_str inspect hash dup clone freeze frozen? tap then
    method methods instance_variable_get instance_variable_set object_id extend include prepend allocate ancestors superclass instance_methods
    instance_method define_method class_eval instance_eval module_eval const_get const_set const_defined? == != ! === =~ eql? equal? raise
    attr_accessor attr_reader attr_writer private_constant initialize inherited included extended`.split(/\s+/),
  ),
  constants: {
    named: CONSTANT,
    of: (ask, file, index, name) => find(ask, nestedPaths(file.surface.definitions)[index]!, name),
  },
  imported: () => undefined,
  outer: (ask, _file, _scope, written) => {
    const name = written.replace(FROM_TOP, '');
    const found = find(ask, '', name);
    // A constant that nobody here defines comes with Ruby or a gem.
    return found ?? (CONSTANT.test(name) ? { kind: 'external' } : undefined);
  },
  elsewhere: (ask, file, index, written) => {
    const path = nestedPaths(file.surface.definitions)[index]!;
    const name = written === AT ? '[]' : written;
    const [own] = name === written ? [] : file.childrenOf(index, name);
    if (own !== undefined) return { kind: 'definition', file, index: own };
    return (
      find(ask, path, name, file) ??
      ofClassMethods(ask, file, index, path, name) ??
      ofAccessor(ask, file, index, name) ??
      ofTests(ask, file, index, name)
    );
  },
  parts: (ask, file, index) => openedAlso(ask, file, index),
  inner: () => undefined,
  importedSpace: () => null,
};
