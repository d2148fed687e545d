import { z } from 'zod';

const MAX_PATHS = 10_000;

const word = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'may not hold control characters');

const count = z.int().min(0);

/** Relative to the root with forward slashes, and in one way only: `a/../.git` is no path here. */
const path = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\u0000-\u001f\u007f\\]+$/, 'may not hold control characters or backslashes')
  .refine(
    (text) => text.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'must be a plain path relative to the root',
  );

const paths = z.array(path).max(MAX_PATHS).readonly();

const branch = z
  .string()
  .max(244)
  .regex(
    /^(?!.*(\.\.|\/\/|\/\.|\.lock(\/|$)))[A-Za-z0-9][A-Za-z0-9._/-]*(?<![/.])$/,
    'must be the name of a branch, without refs/heads/',
  );

const sandbox = z.enum(['bubblewrap', 'namespaces', 'seatbelt', 'trusted']);
const rung = z.enum(['recall', 'tools', 'search', 'model', 'hand-over']);
const gate = z.enum(['apply', 'propose', 'reject']);

/**
 * What can be asked for, and the facts it is decided on: a closed list. Every fact must be there, of its type, and nothing else.
 * Whoever adds an action or a fact adds an ordinary value to `ordinaryFacts` too.
 */
export const factSchemas = {
  /** Running something of the repository, such as its tests. `trusted`: the person accepted the risk with --trust. */
  'process.run': z.strictObject({ network: z.boolean(), sandbox, trusted: z.boolean(), purpose: word }),
  /** Fetching and placing what the repository depends on. `scripts`: install scripts would run. `approved`: a person said yes. */
  'dependencies.install': z.strictObject({ network: z.boolean(), sandbox, scripts: z.boolean(), approved: z.boolean() }),
  /** Putting one commit on one branch. `testsTouched` counts files; `gate` is the verdict's confidence. */
  'repository.branch.write': z.strictObject({
    branch,
    paths,
    testsTouched: count,
    protectedTouched: paths,
    gate,
    filesChanged: count,
    linesChanged: count,
    rung,
  }),
  /** Writing to files that the person works on. */
  'checkout.write': z.strictObject({ paths, requestedByPerson: z.boolean(), gate }),
  /** Putting a patch before the gate. `attemptOfRung` counts from 1 in each rung of each run. */
  'heal.attempt': z.strictObject({
    rung,
    attemptOfRung: z.int().min(1),
    runId: word,
    testsTouched: count,
    protectedTouched: paths,
  }),
  /** Opening a connection to another machine. */
  'network.connect': z.strictObject({ host: word, port: z.int().min(1).max(65_535), purpose: word }),
  /** Sending a prompt to a model. `promptHash`: SHA-256 in hexadecimal. */
  'model.call': z.strictObject({
    provider: word,
    model: word,
    promptHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'),
    estimatedUsd: z.number().min(0).max(1_000_000),
  }),
} as const;

export type Action = keyof typeof factSchemas;
export type Facts = { [A in Action]: z.infer<(typeof factSchemas)[A]> };

export const ACTIONS = Object.keys(factSchemas) as Action[];

export function isAction(name: unknown): name is Action {
  return typeof name === 'string' && Object.hasOwn(factSchemas, name);
}

/** One ordinary case of each action. Examples of articles say only what differs from it. */
export const ordinaryFacts: Facts = {
  'process.run': { network: false, sandbox: 'bubblewrap', trusted: false, purpose: 'run the tests' },
  'dependencies.install': { network: true, sandbox: 'bubblewrap', scripts: false, approved: true },
  'repository.branch.write': {
    branch: 'cm/heal/1',
    paths: ['src/sum.py'],
    testsTouched: 0,
    protectedTouched: [],
    gate: 'apply',
    filesChanged: 1,
    linesChanged: 2,
    rung: 'search',
  },
  'checkout.write': { paths: ['src/sum.py'], requestedByPerson: true, gate: 'apply' },
  'heal.attempt': { rung: 'search', attemptOfRung: 1, runId: '1', testsTouched: 0, protectedTouched: [] },
  'network.connect': { host: 'api.example.org', port: 443, purpose: 'ask' },
  'model.call': { provider: 'example', model: 'small', promptHash: '0'.repeat(64), estimatedUsd: 0.01 },
};
