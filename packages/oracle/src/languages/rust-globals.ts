/** What the prelude gives to every module, the language's own types, and the macros of the standard library. */
export const rustGlobals: ReadonlySet<string> = new Set(
  `bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Option Some None Result Ok Err Box String ToString Vec
  Clone Copy Send Sized Sync Unpin Drop Fn FnMut FnOnce drop AsMut AsRef From Into TryFrom TryInto FromIterator Default Iterator
  DoubleEndedIterator ExactSizeIterator Extend IntoIterator Eq Ord PartialEq PartialOrd ToOwned Debug Hash Future IntoFuture std core
  alloc proc_macro println print eprintln eprint format panic assert assert_eq assert_ne debug_assert debug_assert_eq debug_assert_ne
  vec write writeln todo unimplemented unreachable matches concat stringify include include_str include_bytes env option_env cfg line
  column file module_path compile_error thread_local dbg try`.split(/\s+/),
);

/** Members that a type has by what it derives, or by pin-project. */
export const rustDerived: ReadonlySet<string> = new Set(
  'default clone eq ne cmp partial_cmp hash fmt to_string to_owned into try_into from type_id borrow borrow_mut as_ref project project_ref'.split(
    ' ',
  ),
);

/** Methods of Option and Result, and of what all of them give. */
export const rustWrapperMethods: ReadonlySet<string> = new Set(
  `map map_err map_or map_or_else and and_then or or_else ok err ok_or ok_or_else is_some is_none is_ok is_err is_some_and is_ok_and
  unwrap expect unwrap_or unwrap_or_else unwrap_or_default unwrap_err expect_err iter iter_mut take replace filter flatten zip transpose
  as_ref as_mut as_deref cloned copied insert get_or_insert_with inspect`.split(/\s+/),
);

/** Methods that many types of the standard library have: of a value of which nothing is known they tell nothing. */
export const rustCommonMethods: ReadonlySet<string> = new Set([
  ...rustDerived,
  ...rustWrapperMethods,
  ...`new get get_mut set len is_empty push pop clear contains extend next map filter collect fold enumerate rev skip last first sum min max
  count join split lines trim parse read write flush lock send recv chain close find any all add sub mul div index deref deref_mut drop
  as_str as_bytes as_slice chars bytes starts_with ends_with path name id run start stop wait poll with_capacity append remove entry keys
  values sort cycle nth position from_str try_clone abs update finish build`.split(/\s+/),
]);
