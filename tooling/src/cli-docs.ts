// What docs/cli.md holds: the help of every command, word for word.
import { helpPages } from '../../apps/cli/src/help-pages.ts';

export const CLI_DOCS = 'docs/cli.md';

const HEAD = `# The command line

Generated from the help of each command by \`pnpm docs:cli\`.

Data goes to stdout and everything for people to stderr, so \`cm … --json | jq\` is safe. With \`--json\` stderr stays empty, and an error
is \`{ "error": { "code", "message", "hint", "exitCode" } }\` on stdout. Control characters and direction marks from a repository are
shown as \`\\x1b\` and never reach the terminal. Colour is used on a terminal alone; \`NO_COLOR\` turns it off and \`FORCE_COLOR=1\` on, and \`--color\` or \`--no-color\` says more than both.
Exit 2 also stands for what the operating system refused (no permission, a full disk, too many open files): it is for you to mend,
and calling again changes nothing. \`cm completion >> ~/.bashrc\` (in zsh \`~/.zshrc\`) sets up completion.
`;

/** @returns Markdown. */
export async function renderCliDocs(): Promise<string> {
  const sections: string[] = [HEAD];
  for await (const { path, help } of helpPages()) {
    const name = ['cm', ...path].join(' ');
    sections.push(`${'#'.repeat(path.length === 2 ? 3 : 2)} ${name}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n`);
  }
  return sections.join('\n');
}
