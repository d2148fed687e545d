// Gathers which statements ran during which test. Instrumented sources call `globalThis.__cmHit?.(number)`.
'use strict';
const fs = require('node:fs');

/**
 * Installs the hit function on `realm` (the global object that the tests see). What runs outside any test, such as a module's top level, counts
 * for every test of the file and is written with `test: null`.
 */
function recordHits(realm, file) {
  const { count, output } = JSON.parse(process.env.CM_HOOKS);
  const seen = new Uint8Array(count);
  const outside = new Set();
  const running = new Map();
  realm.__cmHit = (number) => {
    seen[number] = 1;
  };
  const write = (test, hits) => fs.appendFileSync(output, `${JSON.stringify({ file, test, hits })}\n`);

  /** Hands what ran since the last call to the tests that are running, or to the file where none is. */
  const flush = () => {
    const fresh = [];
    for (let at = seen.indexOf(1); at !== -1; at = seen.indexOf(1, at + 1)) fresh.push(at);
    seen.fill(0);
    for (const hits of running.values()) for (const number of fresh) hits.add(number);
    if (running.size > 0) return;
    const unknown = fresh.filter((number) => !outside.has(number));
    for (const number of unknown) outside.add(number);
    if (unknown.length > 0) write(null, unknown);
  };
  return {
    flush,
    /** `key` identifies the test object; `path` is its names from the outermost suite on. */
    begin(key) {
      flush();
      running.set(key, new Set());
    },
    end(key, path) {
      flush();
      const hits = running.get(key);
      running.delete(key);
      if (hits !== undefined) write(path, [...hits]);
    },
  };
}

module.exports = { recordHits };
