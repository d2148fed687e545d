import { CmError } from '@cm/core';

export function tokenNeeded(host: string): CmError {
  return new CmError(`${host} can be reached from other machines, and no token is set`, {
    code: 'CM_MCP_TOKEN_NEEDED',
    hint: 'set CM_MCP_TOKEN to a secret of 16 characters or more that clients send as a bearer token, or leave the host out',
  });
}

export function tokenTooShort(): CmError {
  return new CmError('the token of the MCP server is too short to keep anybody out', {
    code: 'CM_MCP_TOKEN_TOO_SHORT',
    hint: 'set CM_MCP_TOKEN to 16 characters or more, e.g. what openssl rand -hex 24 prints',
  });
}

export function portTaken(host: string, port: number, cause: unknown): CmError {
  return new CmError(`the MCP server can't listen on ${host}:${port}`, {
    code: 'CM_MCP_PORT',
    hint: 'choose another port, or 0 for any that is free; ports below 1024 are for root',
    cause,
  });
}
