// Stands in for node:test while candidates are tried: the same functions, but a target test runs once for each candidate, and the
// other tests don't run.
import trials from './candidate-trial.cjs';

const real = process.getBuiltinModule('node:test');
const trial = trials.openTrial(globalThis, process.argv[1]);
const outermost = { names: [], before: [], after: [] };
let scope = outermost;

const parts = (args) => ({
  name: args.find((arg) => typeof arg === 'string'),
  options: args.find((arg) => typeof arg === 'object' && arg !== null) ?? {},
  body: args.find((arg) => typeof arg === 'function'),
});

function chain(place) {
  return place.outer === undefined ? [place] : [...chain(place.outer), place];
}

function wrapTest(register) {
  return (...args) => {
    const { name, options, body } = parts(args);
    const label = name ?? body?.name ?? '<anonymous>';
    const place = scope;
    const path = [...place.names, label];
    if (body === undefined || !trial.isTarget(path)) return register(label, { skip: true }, () => undefined);
    return register(label, { ...options, timeout: Infinity }, (context) =>
      trial.tryAll(path, async () => {
        for (const { before } of chain(place)) for (const hook of before) await trials.call(hook, undefined, context);
        await trials.call(body, undefined, context);
        for (const { after } of chain(place).reverse()) for (const hook of after) await trials.call(hook, undefined, context);
      }),
    );
  };
}

function wrapSuite(register) {
  return (...args) => {
    const { name, options, body } = parts(args);
    const label = name ?? body?.name ?? '<anonymous>';
    const own = { names: [...scope.names, label], before: [], after: [], outer: scope };
    return register(label, options, (context) => {
      const outer = scope;
      scope = own;
      try {
        return body?.(context);
      } finally {
        scope = outer;
      }
    });
  };
}

const variants = (wrapped, register) => Object.assign(wrapped, { skip: register.skip, todo: register.todo, only: wrapped });

export const test = Object.assign(variants(wrapTest(real.test), real.test), { ...real });
export const it = variants(wrapTest(real.it), real.it);
export const describe = variants(wrapSuite(real.describe), real.describe);
export const suite = variants(wrapSuite(real.suite), real.suite);
export const beforeEach = (hook) => scope.before.push(hook);
export const afterEach = (hook) => scope.after.push(hook);
export const { after, assert, before, mock, run, snapshot, skip, todo } = real;
export const only = test;
Object.assign(test, { test, it, describe, suite, beforeEach, afterEach, only });
export default test;
export { test as 'module.exports' };
