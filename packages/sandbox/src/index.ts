export type {
  LimitHit,
  Limits,
  Mount,
  Sandbox,
  SandboxProcess,
  SandboxResult,
  SandboxSpec,
} from './sandbox.ts';
