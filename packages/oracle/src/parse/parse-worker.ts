// Reads and parses files in a thread of its own. Says in shared memory which file it is at, so that a file that kills it is known.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { readSource } from '../files/read-file.ts';
import { decode, skippedByText } from '../files/skip-reason.ts';
import { languageOfPath } from '../languages/languages.ts';
import { isAmbient } from './is-ambient.ts';
import { moduleNameOf } from './module-name.ts';
import { packFacts } from './pack-facts.ts';
import type { ParseBatch, ParseOutcome } from './parse-pool.ts';
import type { WorkerData } from './parse-thread.ts';
import { SourceParser } from './source-parser.ts';
import type { CompiledModule } from './web-assembly.ts';

const { runtime, progress } = workerData as WorkerData;
const at = new Int32Array(progress);
const grammars = new Map<string, CompiledModule>();
const parser = await SourceParser.start({ runtime, grammars });

parentPort?.on('message', (batch: ParseBatch) => {
  for (const [specifier, grammar] of batch.grammars) grammars.set(specifier, grammar);
  parentPort?.postMessage(
    batch.jobs.map((job) => {
      Atomics.store(at, 0, job.sequence);
      return { sequence: job.sequence, outcome: parse(batch.root, job.path) };
    }),
  );
  Atomics.store(at, 0, 0);
});

function parse(root: string, path: string): ParseOutcome {
  const read = readSource(join(root, path));
  if ('skip' in read) return { skip: read.skip, sha256: null };
  const { sha256 } = read;
  const decoded = decode(read.bytes);
  const skip = 'skip' in decoded ? decoded.skip : skippedByText(decoded.text);
  if (skip !== null || !('text' in decoded)) return { skip: skip ?? 'binary', sha256 };
  return {
    sha256,
    facts: packFacts(parser.parse(decoded.text, languageOfPath(path)!, moduleNameOf(path)), isAmbient(path, decoded.text)),
  };
}
