import { defaultConfig } from './config.ts';

/** What `cm init` writes to `codemonkeys.yaml`: every setting with its default, commented out. `schema` is a path or URL of the JSON Schema. */
export function configTemplate(schema: string): string {
  const { heal, sandbox, oracle, commit } = defaultConfig();
  return `# yaml-language-server: $schema=${schema}
# Settings of Code Monkeys for this repository. Everything has a default: uncomment what should differ.
version: 1

# heal:
#   test:
#     # Found by looking when absent. Frameworks: pytest, node:test, jest, vitest, tsc.
#     suites:
#       - framework: pytest
#         folder: ''
#   # Patches put before the gate for each rung, two at most.
#   attempts: ${heal.attempts}
#   timeBudgetSeconds: ${heal.timeBudgetSeconds}
#   testTimeoutSeconds: ${heal.testTimeoutSeconds}
#   # Never touched, besides tests and what the constitution protects.
#   protectedPaths:
#     - vendor/**
#   # How often a failure is repeated to tell flaky from broken.
#   repeat: ${heal.repeat}

# sandbox:
#   memoryMb: ${sandbox.memoryMb}
#   processes: ${sandbox.processes}

# oracle:
#   exclude:
#     - dist/**
#   # The model for search by meaning: builtin, off, or a service that the constitution allows (url, model, dimensions, keyVariable).
#   embeddings: ${oracle.embeddings}

# commit:
#   name: ${commit.name}
#   email: ${commit.email}
#   branchPrefix: ${commit.branchPrefix}
`;
}
