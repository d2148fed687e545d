#!/usr/bin/env node
// cm: the command line. It parses, calls, prints and maps errors to exit codes; the work is in the packages.
import { enableCompileCache } from 'node:module';

enableCompileCache();
// Whoever reads our output may stop early (`cm audit log | head`); that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
const { runCli } = await import('./cli.ts');
process.exitCode = await runCli(process.argv.slice(2));
