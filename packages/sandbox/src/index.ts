export { type DoctorReport, doctor, type ToolchainReport } from './doctor.ts';
export { findToolchain } from './find-toolchain.ts';
export { openSandbox, type SandboxOptions, type SandboxProbe } from './open-sandbox.ts';
export type {
  LimitHit,
  Limits,
  Mount,
  Sandbox,
  SandboxProcess,
  SandboxResult,
  SandboxSpec,
} from './sandbox.ts';
export type { Toolchain, ToolchainOptions } from './toolchain.ts';
