import { CmError } from '@cm/core';

export function programMissing(program: string, debianPackage: string): CmError {
  return new CmError(`${program} is not installed`, {
    code: 'CM_SERVICE_MISSING',
    hint: `install it (on Debian: apt-get install ${debianPackage}) or put it on the PATH`,
  });
}

export function noUnprivilegedUser(names: readonly string[]): CmError {
  return new CmError(`servers are not run as root, and there is no user ${names.join(' or ')}`, {
    code: 'CM_SERVICE_MISSING',
    hint: 'run the command as an ordinary user',
  });
}

/** `output` is the end of what the server said. */
export function serverDidNotStart(name: string, output: string): CmError {
  return new CmError(`${name} did not start; it said:\n${output.trim() || '(nothing)'}`, {
    code: 'CM_SERVICE_FAILED',
    hint: 'its last lines say why; often the temporary folder is full or closed to the user that the server runs as',
  });
}
