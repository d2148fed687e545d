/** Words that name no symbol, in lower case. Functions and classes of PHP itself are in no namespace of the repository, and so are external. */
export const phpGlobals: ReadonlySet<string> = new Set(
  `self static parent true false null array string int float bool object mixed void never iterable callable isset unset empty list exit die`.split(
    /\s+/,
  ),
);
