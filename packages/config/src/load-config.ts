import { join } from 'node:path';
import { CmError, nearestWord, readSmallFile } from '@cm/core';
import type { z } from 'zod';
import { CONFIG_FILE, type Config, configSchema, defaultConfig } from './config.ts';
import { type ParsedYaml, parseYaml, type TextPlace } from './parse-yaml.ts';

/** One thing wrong with a file that people write, and what to do about it. */
export interface FileProblem extends TextPlace {
  /** The setting, e.g. `heal.attempts`; empty for the file as a whole. */
  setting: string;
  message: string;
  hint: string;
}

/** `codemonkeys.yaml` can't be used. The message lists every problem with its place. */
export class ConfigError extends CmError {
  readonly problems: readonly FileProblem[];

  constructor(path: string, problems: readonly FileProblem[]) {
    const list = problems.map(
      ({ line, column, message, hint }) => `  ${line}:${column} ${message}${hint === '' ? '' : ` (${hint})`}`,
    );
    super(`${path} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${list.join('\n')}`, {
      code: 'CM_BAD_CONFIG',
      hint: 'mend the lines named above (line:column); cm init writes a file with every setting explained',
    });
    this.problems = problems;
  }
}

const MAX_BYTES = 256 * 1024;
const MAX_PROBLEMS = 50;

/**
 * Reads `codemonkeys.yaml` at the root of a repository. Without one, everything has its default and `path` is null.
 * @throws {ConfigError} `CM_BAD_CONFIG`, exit code 2.
 */
export async function loadConfig(root: string): Promise<{ config: Config; path: string | null }> {
  const path = join(root, CONFIG_FILE);
  const text = await readSmallFile(path, MAX_BYTES).catch((error: unknown) => {
    if (!(error instanceof CmError)) throw error;
    throw new ConfigError(CONFIG_FILE, [{ line: 1, column: 1, setting: '', message: error.message, hint: error.hint }]);
  });
  return text === null ? { config: defaultConfig(), path: null } : { config: parseConfig(text), path };
}

/**
 * The settings that a text in YAML holds.
 * @throws {ConfigError} `CM_BAD_CONFIG`, exit code 2.
 */
export function parseConfig(text: string): Config {
  const yaml = parseYaml(text);
  if (yaml.problems.length > 0)
    throw new ConfigError(
      CONFIG_FILE,
      yaml.problems.map((problem) => ({ ...problem, setting: '', hint: '' })),
    );
  const result = configSchema.safeParse(yaml.value ?? {});
  if (result.success) return result.data;
  throw new ConfigError(CONFIG_FILE, fileProblems(result.error.issues, yaml, configSchema).slice(0, MAX_PROBLEMS));
}

/** What zod's issues say, for a person, in the order of their places in the YAML that was checked. One for each unknown key. */
export function fileProblems(issues: readonly z.core.$ZodIssue[], yaml: ParsedYaml, schema: z.ZodType): FileProblem[] {
  const problems = issues.flatMap((issue) => problemsOf(issue, yaml, schema));
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

function problemsOf(issue: z.core.$ZodIssue, yaml: ParsedYaml, schema: z.ZodType): FileProblem[] {
  const setting = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') {
    const message = `${setting === '' ? 'the file' : setting}: ${issue.message}`;
    return [{ ...yaml.placeOf(issue.path), setting, message, hint: '' }];
  }
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearestWord(key, known);
    const hint =
      meant === undefined
        ? known.length === 0
          ? ''
          : `known here: ${known.join(', ')}`
        : `did you mean ${JSON.stringify(meant)}?`;
    const place = yaml.placeOf([...issue.path, key], 'key');
    return { ...place, setting: [...issue.path.map(String), key].join('.'), message: `unknown key ${JSON.stringify(key)}`, hint };
  });
}

/** The keys that a schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema);
  const [part, ...rest] = path;
  if ('shape' in inner) {
    const shape = inner.shape as Record<string, z.ZodType>;
    if (part === undefined) return Object.keys(shape);
    const member = shape[String(part)];
    return member === undefined ? [] : keysAt(member, rest);
  }
  const member = 'element' in inner ? inner.element : 'valueType' in inner ? inner.valueType : undefined;
  return part === undefined || member === undefined ? [] : keysAt(member as z.ZodType, rest);
}

function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while ('unwrap' in inner && typeof inner.unwrap === 'function' && !('element' in inner)) inner = inner.unwrap() as z.ZodType;
  return inner;
}
