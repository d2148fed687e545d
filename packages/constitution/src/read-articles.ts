import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblems, type ParsedYaml, parseYaml } from '@cm/config';
import { CmError, isSystemError, readSmallFile } from '@cm/core';
import { type Amendment, type Article, type ConstitutionFile, constitutionFileSchema } from './article.ts';
import { ArticleProblem, compileArticle } from './compile-article.ts';
import { badConstitution, ConstitutionError } from './errors.ts';

/** The folder that holds the constitution of a repository or of a person. */
export const CONSTITUTION_FOLDER = 'constitution';

const MAX_FILES = 100;
const MAX_BYTES = 256 * 1024;
const MAX_PROBLEMS = 20;

/** A file of the constitution, checked. */
export interface ArticleFile {
  origin: string;
  articles: Article[];
  amendments: Amendment[];
}

/**
 * The files of `constitution/` in a folder, in the order of their names; none where there is no such folder. `shown` is what messages call it.
 * @throws {CmError} `CM_BAD_CONSTITUTION`, exit code 2.
 */
export async function readConstitutionFolder(root: string, shown: string): Promise<ArticleFile[]> {
  const folder = join(root, CONSTITUTION_FOLDER);
  const about = await lstat(folder).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return null;
    throw badConstitution(shown, `it cannot be read (${error instanceof Error ? error.message : String(error)})`);
  });
  if (about === null) return [];
  if (!about.isDirectory()) throw badConstitution(shown, 'it is not a folder');
  const entries = await readdir(folder, { withFileTypes: true });
  const inner = entries.find((entry) => entry.isDirectory());
  if (inner !== undefined) throw badConstitution(`${shown}/${inner.name}`, 'folders in it are not read', 'move its files up');
  const names = entries.map(({ name }) => name).filter((name) => /\.ya?ml$/i.test(name));
  if (names.length > MAX_FILES) throw badConstitution(shown, `it holds more than ${MAX_FILES} files`);
  const files: ArticleFile[] = [];
  for (const name of names.sort()) files.push(await readArticleFile(folder, name, shown));
  return files;
}

async function readArticleFile(folder: string, name: string, shown: string): Promise<ArticleFile> {
  const origin = `${shown}/${name}`;
  const text = await readSmallFile(join(folder, name), MAX_BYTES).catch((error: unknown) => {
    if (error instanceof CmError) throw badConstitution(origin, error.message, error.hint);
    throw error;
  });
  return parseArticleFile(text ?? '', origin);
}

/**
 * The articles and amendments in a text in YAML.
 * @throws {CmError} `CM_BAD_CONSTITUTION`, exit code 2.
 */
export function parseArticleFile(text: string, origin: string): ArticleFile {
  const yaml = parseYaml(text);
  if (yaml.problems.length > 0)
    throw new ConstitutionError(
      origin,
      yaml.problems.map((problem) => ({ ...problem, setting: '', hint: '' })),
    );
  return checkArticleFile(yaml.value ?? {}, origin, yaml);
}

/** As `parseArticleFile`, for a file that was read already. */
export function checkArticleFile(value: unknown, origin: string, yaml?: ParsedYaml): ArticleFile {
  const placed = yaml ?? { value, problems: [], placeOf: () => ({ line: 1, column: 1 }) };
  const result = constitutionFileSchema.safeParse(value);
  if (!result.success)
    throw new ConstitutionError(origin, fileProblems(result.error.issues, placed, constitutionFileSchema).slice(0, MAX_PROBLEMS));
  return { origin, articles: compileAll(result.data, origin, placed), amendments: result.data.amendments };
}

function compileAll({ articles }: ConstitutionFile, origin: string, yaml: ParsedYaml): Article[] {
  const seen = new Set<string>();
  return articles.map((text, index) => {
    try {
      if (seen.has(text.id)) throw new ArticleProblem(['id'], 'there is one with this number above');
      seen.add(text.id);
      return compileArticle(text, origin);
    } catch (error) {
      if (!(error instanceof ArticleProblem)) throw error;
      const setting = `articles.${index}.${error.path.map(String).join('.')}`;
      const place = yaml.placeOf(['articles', index, ...error.path]);
      throw new ConstitutionError(origin, [
        { ...place, setting, message: `article ${text.id}, ${error.path.map(String).join('.')}: ${error.message}`, hint: '' },
      ]);
    }
  });
}
