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
    hint: 'an intent is settled once; this is a bug of whoever settled it twice',
  });
}
