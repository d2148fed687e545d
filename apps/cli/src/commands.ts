import { type AnyCommand, type CommandContext, withExitCodes } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { constitutionCommand } from './commands/constitution.ts';
import { doctorCommand } from './commands/doctor.ts';
import { healCommand } from './commands/heal.ts';
import { initCommand } from './commands/init.ts';
import { scanCommand } from './commands/scan.ts';
import { searchCommand } from './commands/search.ts';

/** Every command, in the order that help lists them. */
export function commands(context: CommandContext): AnyCommand[] {
  return [
    initCommand(context),
    scanCommand(context),
    searchCommand(context),
    healCommand(context),
    auditCommand(context),
    constitutionCommand(context),
    doctorCommand(context),
  ].map(withExitCodes);
}
