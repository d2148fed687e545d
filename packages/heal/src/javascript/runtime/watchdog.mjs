// Preloaded into every node process of a test run: a thread that kills the process when its main thread is stuck in a loop for
// CM_STALL_MS, so that the runner, which sees a worker die, goes on with the other files.
import { isMainThread, Worker } from 'node:worker_threads';

const limit = Number(process.env.CM_STALL_MS);
if (isMainThread && limit > 0) {
  // How often the main thread came round, and how long it may stay away.
  const beat = new Int32Array(new SharedArrayBuffer(8));
  beat[1] = limit;
  globalThis[Symbol.for('cm.longest-stall')] = (ms) => {
    beat[0] += 1;
    beat[1] = ms ?? limit;
  };
  const period = 100;
  setInterval(() => {
    beat[0] += 1;
  }, period).unref();
  const source = `
    const { workerData } = require('node:worker_threads');
    const { beat, period, stalled } = workerData;
    let last = -1;
    let since = performance.now();
    setInterval(() => {
      const now = performance.now();
      if (beat[0] !== last) {
        last = beat[0];
        since = now;
      } else if (now - since > beat[1]) {
        require('node:fs').appendFileSync(stalled, process.pid + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }
    }, period);
  `;
  new Worker(source, {
    eval: true,
    execArgv: [],
    env: {},
    workerData: { beat, period, stalled: process.env.CM_STALLED },
  }).unref();
}
