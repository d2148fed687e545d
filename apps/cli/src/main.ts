#!/usr/bin/env node
// cm: the command line. It parses, calls, prints and maps errors to exit codes; the work is in the packages.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { runCli } = await import('./cli.ts');
process.exitCode = await runCli(process.argv.slice(2));
