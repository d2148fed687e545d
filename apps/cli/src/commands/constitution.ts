import type { Command, CommandContext } from '../command.ts';
import { openProject } from '../workspace.ts';

export function constitutionCommand(context: CommandContext): Command {
  return {
    command: 'constitution <action>',
    describe: 'Read the law that every action is decided under',
    builder: (yargs) => yargs.command(showCommand(context)).demandCommand(1, 'say what to do: show'),
    handler: () => undefined,
  };
}

function showCommand(context: CommandContext): Command {
  return {
    command: 'show',
    describe: 'Print the articles in force here, the built-in ones and this repository’s',
    builder: (yargs) => yargs.example('cm constitution show', 'Number, title, enforcement and prose of each article'),
    handler: async (args) => {
      const { loadConstitution } = await import('@cm/constitution');
      const { root, config } = await openProject(args.cwd);
      const constitution = await loadConstitution({ root, protectedPaths: config.heal.protectedPaths });
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
        process.stdout.write(`${JSON.stringify({ hash: constitution.hash, articles }, null, 2)}\n`);
        return;
      }
      const { colors } = context.terminal;
      for (const article of articles) {
        process.stdout.write(
          `${colors.bold(`${article.id}  ${article.title}`)}  ${colors.dim(`${article.enforcement} · ${article.actions.join(', ')}`)}\n`,
        );
        process.stdout.write(`${article.prose.trim().replace(/^/gm, '    ')}\n\n`);
      }
      process.stdout.write(`hash ${constitution.hash}\n`);
    },
  };
}
