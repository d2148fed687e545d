// Runs a test once for each candidate that is built into the sources, without starting anything anew. A changed place asks
// `__cmAt(place)` which candidate is switched on there; loops call `__cmTick()`, which throws when the candidate's time is over.
'use strict';
const fs = require('node:fs');
const { clearTimeout, setTimeout } = require('node:timers');

const now = () => performance.now();
const longestStall = globalThis[Symbol.for('cm.longest-stall')];

/** Installs the switch on `realm` (the global object that the tests see) for the tests of one file. */
function openTrial(realm, file) {
  const { places, targets, testTimeoutMs, budgetMs, output } = JSON.parse(process.env.CM_HOOKS);
  const failed = new Set();
  const early = new Set();
  const end = now() + budgetMs;
  let active = 0;
  let expired = false;
  let deadline = Infinity;
  let ticks = 0;
  let trying = false;
  const write = (line) => fs.appendFileSync(output, `${JSON.stringify(line)}\n`);

  realm.__cmAt = (place) => {
    // What ran before the test, as a module's top level does, was decided without the candidate.
    if (!trying && !early.has(place)) {
      early.add(place);
      write({ early: place });
    }
    return active !== 0 && places[active - 1] === place ? active : 0;
  };
  realm.__cmTick = () => {
    ticks += 1;
    if (!expired && (ticks % 256 !== 0 || now() < deadline)) return;
    expired = true;
    throw new Error('the candidate ran out of time');
  };

  async function tryOne(number, runOnce) {
    let timer;
    active = number;
    expired = false;
    deadline = now() + testTimeoutMs;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        expired = true;
        reject(new Error('the candidate ran out of time'));
      }, testTimeoutMs);
    });
    try {
      await Promise.race([runOnce(), late]);
      return !expired;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      active = 0;
    }
  }

  return {
    isTarget: (path) => targets.some((target) => file.endsWith(`/${target.file}`) && target.names === path.join(' > ')),
    /** `runOnce` runs the test with its hooks, and rejects when it fails. */
    async tryAll(path, runOnce) {
      trying = true;
      // Nothing is loaded or compiled from here on: the watchdog needn't be patient.
      longestStall?.(testTimeoutMs * 2);
      for (let number = 1; number <= places.length; number += 1) {
        if (failed.has(number)) continue;
        if (now() > end) break;
        const passed = await tryOne(number, runOnce);
        if (!passed) failed.add(number);
        write({ number, file, test: path.join(' > '), passed, ...(expired ? { expired } : {}) });
      }
      trying = false;
      longestStall?.();
    },
  };
}

/** Calls a test or hook the way the frameworks do: with a promise, or with a `done` callback where it takes one. */
function call(fn, self, ...args) {
  if (fn.length <= args.length) return fn.apply(self, args);
  return new Promise((resolve, reject) => {
    fn.call(self, ...args, (error) => (error ? reject(error) : resolve()));
  });
}

module.exports = {
  call,
  hooksMode: () => (process.env.CM_HOOKS === undefined ? undefined : JSON.parse(process.env.CM_HOOKS).mode),
  openTrial,
};
