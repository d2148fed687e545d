export type {
  LimitHit,
  Limits,
  Mount,
  Sandbox,
  SandboxProcess,
  SandboxResult,
  SandboxSpec,
} from './sandbox.ts';
export { type DoctorReport, doctor } from './doctor.ts';
export { findToolchain, type Toolchain, type ToolchainOptions } from './find-toolchain.ts';
export { openSandbox, type SandboxOptions } from './open-sandbox.ts';
