// What our reporters and runners write into the exchange folder, one JSON object a line. Plain CommonJS without dependencies: it
// runs in the project's own processes. Test code in the same process could forge it, so that readers take it as hostile data.
'use strict';
const fs = require('node:fs');
const { inspect } = require('node:util');

const LONGEST_TEXT = 16_000;

const clip = (value) => (value === undefined || value === null ? undefined : String(value).slice(0, LONGEST_TEXT));

/** A value for a person to compare: strings as they are, everything else as node prints it, bounded. */
const show = (value) =>
  typeof value === 'string'
    ? clip(value)
    : clip(inspect(value, { depth: 4, maxArrayLength: 50, maxStringLength: 2_000, breakLength: 100 }));

function report(event) {
  fs.appendFileSync(process.env.CM_REPORT, `${JSON.stringify(event)}\n`);
}

module.exports = { clip, report, show };
