import { CmError, ExitCode } from '@cm/core';

export function noSandbox(reasons: readonly string[]): CmError {
  return new CmError(`there is no sandbox to run tests in (${reasons.join('; ')})`, {
    code: 'CM_NO_SANDBOX',
    hint: 'install bubblewrap (apt install bubblewrap), or allow user namespaces; cm doctor tells more. --trust runs the tests without a sandbox, at your risk',
    exitCode: ExitCode.usage,
  });
}

export function cannotRemap(source: string): CmError {
  return new CmError(`this sandbox cannot show ${source} at another place`, {
    code: 'CM_CANNOT_REMAP',
    hint: 'ask the sandbox whether it remaps, and mount folders where they are if it does not',
  });
}
