// What the collections of C# and LINQ have, and what their methods give and are given. Of those that have overloads, only what all of them give is
// said. A dictionary is `held` under keys, and to LINQ a list of pairs, which have a `list` of two.
import type { Signature, WrittenType } from '../facts.ts';
import type { Container } from './containers.ts';

const ONE = /^(?:(?:First|Single|Last|ElementAt)(?:OrDefault)?|Find|FindLast|Dequeue|Peek|Pop|MinBy|MaxBy)$/;
const SAME =
  /^(?:Where|(?:Order|Then)By(?:Descending)?|Order|OrderDescending|Reverse|(?:Skip|Take)(?:While|Last)?|Distinct(?:By)?|Concat|Union(?:By)?|Except|Intersect|Append|Prepend|To(?:Immutable)?(?:List|Array|HashSet)|As(?:Enumerable|Queryable|ReadOnly|Parallel|Span)|DefaultIfEmpty|FindAll|GetRange|GetEnumerator|GetAsyncEnumerator|Slice)$/;
/** What is done with each. */
const EACH =
  /^(?:(?:First|Single|Last)(?:OrDefault)?|Find(?:Last|All|Index|LastIndex)?|Where|Select(?:Many)?|(?:Order|Then)By(?:Descending)?|(?:Skip|Take)While|(?:Distinct|Min|Max|Group|Count)By|ForEach|ForAll|Any|All|Count|LongCount|Sum|Average|Min|Max|Exists|TrueForAll|RemoveAll|RemoveWhere|ConvertAll|ToLookup)$/;
/** What gives lists of something else. */
const SELECTING = /^(?:Select(?:Many)?|GroupBy|CountBy|ConvertAll|ToLookup)$/;
const UNDER_KEY = /^(?:GetValueOrDefault|GetOrAdd|AddOrUpdate)$/;

/** What is not here is the library's or an extension of somebody's: nothing more is known of it. */
export function nativeOfCsharp(type: Container, called: string): WrittenType | 'native' {
  const name = called.replace(/#\d+$/, '');
  if ('list' in type) return ofPair(type.list, name) ?? 'native';
  if ('held' in type) return ofMap(type.held, name) ?? 'native';
  return (type.each === null ? null : ofList(type, type.each, name)) ?? 'native';
}

/** A tuple, or a key with its value. */
function ofPair(list: readonly WrittenType[], name: string): WrittenType {
  if (name === 'Key') return list[0] ?? null;
  if (name === 'Value') return list[1] ?? null;
  return list[Number(/^Item(\d)$/.exec(name)?.[1] ?? 0) - 1] ?? null;
}

function ofList(list: WrittenType, each: WrittenType, name: string): WrittenType {
  if (name === 'Current') return each;
  const gives = ONE.test(name) ? each : SAME.test(name) ? list : SELECTING.test(name) ? { each: null } : null;
  if (EACH.test(name)) return giving([{ takes: [each, null] }, null], gives);
  if (name === 'Sort') return giving([{ takes: [each, each] }], null);
  return gives === null ? null : giving([], gives);
}

function ofMap(held: WrittenType, name: string): WrittenType {
  if (UNDER_KEY.test(name)) return giving([], held);
  if (name === 'Values') return { each: held };
  const pair: WrittenType = { list: [null, held] };
  return ofList({ each: pair }, pair, name);
}

const giving = (takes: WrittenType[], gives: WrittenType): Signature => ({
  takes,
  ...(takes.length < 2 ? {} : { least: 1 }),
  ...(gives === null ? {} : { gives }),
});
