// Preloaded into every node process of a test run: a thread that kills the process when its main thread is stuck in a loop for
// CM_STALL_MS, so that the runner, which sees a worker die, goes on with the other files.
import { isMainThread, Worker } from 'node:worker_threads';

const limit = Number(process.env.CM_STALL_MS);
if (isMainThread && limit > 0) {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  const period = Math.min(100, limit / 4);
  setInterval(() => {
    beat[0] += 1;
  }, period).unref();
  const source = `
    const { workerData } = require('node:worker_threads');
    const { beat, limit, period, stalled } = workerData;
    let last = -1;
    let since = performance.now();
    setInterval(() => {
      const now = performance.now();
      if (beat[0] !== last) {
        last = beat[0];
        since = now;
      } else if (now - since > limit) {
        require('node:fs').appendFileSync(stalled, process.pid + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }
    }, period);
  `;
  new Worker(source, { eval: true, execArgv: [], env: {}, workerData: { beat, limit, period, stalled: process.env.CM_STALLED } }).unref();
}
