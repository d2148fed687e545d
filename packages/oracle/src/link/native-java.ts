// What the collections, maps, streams and optionals of Java have, and what their methods give and are given. What is gone through is `each`, a map
// is `held` under keys, an entry of it has a `list` of two, and what gives what it holds only when it is asked, as a stream does, is `held` alone.
import type { Signature, WrittenType } from '../facts.ts';
import type { Container } from './containers.ts';

type Native = WrittenType | 'native';

const ONE =
  /^(?:get|set|(?:get|remove|poll|peek)(?:First|Last)|remove|first|last|firstElement|lastElement|elementAt|next|previous|nextElement|poll|peek|pop|element|take|takeFirst|takeLast|lower|floor|ceiling|higher)$/;
const SAME =
  /^(?:iterator|listIterator|descendingIterator|descendingSet|subList|subSet|headSet|tailSet|reversed|clone|elements|asIterator)$/;
const STREAMS = /^(?:stream|parallelStream)$/;
const EACH = /^(?:forEach|forEachRemaining|removeIf|replaceAll)$/;

const HELD =
  /^(?:get|getNow|getPlain|getAcquire|getAndSet|getAndUpdate|updateAndGet|join|call|resultNow|orElse|orElseGet|orElseThrow)$/;
/** What gives the same stream, or what there may be of it. */
const SAME_STREAM =
  /^(?:filter|distinct|sorted|limit|skip|peek|takeWhile|dropWhile|parallel|sequential|unordered|onClose|findFirst|findAny|min|max|or|stream|toCompletableFuture|whenComplete|exceptionally|orTimeout)$/;
const GONE_THROUGH = /^(?:toList|iterator)$/;
/** What is done with each of a stream, or with what there is. */
const DOING =
  /^(?:forEach|forEachOrdered|filter|map|mapToInt|mapToLong|mapToDouble|mapToObj|flatMap|flatMapToInt|mapMulti|anyMatch|allMatch|noneMatch|peek|takeWhile|dropWhile|ifPresent|ifPresentOrElse|thenApply|thenAccept|thenCompose|thenApplyAsync|thenAcceptAsync|thenComposeAsync|whenComplete|handle|getAndUpdate|updateAndGet)$/;
const COMPARING = /^(?:sort|sorted|min|max)$/;

const UNDER_KEY =
  /^(?:get|getOrDefault|put|putIfAbsent|remove|replace|computeIfAbsent|computeIfPresent|compute|merge|putFirst|putLast)$/;
const SAME_MAP = /^(?:headMap|tailMap|subMap|descendingMap|reversed|clone)$/;
const ENTRY = /^(?:first|last|floor|ceiling|higher|lower|pollFirst|pollLast)Entry$/;
const WITH_KEY = /^(?:forEach|replaceAll)$/;
const COMPUTING = /^(?:compute|computeIfPresent)$/;

/** All members of these types are the library's: of those that are not here, nothing more is known. */
export function nativeOfJava(type: Container, name: string): Native {
  if ('list' in type) return ofEntry(type.list, name);
  if ('each' in type) return ofCollection(type, type.each, name);
  return type.isMap === true ? ofMap(type, type.held, name) : ofStream(type, type.held, name);
}

function ofEntry([key = null, value = null]: readonly WrittenType[], name: string): Native {
  if (name === 'getKey') return giving([], key);
  return /^[gs]etValue$/.test(name) ? giving([], value) : 'native';
}

function ofCollection(list: WrittenType, each: WrittenType, name: string): Native {
  if (ONE.test(name)) return giving([], each);
  if (SAME.test(name)) return giving([], list);
  if (STREAMS.test(name)) return giving([], { held: each });
  if (EACH.test(name)) return { takes: [{ takes: [each] }] };
  return COMPARING.test(name) ? { takes: [{ takes: [each, each] }] } : 'native';
}

function ofStream(stream: WrittenType, held: WrittenType, name: string): Native {
  const takes: WrittenType[] = DOING.test(name) ? [{ takes: [held] }] : COMPARING.test(name) ? [{ takes: [held, held] }] : [];
  if (SAME_STREAM.test(name)) return giving(takes, stream);
  if (GONE_THROUGH.test(name)) return giving(takes, { each: held });
  if (HELD.test(name)) return giving(takes, held);
  // What they make of it is another stream, or nothing that has members of its own.
  return takes.length > 0 ? giving(takes, { held: null }) : 'native';
}

function ofMap(map: WrittenType, held: WrittenType, name: string): Native {
  if (WITH_KEY.test(name)) return { takes: [{ takes: [null, held] }] };
  if (COMPUTING.test(name)) return giving([null, { takes: [null, held] }], held);
  if (name === 'merge') return giving([null, held, { takes: [held, held] }], held);
  if (UNDER_KEY.test(name)) return giving([], held);
  if (SAME_MAP.test(name)) return giving([], map);
  if (name === 'values') return giving([], { each: held });
  if (name === 'entrySet') return giving([], { each: { list: [null, held] } });
  return ENTRY.test(name) ? giving([], { list: [null, held] }) : 'native';
}

/** Where what is given is not known, it is nothing of the repository's that could be asked for. */
const giving = (takes: WrittenType[], gives: WrittenType): Signature | 'native' =>
  gives === null && takes.length === 0 ? 'native' : { takes, gives };
