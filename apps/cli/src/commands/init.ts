import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_FILE, configTemplate } from '@cm/config';
import { isSystemError, printableJson } from '@cm/core';
import type { Command, CommandContext } from '../command.ts';
import { openRepositoryAt, stateFolder } from '../workspace.ts';

/** Where editors find the JSON Schema once the package is published. */
const SCHEMA = 'https://unpkg.com/@cm/config/codemonkeys.schema.json';

export function initCommand(context: CommandContext): Command {
  return {
    command: 'init',
    describe: 'Write codemonkeys.yaml with every setting explained, and the folder for the index and the ledger',
    builder: (yargs) => yargs.example('cm init', 'Set up the repository you stand in; nothing that is there is changed'),
    handler: async (args) => {
      const { repository } = await openRepositoryAt(args.cwd);
      const path = join(repository.root, CONFIG_FILE);
      const created = !(await exists(path));
      if (created) await writeFile(path, configTemplate(SCHEMA), { flag: 'wx' });
      await stateFolder(repository.root);
      if (args.json) process.stdout.write(`${printableJson({ path: CONFIG_FILE, created })}\n`);
      else if (created)
        context.terminal.line(
          `${context.terminal.colors.green('✓')} wrote ${CONFIG_FILE}. Commit it, then try: cm scan, cm heal`,
        );
      else context.terminal.line(`${CONFIG_FILE} is there already, and is valid; nothing was changed`);
    },
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}
