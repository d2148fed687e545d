import { type AnyCommand, type CommandContext, withExitCodes } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { callsCommand } from './commands/calls.ts';
import { constitutionCommand } from './commands/constitution.ts';
import { contextCommand } from './commands/context.ts';
import { doctorCommand } from './commands/doctor.ts';
import { graphCommand } from './commands/graph.ts';
import { healCommand } from './commands/heal.ts';
import { impactCommand } from './commands/impact.ts';
import { initCommand } from './commands/init.ts';
import { mapCommand } from './commands/map.ts';
import { mcpCommand } from './commands/mcp.ts';
import { pathCommand } from './commands/path.ts';
import { scanCommand } from './commands/scan.ts';
import { searchCommand } from './commands/search.ts';
import { showCommand } from './commands/show.ts';

/** Every command, in the order that help lists them. */
export function commands(context: CommandContext): AnyCommand[] {
  return [
    initCommand(context),
    scanCommand(context),
    searchCommand(context),
    showCommand(context),
    callsCommand(context, 'callers'),
    callsCommand(context, 'callees'),
    pathCommand(context),
    impactCommand(context),
    mapCommand(context),
    contextCommand(context),
    graphCommand(context),
    mcpCommand(context),
    healCommand(context),
    auditCommand(context),
    constitutionCommand(context),
    doctorCommand(context),
  ].map(withExitCodes);
}
