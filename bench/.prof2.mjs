import { readdirSync, readFileSync } from 'node:fs';
import { openOracle } from '@cm/oracle';

const dump = (label) => {
  const rows = readdirSync('/proc/self/task').map((t) => {
    const s = readFileSync(`/proc/self/task/${t}/stat`, 'utf8');
    const f = s.replace(/^.*\) /s, '').split(' ');
    return `${/\((.*)\)/.exec(s)[1]}=${+f[11] + +f[12]}`;
  });
  console.log(label, performance.now().toFixed(0), rows.join(' '));
};
dump('start');
const oracle = await openOracle({ root: process.argv[2] });
const n = 0;
const report = await oracle.scan({
  onProgress: ({ done, total }) => {
    if (done === 1 || done >= total - 1) dump(`at ${done}`);
  },
});
dump('scanned');
await oracle.close();
