// Objects of C++ that are used like pointers, and pointers that are used like lists.
import { type Entity, known } from './entity.ts';
import type { Evaluator } from './evaluate.ts';

type Instance = Extract<Entity, { kind: 'instance' }>;

/** What a method of an object gives. */
function givenBy(ask: Evaluator, entity: Entity | undefined, method: string): Entity | undefined {
  const found = entity?.kind === 'instance' ? ask.member(entity, method, true) : undefined;
  if (found?.kind !== 'definition') return undefined;
  return ask.once(`${method} of ${found.index} ${found.file.path}`, () =>
    ask.where('asked', entity, () => ask.returned(found.file, found.index)),
  );
}

/** `entity[0]`, and with `[*]` what is met when it is gone through. A pointer and what it points to are not told apart. */
export function pointedAt(ask: Evaluator, entity: Instance, token: string): Entity | undefined {
  if (token !== '[*]') return givenBy(ask, entity, 'operator[]') ?? entity;
  const iterator = givenBy(ask, entity, 'begin');
  return givenBy(ask, iterator, 'operator*') ?? iterator;
}

/** What gives a pointer's own object. */
const ITSELF = /^(?:get|lock|load|value|value_or|release)$/;

/** `entity->name` of an object that says by an operator what it points to, and what smart pointers, which are taken for what they point to, have. */
export function memberBehind(ask: Evaluator, entity: Instance, name: string): Entity | undefined {
  if (name.startsWith('operator')) return undefined;
  const { index, file } = entity;
  if (ITSELF.test(name)) {
    const { parent, name: type } = file.definition(index);
    return { kind: 'written', file, scope: Math.max(parent, 0), type: { takes: [], gives: type }, isNative: true };
  }
  const behind = givenBy(ask, entity, 'operator->');
  if (behind?.kind !== 'instance' || (behind.index === index && behind.file === file)) return undefined;
  return ask.once(`${name} behind ${index} ${file.path}`, () => known(ask.member(behind, name)));
}

/** A member of what an object says by a type in it that it points to, or becomes when it is awaited: Rust's `Deref` and `IntoFuture`. */
export function memberPointedAt(ask: Evaluator, entity: Instance, name: string): Entity | undefined {
  const { index, file } = entity;
  return ask.once(`${name} pointed at by ${index} ${file.path}`, () => {
    const isAwaited = ask.member(entity, 'IntoFuture')?.kind === 'definition';
    const target = known(ask.member(entity, 'Target')) ?? (isAwaited ? ask.member(entity, 'Output') : undefined);
    if (target?.kind !== 'definition') return undefined;
    const behind = ask.where('asked', entity, () => ask.instance(target));
    return behind?.kind === 'instance' || behind?.kind === 'written' ? known(ask.member(behind, name)) : undefined;
  });
}
