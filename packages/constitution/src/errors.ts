import type { FileProblem } from '@cm/config';
import { CmError, ExitCode } from '@cm/core';
import type { Decision } from './decision.ts';

/** The constitution says no. */
export class DeniedError extends CmError {
  readonly decision: Decision;

  constructor(decision: Decision) {
    super(`${decision.action} was refused. ${decision.message}`, {
      code: 'CM_DENIED',
      hint: decision.hint,
      exitCode: ExitCode.denied,
    });
    this.decision = decision;
  }
}

/** The constitution leaves it to a person. */
export class ApprovalNeededError extends CmError {
  readonly decision: Decision;

  constructor(decision: Decision) {
    super(`${decision.action} needs a person's approval. ${decision.message}`, {
      code: 'CM_APPROVAL_NEEDED',
      hint: decision.hint,
      exitCode: ExitCode.needsApproval,
    });
    this.decision = decision;
  }
}

/** A file of the constitution can't be used. The message lists every problem with its place. */
export class ConstitutionError extends CmError {
  readonly problems: readonly FileProblem[];

  constructor(file: string, problems: readonly FileProblem[]) {
    const list = problems.map(
      ({ line, column, message, hint }) => `  ${line}:${column} ${message}${hint === '' ? '' : ` (${hint})`}`,
    );
    super(`${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${list.join('\n')}`, {
      code: 'CM_BAD_CONSTITUTION',
      hint: 'mend the lines named above (line:column); until then nothing is allowed',
    });
    this.problems = problems;
  }
}

export function badConstitution(file: string, message: string, hint = ''): ConstitutionError {
  return new ConstitutionError(file, [{ line: 1, column: 1, setting: '', message, hint }]);
}

export function loosened(file: string, article: string, why: string, byPerson = false): CmError {
  return new CmError(`${file} would loosen article ${article}: ${why}`, {
    code: 'CM_LOOSENED',
    hint: byPerson
      ? 'only the person who runs Code Monkeys may widen this: put the amendment into ~/.codemonkeys/constitution/ instead'
      : 'a repository may add articles, tighten parameters and strengthen enforcement; take the loosening out',
  });
}
