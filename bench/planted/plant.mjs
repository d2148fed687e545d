// Lists the faults within one line that Stryker (@stryker-mutator/instrumenter) would plant in TypeScript sources.
//
// Reads {"files": {path: text}, "seed": n, "most": n} on stdin; writes a JSON list of faults, in random order. Run from a folder
// where the instrumenter is installed.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const { Instrumenter } = await import(pathToFileURL(require.resolve('@stryker-mutator/instrumenter')).href);

/** mulberry32: the same order for the same seed. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const { files, seed, most } = JSON.parse(await text(process.stdin));
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, trace: quiet, fatal: quiet, isDebugEnabled: () => false };
const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: true };
const sources = Object.entries(files).map(([name, content]) => ({ name, content, mutate: true }));
const { mutants } = await new Instrumenter(logger).instrument(sources, options);
const random = randomOf(seed);
const inOneLine = mutants.filter(({ location: { start, end } }) => start.line === end.line);
const drawn = inOneLine.map((mutant) => ({ mutant, key: random() })).sort((a, b) => a.key - b.key);
const faults = drawn.slice(0, most).map(({ mutant: { fileName, location, mutatorName, replacement } }) => {
  const lines = files[fileName].split('\n');
  const line = lines[location.start.line];
  lines[location.start.line] = line.slice(0, location.start.column) + replacement + line.slice(location.end.column);
  return { path: fileName, text: lines.join('\n'), line: location.start.line + 1, mutator: mutatorName };
});
process.stdout.write(JSON.stringify(faults));
