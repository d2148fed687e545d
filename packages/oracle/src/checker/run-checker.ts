import { Worker } from 'node:worker_threads';
import type { Answer, CheckerJob, CheckerReply } from './checker-words.ts';

const isSource = import.meta.url.endsWith('.ts');
const ENTRY = new URL(`./checker-worker.${isSource ? 'ts' : 'js'}`, import.meta.url);
const LIMITS = { maxOldGenerationSizeMb: 1536 };
/** What it has said of types fills its memory: another one goes on with the files that are left. */
export const OUT_OF_MEMORY = 'it needs too much memory';
/** How long the checker may be silent: reading all files comes before the first answer. */
const SILENCE_MS = 120_000;

/**
 * Runs one job in a thread of its own and hands over each file's answers as they come.
 * @returns why it ended early; null when all was answered.
 */
export function runChecker(
  job: CheckerJob,
  signal: AbortSignal | undefined,
  take: (path: string, answers: Answer[]) => void,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(ENTRY, {
      workerData: job,
      resourceLimits: LIMITS,
      execArgv: isSource ? ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning'] : [],
    });
    let timer: NodeJS.Timeout | undefined;
    const end = (reason: string | null, error?: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      worker.removeAllListeners();
      worker.on('error', () => undefined);
      void worker.terminate().then(() => (error === undefined ? resolve(reason) : reject(error)), reject);
    };
    const abort = () => end('it was interrupted');
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end('it took too long'), SILENCE_MS);
    };
    worker.on('message', (reply: CheckerReply) => {
      wait();
      if ('done' in reply) end(null);
      else if ('changed' in reply) end(`${reply.changed} changed meanwhile`);
      else {
        try {
          take(reply.path, reply.answers);
        } catch (error) {
          end(null, error);
        }
      }
    });
    worker.on('error', (error) =>
      end(
        (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? OUT_OF_MEMORY
          : `it failed (${error.message.slice(0, 200)})`,
      ),
    );
    worker.on('exit', () => end('it ended'));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    else wait();
  });
}
