// What lists, maps, iterators, Options and locks of Rust give. What opens them for good (`unwrap`, `?`, `borrow`) is not in expressions at all,
// so that what may have a value is asked for the members of that value, too.
import type { Signature, WrittenType } from '../facts.ts';
import type { Container } from './containers.ts';

/** What gives one element, or may. */
const ONE =
  /^(?:first|last|get|next|next_back|pop|pop_front|pop_back|front|back|nth|peek|find|max|min|max_by|min_by|max_by_key|min_by_key|reduce|remove|swap_remove|take_first|pop_first|pop_last)$|^(?:first|last|get|front|back|peek)_mut$/;
const SAME =
  /^(?:iter|iter_mut|into_iter|rev|skip|take|filter|step_by|skip_while|take_while|chain|cycle|fuse|peekable|inspect|copied|by_ref|drain|as_slice|as_mut_slice|to_vec|split_off|into_boxed_slice|into_vec)$/;
/** What gives the value of a lock, or something that stands for it; and of an Option that has none, another one. */
const OPEN =
  /^(?:(?:try_|blocking_)?(?:lock|read|write)|into_inner|unwrap_or|unwrap_or_else|get_or_insert|get_or_insert_with|get_or_init|ok_or|ok_or_else|or|or_else|ok)$/;
/** What takes a function of an element. */
const EACH =
  /^(?:map|for_each|filter|filter_map|flat_map|any|all|find|find_map|position|rposition|inspect|take_while|skip_while|map_while|max_by_key|min_by_key|sort_by_key|sort_unstable_by_key|sort_by_cached_key|dedup_by_key|binary_search_by|binary_search_by_key|partition_point|skip_while|partition|try_for_each|retain|retain_mut)$/;
const SAME_OF_EACH = /^(?:filter|inspect|take_while|skip_while)$/;
/** What gives one of them. */
const CHOOSING = /^(?:find|(?:max|min)_by_key)$/;
/** What compares two of them. */
const COMPARING = /^(?:sort_by|sort_unstable_by|max_by|min_by|is_sorted_by|dedup_by)$/;
const PIECES = /^(?:chunks|chunks_mut|chunks_exact|windows|chunk_by)$/;
const PAIR = /^split_(?:first|last)$/;

export function nativeOfRust(type: Container, name: string): WrittenType | 'native' | 'within' | undefined {
  if ('list' in type) return type.list.length === 1 ? ofOption(type.list[0]!, type, name) : undefined;
  if (COMPARING.test(name) && 'each' in type) {
    const { each } = type;
    return { takes: [{ takes: [each, each] }], ...(name.startsWith('m') ? { gives: optional(each) } : {}) };
  }
  if (name === 'fold' || name === 'try_fold') {
    const each = 'held' in type ? { list: [null, type.held] } : type.each;
    return { takes: [null, { takes: [null, each] }] };
  }
  if (EACH.test(name)) {
    const each = 'held' in type ? { list: [null, type.held] } : type.each;
    const gives = SAME_OF_EACH.test(name) ? type : CHOOSING.test(name) ? optional(each) : null;
    return { takes: [{ takes: [each] }], ...(gives === null ? {} : { gives }) };
  }
  const given = OPEN.test(name) ? type : 'held' in type ? givenByMap(type, name) : givenByList(type, name);
  return given === null ? 'native' : giving(given);
}

const OPTION = {
  /** What takes a function of the value. */
  mapping: /^(?:map|and_then|is_some_and|is_ok_and|is_none_or|filter|inspect)$/,
  defaulting: /^(?:map_or|map_or_else)$/,
  same: /^(?:take|replace|insert|xor|copied|ok_or|ok_or_else|or|or_else|ok|as_pin_mut)$/,
  iterating: /^(?:iter|iter_mut|into_iter)$/,
};
const OF_OPTION: ReadonlySet<string> = new Set(
  `and is_some is_none is_ok is_err err map_err unwrap_err expect_err zip unzip flatten transpose get_mut set swap is_poisoned
  clear_poison get_or_try_init update eq ne cmp partial_cmp hash fmt to_string into try_into as_slice is_none_or`.split(/\s+/),
);

function ofOption(value: WrittenType, option: Container, name: string): WrittenType | 'native' | 'within' {
  if (value === null) return 'native';
  // A list that is locked or borrowed.
  if (typeof value !== 'string') return OPEN.test(name) || name === 'get_mut' ? giving(value) : 'within';
  const gives = OPTION.same.test(name) || name === 'filter' || name === 'inspect' ? option : null;
  if (OPTION.mapping.test(name)) return { takes: [{ takes: [value] }], ...(gives === null ? {} : { gives }) };
  if (OPTION.defaulting.test(name)) return { takes: [null, { takes: [value] }] };
  if (gives !== null) return giving(gives);
  // What is written once; an Option has no such method.
  if (OPEN.test(name) || name === 'get') return giving(value);
  if (OPTION.iterating.test(name)) return giving({ each: value });
  return OF_OPTION.has(name) ? 'native' : 'within';
}

function givenByList(list: Exclude<Container, { list: WrittenType[] }>, name: string): WrittenType {
  const each = 'each' in list ? list.each : null;
  if (SAME.test(name)) return list;
  if (ONE.test(name)) return optional(each);
  if (name === 'enumerate') return { each: { list: [null, each] } };
  if (name === 'zip') return { each: { list: [each, null] } };
  if (PIECES.test(name)) return { each: list };
  if (name === 'split_at' || name === 'split_at_mut') return { list: [list, list] };
  return PAIR.test(name) ? { list: [each, list] } : null;
}

function givenByMap({ held }: Extract<Container, { held: WrittenType }>, name: string): WrittenType {
  const pair = { list: [null, held] };
  if (/^(?:get|get_mut|remove|insert)$/.test(name)) return optional(held);
  if (name === 'entry' || name === 'and_modify') return { held, isMap: true };
  if (/^or_(?:default|insert|insert_with|insert_with_key)$/.test(name)) return held;
  if (/^(?:values|values_mut|into_values)$/.test(name)) return { each: held };
  if (/^(?:iter|iter_mut|into_iter|drain|range|range_mut)$/.test(name)) return { each: pair };
  return /^(?:first|last|get)_key_value$|^(?:remove_entry|pop_first|pop_last)$/.test(name) ? pair : null;
}

const optional = (type: WrittenType): WrittenType => (typeof type === 'string' ? { list: [type] } : type);

const giving = (gives: WrittenType): Signature => ({ takes: [], gives });
