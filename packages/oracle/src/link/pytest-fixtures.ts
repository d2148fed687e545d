// Where pytest finds the fixture that a test or another fixture asks for by a name, and what it gives.
import { isSame } from './callbacks.ts';
import { type Entity, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import { foldersUp } from './folders.ts';
import type { LinkedFile } from './linked-file.ts';

type Found = Extract<Entity, { kind: 'definition' }>;

/** Files and classes that a fixture is looked for in: far more than people write. */
const MOST_PLACES = 250;

/** Fixtures that come with pytest. */
const BUILT_IN = new Set(
  `cache capfd capfdbinary caplog capsys capsysbinary capteesys doctest_namespace monkeypatch pytestconfig pytester record_property
  record_testsuite_property record_xml_attribute recwarn request subtests testdir tmp_path tmp_path_factory tmpdir tmpdir_factory`.split(
    /\s+/,
  ),
);

/** The fixture that the function at `asking` means by a name: of its class, of the module, or of the nearest conftest.py. */
export function findFixture(ask: Evaluator, file: LinkedFile, asking: number, name: string): Found | undefined {
  const search = new FixtureSearch(ask, name, { file, index: asking });
  for (let at = file.definition(asking).parent; at > 0; at = file.definition(at).parent) {
    const found = file.definition(at).type === 'class' ? search.inClass(file, at) : undefined;
    if (found !== undefined) return found;
  }
  const own = search.inModule(file);
  if (own !== undefined) return own;
  for (const folder of foldersUp(file.path)) {
    const path = folder === '' ? 'conftest.py' : `${folder}/conftest.py`;
    // One that is not there is asked for, too: were it to come, the test would be another.
    const conftest = ask.file(path);
    const found = conftest === null ? undefined : search.inModule(conftest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a parameter is that a fixture gives. */
export function givenByFixture(ask: Evaluator, file: LinkedFile, asking: number, name: string): Entity | undefined {
  const fixture = findFixture(ask, file, asking, name);
  if (fixture === undefined) return BUILT_IN.has(name) ? { kind: 'external' } : undefined;
  return ask.once(`fixture ${fixture.index} ${fixture.file.path}`, () => valueGiven(ask, fixture));
}

/** What it says that it gives, or else what it is seen to give when that is one thing. */
function valueGiven(ask: Evaluator, { file, index }: Found): Entity | undefined {
  const { returns, fixture } = file.definition(index);
  if (returns !== undefined) return ask.returned(file, index);
  const values = (fixture?.gives ?? []).map((each) => ask.evaluate(file, index, each));
  const [first] = values;
  if (first === undefined || !values.slice(1).every((each) => isSame(first, each))) return undefined;
  ask.rely(Tier.flow);
  return first;
}

/** A look for one name. Modules may take all from one another in circles: each is asked once. */
class FixtureSearch {
  private readonly seen = new Set<string>();
  private readonly ask: Evaluator;
  private readonly name: string;
  /** A fixture that asks for its own name means the one that it hides. */
  private readonly asking: { file: LinkedFile; index: number };

  constructor(ask: Evaluator, name: string, asking: { file: LinkedFile; index: number }) {
    this.ask = ask;
    this.name = name;
    this.asking = asking;
  }

  inClass(file: LinkedFile, index: number): Found | undefined {
    if (!this.isNew(`${index} ${file.path}`)) return undefined;
    const own = this.writtenIn(file, index);
    if (own !== undefined) return own;
    const { bases = [], parent } = file.definition(index);
    for (const base of bases) {
      const entity = this.ask.evaluate(file, parent, base, 'type');
      const found = entity?.kind === 'definition' ? this.inClass(entity.file, entity.index) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A fixture of a module, or one that is imported into it. */
  inModule(file: LinkedFile): Found | undefined {
    if (!this.isNew(file.path)) return undefined;
    return this.writtenIn(file, 0) ?? this.importedInto(file);
  }

  private importedInto(file: LinkedFile): Found | undefined {
    for (const [specifier, local, imported] of file.surface.imports) {
      if (local === null || imported === null) continue;
      const entity = this.importedAs(file, specifier, local, imported);
      if (entity !== undefined) return entity;
      if (local !== '*') continue;
      const module = this.ask.modules.imported(file, specifier, '*');
      const found = module?.kind === 'module' ? this.inModule(module.file) : undefined;
      if (found !== undefined && !found.file.definition(found.index).name.startsWith('_')) return found;
    }
    return undefined;
  }

  private importedAs(file: LinkedFile, specifier: string, local: string, imported: string): Found | undefined {
    if (imported === '*') return undefined;
    const entity = this.ask.modules.imported(file, specifier, imported);
    if (entity?.kind !== 'definition') return undefined;
    const { name, fixture } = entity.file.definition(entity.index);
    // What it was named by hand goes before what it is imported as.
    const isMeant = fixture !== undefined && (fixture.name === name ? local : fixture.name) === this.name;
    return isMeant && !this.isAsking(entity) ? entity : undefined;
  }

  private writtenIn(file: LinkedFile, parent: number): Found | undefined {
    const index = file.fixture(parent, this.name);
    const found: Found | undefined = index === undefined ? undefined : { kind: 'definition', file, index };
    return found === undefined || this.isAsking(found) ? undefined : found;
  }

  private isAsking({ file, index }: Found): boolean {
    return index === this.asking.index && file.path === this.asking.file.path;
  }

  private isNew(place: string): boolean {
    if (this.seen.has(place) || this.seen.size >= MOST_PLACES) return false;
    this.seen.add(place);
    return true;
  }
}
