import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxProcess } from '@cm/sandbox';
import { z } from 'zod';
import type { Suite } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { parseJson } from './parse-json.ts';
import { pythonEnvironment, runtimeFolder } from './python-environment.ts';

/** A server that lives this long has long been given up by its caller. */
const LIFE_MS = 6 * 60 * 60_000;

const ready = z.object({
  ready: z.literal(true),
  collecting: z.number().min(0).max(3_600),
  preload: z.array(z.string().max(500)).max(5_000),
});

const answer = z.object({
  n: z.number().int().min(0),
  outcome: z.enum(['plausible', 'fails', 'breaks-others', 'timeout', 'invalid', 'cold', 'doubtful']),
  passed: z.number().int().min(0).max(100_000),
});

export type Ready = z.infer<typeof ready>;
export type Answer = Omit<z.infer<typeof answer>, 'n'>;

/** One process of cm_evaluate.py in the sandbox: texts go in, what came of them comes out. It may die at any time. */
export class ForkServer {
  /** What it said when it was ready; undefined when it never was. */
  readonly ready: Promise<Ready | undefined>;
  readonly #process: SandboxProcess;
  readonly #asked = new Map<number, (answer: Answer | undefined) => void>();
  #next = 0;
  #gone = false;

  private constructor(process: SandboxProcess) {
    this.#process = process;
    let tell: (ready: Ready | undefined) => void;
    this.ready = new Promise((resolve) => {
      tell = resolve;
    });
    void this.#listen((said) => tell(said));
  }

  static async start(workbench: Workbench, suite: Suite, request: Readonly<Record<string, unknown>>): Promise<ForkServer> {
    const file = join(workbench.exchange, `evaluate-${randomUUID()}.json`);
    await writeFile(file, JSON.stringify({ ...request, root: workbench.inside }));
    const env = { ...(await pythonEnvironment(workbench, suite.folder)), CM_HEAL_REQUEST: file };
    return new ForkServer(
      workbench.spawn(['python', '-m', 'cm_evaluate'], { folder: suite.folder, env, show: [runtimeFolder], timeoutMs: LIFE_MS }),
    );
  }

  /** What came of these texts, by path; undefined when the process died, or did not answer in time and was killed. */
  async ask(files: Readonly<Record<string, string>>, timeoutMs: number, thorough: boolean): Promise<Answer | undefined> {
    if (this.#gone) return undefined;
    const number = this.#next++;
    const answered = new Promise<Answer | undefined>((resolve) => this.#asked.set(number, resolve));
    this.#process.write(JSON.stringify({ n: number, files, thorough }));
    const timer = setTimeout(() => this.stop(), timeoutMs);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
    }
  }

  get finished(): Promise<unknown> {
    return this.#process.finished;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** The last that it wrote on stderr: why it did not start. */
  stderr(): string {
    return this.#process.stderr();
  }

  stop(): void {
    this.#process.kill();
  }

  async #listen(tellReady: (ready: Ready | undefined) => void): Promise<void> {
    try {
      for await (const line of this.#process.lines) this.#take(line, tellReady);
      await this.#process.finished;
    } finally {
      this.#gone = true;
      tellReady(undefined);
      for (const resolve of this.#asked.values()) resolve(undefined);
      this.#asked.clear();
    }
  }

  #take(line: string, tellReady: (ready: Ready) => void): void {
    const message = parseJson(line);
    const answered = answer.safeParse(message);
    if (answered.success) {
      const { n, ...rest } = answered.data;
      this.#asked.get(n)?.(rest);
      this.#asked.delete(n);
      return;
    }
    const said = ready.safeParse(message);
    if (said.success) tellReady(said.data);
  }
}
