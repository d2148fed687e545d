/** What needs no import: of the language, of browsers, of Node.js and of the usual test runners. */
export const ecmascriptGlobals: ReadonlySet<string> = new Set(
  `Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry Float32Array
  Float64Array Function Generator Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy
  RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array
  Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet AggregateError globalThis undefined arguments decodeURI decodeURIComponent encodeURI
  encodeURIComponent escape eval isFinite isNaN parseFloat parseInt unescape AbortController AbortSignal Blob Buffer BroadcastChannel
  CustomEvent Event EventTarget File FormData Headers MessageChannel Performance ReadableStream Request Response TextDecoder TextEncoder
  TransformStream URL URLSearchParams WebAssembly WebSocket WritableStream Worker XMLHttpRequest atob btoa clearImmediate clearInterval
  clearTimeout console crypto document fetch history localStorage location navigator performance process queueMicrotask
  requestAnimationFrame cancelAnimationFrame sessionStorage setImmediate setInterval setTimeout structuredClone window self global module
  exports require __dirname __filename Deno Bun afterAll afterEach beforeAll beforeEach before after describe expect it jest test vi
  Record Partial Readonly Required Pick Omit Exclude Extract NonNullable Parameters ReturnType InstanceType Awaited PropertyKey
  ReadonlyArray PromiseLike ArrayLike Iterable AsyncIterable AsyncIterator AsyncGenerator IterableIterator Uppercase Lowercase Capitalize
  Uncapitalize ThisType NodeJS HTMLElement Element Node Document Window`.split(/\s+/),
);
