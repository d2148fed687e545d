import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@cm/config';
import { CONSTITUTION_FOLDER } from './src/read-articles.ts';

/** The text of `builtin-articles.generated.ts` for the articles under `root`. Used when building and by the test that it is up to date. */
export async function builtinModule(root: string): Promise<string> {
  const folder = join(root, CONSTITUTION_FOLDER);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const { value, problems } = parseYaml(await readFile(join(folder, name), 'utf8'));
      if (problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems)}`);
      return { name, content: value };
    }),
  );
  const json = JSON.stringify(files, null, 1);
  return `// Generated from constitution/*.yaml by packages/constitution/generate.ts. Change those, then run it.\n\nexport const builtinFiles: readonly { readonly name: string; readonly content: unknown }[] = ${json};\n`;
}
