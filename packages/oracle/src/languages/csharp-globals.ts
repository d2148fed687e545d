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

/** Methods that many types of the library have, or that it adds to them: of a value of which nothing is known they tell nothing. */
export const csharpCommonMethods: ReadonlySet<string> = new Set([
  ...csharpObjectMembers,
  ...`Add AddRange Remove RemoveAt RemoveAll RemoveRange Insert Clear Contains ContainsKey TryGetValue TryAdd IndexOf CopyTo Push Pop Peek Enqueue
  Dequeue TryDequeue Sort Reverse Find FindAll Exists ForEach ToArray ToList ToDictionary ToHashSet ToLookup AsEnumerable AsQueryable Where Select
  SelectMany First FirstOrDefault Last LastOrDefault Single SingleOrDefault Any All Count Sum Min Max Average Aggregate OrderBy
  OrderByDescending ThenBy GroupBy Join Distinct Concat Union Except Intersect Skip SkipWhile Take TakeWhile Zip Append Prepend Cast OfType
  SequenceEqual DefaultIfEmpty ElementAt GetEnumerator MoveNext Dispose DisposeAsync Close Open Read ReadAsync ReadLine ReadToEnd Write WriteAsync
  WriteLine Flush FlushAsync Seek CopyToAsync Replace Split Trim TrimStart TrimEnd Substring StartsWith EndsWith PadLeft PadRight ToUpper
  ToLower ToUpperInvariant ToLowerInvariant Format Join Parse TryParse Start Stop Wait Cancel Run ContinueWith ConfigureAwait GetAwaiter
  GetResult GetValue SetValue GetMethod GetProperty GetProperties GetField GetFields GetCustomAttribute GetCustomAttributes GetName Send
  SendAsync Get Set Create Build AsTask GetMethods GetConstructor GetConstructors GetMembers GetInterfaces GetGenericArguments
  GetGetMethod GetSetMethod GetBaseDefinition GetParameters IsAssignableFrom IsSubclassOf IsInstanceOfType IsDefined`.split(
    /\s+/,
  ),
]);
