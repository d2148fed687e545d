import { posix } from 'node:path';
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

const OWNERS: ReadonlySet<string> = new Set(['class', 'interface']);
const space = (path: string): string => `ruby//${path}`;

/** Modules that are opened in more files are not looked at in each of them. */
const MOST_OPENED = 8;

/** While one file is linked: each answer rests on files that were asked for it. */
const answers = new WeakMap<Repository, Map<string, Entity | undefined>>();

/** The definition with this path of names, in whichever file says most of it: a class may be opened in many. */
function find(ask: Evaluator, outer: string, name: string, except?: LinkedFile): Entity | undefined {
  const known = answers.get(ask.repository) ?? new Map<string, Entity | undefined>();
  answers.set(ask.repository, known);
  const key = `${outer} ${name} ${except?.path ?? ''}`;
  if (!known.has(key)) known.set(key, findAmongFiles(ask, outer, name, except));
  return known.get(key);
}

function findAmongFiles(ask: Evaluator, outer: string, name: string, except?: LinkedFile): Entity | undefined {
  const whole = outer === '' ? name : `${outer}.${name}`;
  let best: { file: LinkedFile; index: number; weight: number } | undefined;
  for (const path of likeliest(ask.filesOf(space(outer), name), name)) {
    const file = path === except?.path ? null : ask.file(path);
    if (file === null) continue;
    const { definitions } = file.surface;
    for (const index of withNestedPath(definitions, whole)) {
      const { bases, type } = file.definition(index);
      if (type === 'test') continue;
      const weight = (bases === undefined ? 0 : 1e6) + definitions.filter(({ parent }) => parent === index).length;
      if (best === undefined || weight > best.weight) best = { file, index, weight };
    }
  }
  return best === undefined ? undefined : { kind: 'definition', file: best.file, index: best.index };
}

const OF_TESTS = /(?:^|\/)(?:test|spec)\//;

/** Of many files that open a module those that are called like it, and then those furthest up; tests come last. */
function likeliest(paths: readonly string[], name: string): readonly string[] {
  if (paths.length <= MOST_OPENED) return paths;
  const called = `${name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase()}.rb`;
  const rank = (path: string) =>
    Number(OF_TESTS.test(path)) * 1e6 + Number(posix.basename(path) !== called) * 1e3 + path.split('/').length;
  const ranks = new Map(paths.map((path) => [path, rank(path)]));
  return paths.toSorted((a, b) => ranks.get(a)! - ranks.get(b)! || (a < b ? -1 : 1)).slice(0, MOST_OPENED);
}

/** Ruby has one tree of constants for all files; a file that is loaded adds to it. */
export const rubyRules: NameRules = {
  words: { self: 'instance', super: 'super' },
  bareMembers: true,
  methodsApart: true,
  // Constants are seen in what is written around; a method is that of the innermost class.
  outOf: ({ surface }, at, name) => (OWNERS.has(surface.definitions[at]!.type) && !/^\p{Lu}/u.test(name) ? 0 : undefined),
  everyMember: new Set(
    `new class name send public_send __send__ respond_to? is_a? kind_of? instance_of? nil? to_s to_str inspect hash dup clone freeze frozen? tap then
    method methods instance_variable_get instance_variable_set object_id extend include prepend allocate ancestors superclass instance_methods
    instance_method define_method class_eval instance_eval module_eval const_get const_set const_defined? == != ! === =~ eql? equal? raise
    attr_accessor attr_reader attr_writer private_constant initialize inherited included extended`.split(/\s+/),
  ),
  imported: () => undefined,
  outer: (ask, _file, _scope, name) => {
    const found = find(ask, '', name);
    // A constant that nobody here defines comes with Ruby or a gem.
    return found ?? (/^\p{Lu}/u.test(name) ? { kind: 'external' } : undefined);
  },
  elsewhere: (ask, file, index, name) => find(ask, nestedPaths(file.surface.definitions)[index]!, name, file),
  inner: () => undefined,
  importedSpace: () => null,
};
