import { globProblem } from '@cm/core';
import { z } from 'zod';

/** The file that holds a repository's settings. */
export const CONFIG_FILE = 'codemonkeys.yaml';

const glob = z.string().refine((text) => globProblem(text) === null, {
  error: ({ input }) => `the glob ${JSON.stringify(input)} ${globProblem(String(input))}`,
});

const folder = z
  .string()
  .max(1024)
  .refine(
    (text) => !/^[/\\]|^[A-Za-z]:|[\u0000-\u001f\\]/.test(text) && text.split('/').every((part) => part !== '..' && part !== '.'),
    {
      error: 'must be a folder relative to the root of the repository, without . or ..; empty for the root itself',
    },
  );

const nameOfPerson = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\u0000-\u001f\u007f<>]+$/, 'may not hold line ends, < or >');

const suite = z.strictObject({
  framework: z.enum(['pytest', 'node:test', 'jest', 'vitest', 'tsc']).describe('What runs the tests.'),
  folder: folder.default('').describe('The folder they run in, relative to the root of the repository; empty for the root.'),
});

const heal = z.strictObject({
  test: z
    .strictObject({
      suites: z.array(suite).min(1).max(100).optional().describe('The suites to run; found by looking when this is absent.'),
    })
    .prefault({})
    .describe('Which tests say that the repository is healthy.'),
  attempts: z
    .int()
    .min(1)
    .max(2)
    .default(2)
    .describe('Patches put before the gate for each rung; article XVII.1 allows two at most.'),
  timeBudgetSeconds: z.int().min(1).max(86_400).default(300).describe('How long one run may look for a repair, in seconds.'),
  testTimeoutSeconds: z.int().min(1).max(86_400).default(120).describe('How long one run of a suite may take, in seconds.'),
  protectedPaths: z
    .array(glob)
    .max(200)
    .default([])
    .describe('Globs of files that a repair never touches, besides those that the constitution names.'),
  repeat: z
    .int()
    .min(2)
    .max(50)
    .default(3)
    .describe('How often a failure is repeated to tell flaky from broken, and a repair to rule out luck.'),
});

const sandbox = z.strictObject({
  memoryMb: z.int().min(64).max(1_048_576).default(2048).describe('Memory that tests may use, in MiB.'),
  processes: z.int().min(8).max(100_000).default(256).describe('Processes and threads that tests may have at a time.'),
  network: z.literal(false).default(false).describe('Tests have no network. This can not be turned on.'),
});

const embeddings = z.union([
  z.enum(['builtin', 'off']),
  z.strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .describe('Where an OpenAI-compatible service such as Ollama answers, up to and with /v1.'),
    model: z.string().min(1).max(200).describe('The name of the model there.'),
    dimensions: z.int().min(1).max(8192).describe('How many numbers its vectors have.'),
    keyVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,98}_KEY$/, 'must be the name of an environment variable that ends in _KEY')
      .optional()
      .describe('The environment variable that holds the key, where one is needed.'),
  }),
]);

const oracle = z.strictObject({
  embeddings: embeddings
    .default('builtin')
    .describe(
      'What turns code into vectors for search by meaning: the model that comes along, none, or a service that the constitution allows.',
    ),
  exclude: z.array(glob).max(200).default([]).describe('Globs of files that are not indexed, besides those that git ignores.'),
});

const commit = z.strictObject({
  name: nameOfPerson.default('Code Monkeys').describe('Author and committer of repairs.'),
  email: nameOfPerson
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')
    .default('codemonkeys@localhost.invalid')
    .describe('The e-mail address that goes with the name.'),
  branchPrefix: z
    .string()
    .max(100)
    .regex(/^cm\/([a-z0-9][a-z0-9_-]*\/)*$/, 'must start with cm/ and end with /, in lower-case letters, digits, - and _')
    .default('cm/')
    .describe('What the names of branches with repairs begin with; the constitution lets nothing else be written than cm/….'),
});

/** What `codemonkeys.yaml` may say. Unknown keys are refused. */
export const configSchema = z.strictObject({
  version: z.literal(1).default(1).describe('The version of this format.'),
  heal: heal.prefault({}).describe('How red tests are repaired.'),
  sandbox: sandbox.prefault({}).describe('What tests may use while they run.'),
  oracle: oracle.prefault({}).describe('What is indexed.'),
  commit: commit.prefault({}).describe('How repairs are committed.'),
});

export type Config = z.infer<typeof configSchema>;

/** What holds where a repository says nothing. */
export function defaultConfig(): Config {
  return configSchema.parse({});
}

/** The JSON Schema (draft 2020-12) of `codemonkeys.yaml`, for editors. It is published as `codemonkeys.schema.json`. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Settings of Code Monkeys (codemonkeys.yaml)', ...schema };
}
