/** What the language itself names, and what the namespaces give that the SDK imports by itself. */
export const csharpGlobals: ReadonlySet<string> = new Set(
  `bool byte sbyte char decimal double float int uint nint nuint long ulong object short ushort string void dynamic nameof System Microsoft Action Activator AggregateException AppContext ApplicationException ArgumentException ArgumentNullException
  ArgumentOutOfRangeException Array Attribute Boolean Buffer Byte Char CancellationToken CancellationTokenSource Console Convert DateOnly
  DateTime DateTimeOffset Decimal Dictionary Directory Double Enum Enumerable Environment EventArgs EventHandler Exception File Func GC
  Guid HashSet HttpClient ICollection IDictionary IDisposable IAsyncDisposable IEnumerable IEnumerator IAsyncEnumerable IEquatable
  IComparable IFormattable IList IReadOnlyCollection IReadOnlyDictionary IReadOnlyList IQueryable Int16 Int32 Int64
  InvalidOperationException IOException KeyValuePair Lazy List Math Memory NotImplementedException NotSupportedException
  NullReferenceException Nullable Object ObjectDisposedException OperationCanceledException Path Predicate Progress Queue Random
  ReadOnlySpan ReadOnlyMemory Single Span Stack Stream StreamReader StreamWriter String StringComparer StringComparison Task
  TaskCompletionSource Thread TimeOnly TimeSpan Tuple Type UInt16 UInt32 UInt64 Uri ValueTask Version Obsolete Flags Serializable`.split(
    /\s+/,
  ),
);

/** What every object has. */
export const csharpObjectMembers: ReadonlySet<string> = new Set(
  'Equals GetHashCode GetType ToString MemberwiseClone ReferenceEquals Finalize Invoke HasFlag CompareTo'.split(' '),
);
