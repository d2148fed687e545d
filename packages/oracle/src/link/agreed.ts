// What a variable holds to which different things are assigned.
import type { Binding, Field } from '../facts.ts';
import { headOf } from '../parse/inner-scopes.ts';
import { isSame } from './callbacks.ts';
import { type Entity, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { Assigned, LinkedFile } from './linked-file.ts';

/** What all assignments are, when they are one. What nothing is known of that is met in a list does not count: it was no assignment once. */
export function agreed(
  ask: Evaluator,
  file: LinkedFile,
  scope: number,
  { others = [], ...first }: Assigned<Binding | Field>,
): Entity | undefined {
  const key = `agreed ${first.within} ${first.name} ${file.path}`;
  const assumed = ask.assumed.get(key);
  if (assumed !== undefined) return assumed;
  return ask.once(key, () => {
    const all = [first, ...others];
    const isOwn = ({ expression }: Binding) => expression !== null && headOf(expression) === first.name;
    const values = all
      .filter((each) => !isOwn(each))
      .map((each) => ({
        entity: ask.bound(file, 'scope' in each ? (each.scope ?? scope) : scope, each),
        isElement: each.expression?.endsWith(']') === true,
      }));
    const known = values
      .filter(({ entity, isElement }) => !(isElement && entity.kind === 'variable'))
      .map(({ entity }) => entity);
    const [one] = known;
    if (one === undefined || !known.every((each) => isSame(one, each))) return undefined;
    // `a = a.next()`: that is the same where it is what it was before.
    ask.assumed.set(key, one);
    try {
      const own = all.filter(isOwn).map((each) => ask.bound(file, 'scope' in each ? (each.scope ?? scope) : scope, each));
      if (!own.every((each) => isSame(one, each))) return undefined;
    } finally {
      ask.assumed.delete(key);
    }
    ask.rely(Tier.flow);
    return one;
  });
}
