import { ExitCode } from '@cm/core';

/** What each exit code says, in words for help and the documentation. */
export const EXIT_CODES: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [ExitCode.done, 'done'],
  [ExitCode.found, 'found something'],
  [ExitCode.usage, 'usage, settings or the system'],
  [ExitCode.denied, 'the constitution said no'],
  [ExitCode.needsApproval, 'needs a person’s approval'],
  [ExitCode.notRepaired, 'could not repair'],
  [ExitCode.bug, 'a bug of ours'],
  [ExitCode.interrupted, 'interrupted'],
];

export const EXIT_CODES_LINE = `Exit codes: ${EXIT_CODES.map(([code, meaning]) => `${code} ${meaning}`).join(', ')}.`;
