// The layers of ARCHITECTURE.md. Imports go down only; each rule says why.
const layers = {
  core: 'core|config|store|ledger|git|queue',
  capabilities: 'model-minilm|oracle|graph-page|mcp|constitution|hunter|swarm|watch|llm|sandbox|drivers',
  workflows: 'heal|docs|ship',
  agents: 'agents',
};
const packages = (names) => `^packages/(${names})/`;

export default {
  forbidden: [
    {
      name: 'core-knows-nobody-above',
      comment: 'Core is what everything stands on: if it knew a capability, no capability could be used without all the others.',
      severity: 'error',
      from: { path: packages(layers.core) },
      to: { path: [packages(layers.capabilities), packages(layers.workflows), packages(layers.agents), '^apps/'] },
    },
    {
      name: 'capabilities-know-no-workflow',
      comment: 'A capability serves several workflows. One that knows a workflow serves only that one.',
      severity: 'error',
      from: { path: packages(layers.capabilities) },
      to: { path: [packages(layers.workflows), packages(layers.agents), '^apps/'] },
    },
    {
      name: 'workflows-do-not-meet',
      comment: 'Heal, Docs and Ship can each be taken alone. What they share is a type in core or a capability.',
      severity: 'error',
      from: { path: '^packages/(heal|docs|ship)/' },
      to: { path: '^packages/(heal|docs|ship)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'workflows-know-no-agent-or-app',
      comment: 'Work can be run without an agent or a command line around it.',
      severity: 'error',
      from: { path: [packages(layers.workflows), packages(layers.agents)] },
      to: { path: '^apps/' },
    },
    {
      name: 'only-public-doors',
      comment: 'A package is reached by its index or its testing entry; what is behind them can change any day.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/[^/]+/src/', pathNot: ['^$1/$2/', '^packages/[^/]+/src/(index|testing)[.]ts$'] },
    },
    {
      name: 'no-circles',
      comment:
        'Two files that import each other are one concept in two rooms, or a third concept without one. A warning, since type-only circles cannot be told apart without the API that TypeScript 7 lacks.',
      severity: 'warn',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'tests-stay-out-of-code',
      comment: 'Code that imports a test or a testing entry ships it to users.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: '[.]test[.]ts$|/testing[.]ts$|/testing/|fixture' },
      to: { path: '[.]test[.]ts$|^packages/[^/]+/src/testing[.]ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|fixtures|node_modules)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@cm/source', 'import', 'node', 'default', 'types'] },
  },
};
