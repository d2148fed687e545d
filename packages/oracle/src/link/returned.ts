// What calls of functions give.
import { isSame, saidToGive } from './callbacks.ts';
import { enclosingClass } from './choose-definition.ts';
import { type Entity, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';

/** By what it says, or else by what it returns. */
export function returnedBy(ask: Evaluator, file: LinkedFile, index: number): Entity | undefined {
  const definition = file.definition(index);
  if (definition.returns === undefined)
    return saidToGive(ask, file, index) ?? givenBack(ask, file, index, definition.gives ?? []);
  ask.rely(Tier.flow);
  if (definition.returns === 'this') {
    const owner = enclosingClass(file, index);
    return owner < 0 ? undefined : { kind: 'instance', file, index: owner };
  }
  return ask.typed(file, Math.max(definition.parent, 0), definition.returns);
}

/** What a function gives that does not say so: what it returns, when all of that is one. */
function givenBack(ask: Evaluator, file: LinkedFile, index: number, gives: readonly string[]): Entity | undefined {
  if (gives.length === 0) return undefined;
  return ask.once(`returned ${index} ${file.path}`, () => {
    const found = gives.map((each) => ask.evaluate(file, index, each));
    const [first] = found;
    if (first === undefined || !found.every((each) => isSame(first, each))) return undefined;
    ask.rely(Tier.flow);
    return first;
  });
}
