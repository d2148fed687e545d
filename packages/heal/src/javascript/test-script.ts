// What a test script in package.json says about how a framework is run: `cross-env A=1 node --import tsx --test "test/*.js"`.

export interface ScriptCommand {
  env: Record<string, string>;
  /** Options of node itself. */
  nodeOptions: string[];
  /** What follows the framework's name. */
  args: string[];
}

const ENVIRONMENT = /^([A-Za-z_]\w*)=(.*)$/s;
const NODE_FLAG_WITH_VALUE = new Set([
  '--import',
  '--require',
  '-r',
  '--loader',
  '--experimental-loader',
  '--conditions',
  '-C',
  '--env-file',
]);

/** The first command of a script that runs `tool`, a program's name, or `node --test`. */
export function findCommand(script: string, tool: 'jest' | 'vitest' | 'node --test'): ScriptCommand | undefined {
  for (const part of script.split(/&&|\|\||[;|\n]/)) {
    const command = tool === 'node --test' ? nodeTest(words(part)) : program(words(part), tool);
    if (command !== undefined) return command;
  }
  return undefined;
}

/** Splits a shell command at white space, honouring quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"']+)+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function takeEnvironment(all: string[]): { env: Record<string, string>; rest: string[] } {
  const env: Record<string, string> = {};
  let at = 0;
  for (; at < all.length; at += 1) {
    const word = all[at] ?? '';
    const pair = ENVIRONMENT.exec(word);
    if (pair?.[1] !== undefined) env[pair[1]] = pair[2] ?? '';
    else if (word !== 'cross-env' && word !== 'env') break;
  }
  return { env, rest: all.slice(at) };
}

function nodeTest(all: string[]): ScriptCommand | undefined {
  const { env, rest } = takeEnvironment(all);
  const start = rest[0];
  if ((start !== 'node' && start !== 'tsx') || !rest.includes('--test')) return undefined;
  const nodeOptions: string[] = start === 'tsx' ? ['--import', 'tsx'] : [];
  const args: string[] = [];
  for (let at = 1; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    if (word === '--test' || /^--(?:test-reporter|watch|test-coverage|experimental-test-coverage|test-force-exit)/.test(word))
      continue;
    if (NODE_FLAG_WITH_VALUE.has(word)) {
      nodeOptions.push(word, rest[at + 1] ?? '');
      at += 1;
    } else if (word.startsWith('-')) nodeOptions.push(word);
    else args.push(word);
  }
  return { env, nodeOptions, args };
}

function program(all: string[], tool: string): ScriptCommand | undefined {
  const { env, rest } = takeEnvironment(all);
  const at = rest.findIndex(
    (word) => word === tool || word.endsWith(`/${tool}`) || word.endsWith(`/${tool}.js`) || word.endsWith(`/${tool}.mjs`),
  );
  if (at === -1 || (at > 0 && !/^(?:node|npx|pnpm|yarn|bunx|bun|exec|c8|nyc|dotenv|--.*|-.*)$/.test(rest[0] ?? '')))
    return undefined;
  const nodeOptions = rest[0] === 'node' ? rest.slice(1, at) : [];
  if (env.NODE_OPTIONS !== undefined) nodeOptions.push(...words(env.NODE_OPTIONS));
  delete env.NODE_OPTIONS;
  return { env, nodeOptions, args: rest.slice(at + 1) };
}

/** The values of an option in arguments, given as `--name value` or `--name=value`. */
export function optionValues(args: readonly string[], ...names: string[]): string[] {
  return args.flatMap((word, at) => {
    const [name, value] = word.split(/=(.*)/s);
    if (name === undefined || !names.includes(name)) return [];
    const given = value ?? args[at + 1];
    return given === undefined || given.startsWith('-') ? [] : [given];
  });
}
