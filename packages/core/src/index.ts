export { type Clock, isoTime, systemClock } from './clock.ts';
export type { CloudEvent } from './cloud-event.ts';
export { CmError, type CmErrorOptions, ExitCode, isSystemError } from './errors.ts';
export { canonicalJson, sha256 } from './hash.ts';
export { type Permit, requirePermit, takePermitMint } from './permit.ts';
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
