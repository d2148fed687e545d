export { type Clock, isoTime, systemClock } from './clock.ts';
export type { CloudEvent } from './cloud-event.ts';
export { CmError, type CmErrorOptions, ExitCode, isError, isSystemError } from './errors.ts';
export { canonicalJson, sha256 } from './hash.ts';
export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export { nearestWord } from './nearest-word.ts';
export { globProblem, pathMatcher } from './path-matcher.ts';
export { type Permit, requirePermit, takePermitMint } from './permit.ts';
export { printable, printableJson } from './printable.ts';
export { readSmallFile } from './read-small-file.ts';
export { type RenderedError, type RenderOptions, renderError } from './render-error.ts';
export { type ProcessOptions, type ProcessResult, runProcess } from './run-process.ts';
export type {
  Attempt,
  Cause,
  Diagnosis,
  Failure,
  FailureKind,
  FileChange,
  Framework,
  GateCheck,
  Outcome,
  Patch,
  Rung,
  SourceLocation,
  Suspect,
  Verdict,
} from './words.ts';
