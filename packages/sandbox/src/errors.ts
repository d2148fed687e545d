import { CmError } from '@cm/core';

/** No sandbox works here; `reasons` says of each why not. */
export function noSandbox(reasons: readonly string[]): CmError {
  return new CmError(`no sandbox works on this machine${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`, {
    code: 'CM_NO_SANDBOX',
    hint:
      'install one: apt install bubblewrap. If it is installed and refused, allow user namespaces: ' +
      'sysctl -w kernel.unprivileged_userns_clone=1, or on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0. ' +
      '--trust runs the tests without a sandbox, at your own risk',
  });
}

export function cannotRemap(source: string, target: string): CmError {
  return new CmError(`this sandbox can't show ${source} at ${target}`, {
    code: 'CM_CANNOT_REMAP',
    hint: 'mount it where it is, or install bubblewrap, which can',
  });
}

export function badMount(path: string, why: string): CmError {
  return new CmError(`${path} can't be shown in the sandbox: ${why}`, {
    code: 'CM_BAD_MOUNT',
    hint: 'check the path, and that nothing removed or replaced it meanwhile',
  });
}

export function badCommand(why: string): CmError {
  return new CmError(`the command can't be run in the sandbox: ${why}`, {
    code: 'CM_BAD_ARGUMENT',
    hint: 'look for an odd file name or setting that got into the command or its environment',
  });
}

/** The sandbox's own program failed before the command began. */
export function notSetUp(kind: string, said: string): CmError {
  return new CmError(`the sandbox (${kind}) could not be set up: ${said}`, {
    code: 'CM_SANDBOX_FAILED',
    hint: 'cm doctor says which sandboxes work here; check that the mounted folders still exist and that you may read them',
  });
}

export function notInstalled(program: string): CmError {
  return new CmError(`${program} is not installed`, {
    code: 'CM_SANDBOX_FAILED',
    hint: 'install bubblewrap (apt install bubblewrap), or what else cm doctor names',
  });
}
