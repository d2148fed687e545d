import { CmError } from '@cm/core';

export function noSuchEntry(reference: string): CmError {
  return new CmError(`no event ${JSON.stringify(reference)} is in the ledger`, {
    code: 'CM_NO_SUCH_ENTRY',
    hint: 'cm audit log lists numbers and ids',
  });
}

export function ambiguousEntry(reference: string): CmError {
  return new CmError(`several events have an id that begins with ${JSON.stringify(reference)}`, {
    code: 'CM_AMBIGUOUS_ENTRY',
    hint: 'give more of the id, or the number',
  });
}

export function alreadySettled(id: string): CmError {
  return new CmError(`the intent ${id} has an outcome already`, {
    code: 'CM_ALREADY_SETTLED',
    hint: 'another process settled it first; cm audit log shows its outcome',
  });
}

export function badEvent(why: string, cause?: unknown): CmError {
  return new CmError(`this event can't be recorded: ${why}`, {
    code: 'CM_BAD_EVENT',
    hint: 'record less of it, or another form of it; data is what JSON can hold',
    cause,
  });
}

export function damagedEntry(seq: number, cause: unknown): CmError {
  return new CmError(`event ${seq} of the ledger was damaged`, {
    code: 'CM_LEDGER_DAMAGED',
    hint: 'cm audit verify says what was altered; restore the ledger from a backup',
    cause,
  });
}
