import { CmError } from '@cm/core';

export function modelDamaged(file: string, problem: string, cause?: unknown): CmError {
  return new CmError(`the embedding model is damaged: ${file} ${problem}`, {
    code: 'CM_MODEL_DAMAGED',
    hint: 'install @cm/model-minilm again; until then cm search works without meaning, by names and words',
    ...(cause === undefined ? {} : { cause }),
  });
}
