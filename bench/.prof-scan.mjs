import { openOracle } from '@cm/oracle';

const t0 = performance.now();
const oracle = await openOracle({ root: process.argv[2] });
const t1 = performance.now();
const report = await oracle.scan({});
const t2 = performance.now();
await oracle.close();
const t3 = performance.now();
const { user, system } = { user: process.cpuUsage().user / 1e6, system: process.cpuUsage().system / 1e6 };
console.log(
  JSON.stringify({
    start: t0.toFixed(0),
    open: (t1 - t0).toFixed(0),
    scan: (t2 - t1).toFixed(0),
    close: (t3 - t2).toFixed(0),
    lines: report.lines,
    files: report.files,
    user,
    system,
    rss: process.resourceUsage().maxRSS / 1024,
  }),
);
