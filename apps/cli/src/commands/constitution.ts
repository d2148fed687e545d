import { printableJson } from '@cm/core';
import { type AnyCommand, type Command, type CommandContext, commandGroup } from '../command.ts';
import { openConstitution } from '../open-constitution.ts';
import { printable } from '../terminal.ts';
import { openProject } from '../workspace.ts';

export function constitutionCommand(context: CommandContext): AnyCommand {
  return commandGroup('constitution', 'Read the law that every action is decided under', [showCommand(context)]);
}

function showCommand(context: CommandContext): Command {
  return {
    command: 'show',
    describe: 'Print the articles in force here, the built-in ones, yours and this repository’s',
    builder: (yargs) => yargs.example('cm constitution show', 'Number, title, enforcement and prose of each article'),
    handler: async (args) => {
      const { root, config } = await openProject(args.cwd);
      const constitution = await openConstitution(root, config);
      const articles = constitution.articles.map(({ id, title, prose, actions, enforcement, rule, params, origin }) => ({
        id,
        title,
        prose,
        actions,
        enforcement,
        rule,
        params,
        origin,
      }));
      if (args.json) {
        process.stdout.write(`${printableJson({ hash: constitution.hash, articles }, 2)}\n`);
        return;
      }
      const colors = context.terminal.dataColors;
      for (const article of articles) {
        process.stdout.write(
          `${colors.bold(`${printable(article.id)}  ${printable(article.title)}`)}  ${colors.dim(`${article.enforcement} · ${article.actions.join(', ')}`)}\n`,
        );
        process.stdout.write(`${printable(article.prose).trim().replace(/^/gm, '    ')}\n\n`);
      }
      process.stdout.write(`hash ${constitution.hash}\n`);
    },
  };
}
