#!/usr/bin/env node
// Sets up, then runs a package script or a file in the project's own runtime:
//
//   node tooling/run.mjs pnpm check        → pnpm check
//   node tooling/run.mjs node demo/demo.ts → node with the source condition
import { spawn } from 'node:child_process';
import { bootstrap, root } from './bootstrap.mjs';

const { node, pnpm, environment } = await bootstrap();
const [kind, ...rest] = process.argv.slice(2);
const args = kind === 'pnpm' ? [pnpm, ...rest] : ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning', ...rest];
const child = spawn(node, args, { cwd: root, env: environment, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 70)));
