// What arrays, sets, maps, iterators and promises of JavaScript have, and what their methods give and are given.
import type { Signature, WrittenType } from '../facts.ts';
import type { Container } from './containers.ts';

const EACH = /^(?:forEach|map|flatMap|some|every|find(?:Last)?(?:Index)?|filter)$/;
const ONE = /^(?:find|findLast|at|pop|shift)$/;
const SAME = /^(?:filter|slice|splice|concat|reverse|sort|fill|values|add|to(?:Sorted|Reversed|Spliced)|with|\$?iterator)$/;
/** What gives lists of something else. */
const OTHERS = /^(?:map|flatMap|flat|keys)$/;
const COMPARING = /^(?:sort|toSorted)$/;
const REDUCING = /^reduce(?:Right)?$/;
export const THENABLE = /^(?:then|catch|finally)$/;
const HELD = /^(?:get|getOrInsert(?:Computed)?)$/;

/** What lists, sets, maps and what goes through them have besides. */
const NATIVE: ReadonlySet<string> = new Set(
  `push unshift join includes indexOf lastIndexOf keys values entries has delete clear flat flatMap copyWithin next return throw toString
  toLocaleString length size at get set add take drop toArray difference intersection union symmetricDifference isSubsetOf isSupersetOf isDisjointFrom
  reduce reduceRight map some every findIndex findLastIndex forEach`.split(/\s+/),
);

/** What has all global names. */
export const GLOBAL_OBJECT = /^(?:window|globalThis|self|global)$/;

/** What browsers put there that nobody names alone. */
const OF_WINDOW =
  /^(?:(?:add|remove)EventListener|dispatchEvent|matchMedia|get(?:ComputedStyle|Selection)|open|close|closed|stop|print|alert|confirm|prompt|focus|blur|scroll(?:To|By|[XY])?|move(?:To|By)|resize(?:To|By)|postMessage|(?:request|cancel)IdleCallback|reportError|createImageBitmap|(?:inner|outer)(?:Width|Height)|devicePixelRatio|screen|parent|top|opener|frames|name|caches|indexedDB|visualViewport|customElements|find|toString|hasOwnProperty)$/;

/** Whether a member of the global object is the language's or the browser's; anything else may be what the repository puts there. */
export const isOfGlobalObject = (globals: ReadonlySet<string>, name: string): boolean =>
  globals.has(name) || OF_WINDOW.test(name);

export function nativeOfEcmascript(type: Container, name: string): WrittenType | 'native' | undefined {
  if (THENABLE.test(name)) return whenDone(type, name);
  // Any member of a record is one that it holds.
  if ('held' in type && type.isMap !== true) return type.held;
  const member = 'held' in type ? ofMap(type, name) : ofList(type, name);
  return member ?? (NATIVE.has(name) ? 'native' : undefined);
}

/** What `then` gives is not known; the others give what it was. */
export const whenDone = (type: WrittenType, name: string): Signature =>
  name === 'then' ? { takes: [{ takes: [type] }, null], least: 0 } : { takes: [null], least: 0, gives: type };

function ofList(list: Container, name: string): WrittenType {
  const each = 'each' in list ? list.each : null;
  if (REDUCING.test(name)) return { takes: [{ takes: [null, each, null, list] }, null], least: 1 };
  const gives = givenByList(list, each, name);
  if (EACH.test(name)) return giving({ takes: [{ takes: [each, null, list] }, null], least: 1 }, gives);
  if (COMPARING.test(name)) return giving({ takes: [{ takes: [each, each] }], least: 0 }, gives);
  return gives === null ? null : giving({ takes: [] }, gives);
}

function givenByList(list: Container, each: WrittenType, name: string): WrittenType {
  if (ONE.test(name)) return each;
  if (SAME.test(name)) return list;
  if (OTHERS.test(name)) return { each: null };
  return name === 'entries' ? { each: { list: [null, each] } } : null;
}

function ofMap(map: Extract<Container, { held: WrittenType }>, name: string): WrittenType {
  const { held } = map;
  if (name === 'forEach') return { takes: [{ takes: [held, null, map] }, null], least: 1 };
  if (HELD.test(name)) return giving({ takes: [null, null], least: 1 }, held);
  if (name === 'set') return giving({ takes: [null, held] }, map);
  if (name === 'values') return giving({ takes: [] }, { each: held });
  return name === 'entries' ? giving({ takes: [] }, { each: { list: [null, held] } }) : null;
}

const giving = (signature: Signature, gives: WrittenType): Signature => (gives === null ? signature : { ...signature, gives });
