#!/usr/bin/env node
// Copies what a package ships beside its compiled code from src to dist:  node ../../tooling/copy-assets.mjs .py .mjs .cjs
import { cpSync } from 'node:fs';
import { extname } from 'node:path';

const endings = process.argv.slice(2);
cpSync('src', 'dist', {
  recursive: true,
  filter: (from) => !from.includes('__pycache__') && (extname(from) === '' || endings.includes(extname(from))),
});
