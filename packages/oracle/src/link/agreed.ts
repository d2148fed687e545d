// What a variable holds to which different things are assigned.
import type { Binding, Field } from '../facts.ts';
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
  return ask.once(`agreed ${first.within} ${first.name} ${file.path}`, () => {
    const values = [first, ...others].map((each) => ({
      entity: ask.bound(file, 'scope' in each ? (each.scope ?? scope) : scope, each),
      isElement: each.expression?.endsWith(']') === true,
    }));
    const known = values
      .filter(({ entity, isElement }) => !(isElement && entity.kind === 'variable'))
      .map(({ entity }) => entity);
    const [one] = known;
    if (one === undefined || !known.every((each) => isSame(one, each))) return undefined;
    ask.rely(Tier.flow);
    return one;
  });
}
