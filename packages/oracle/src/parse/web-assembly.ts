/** Compiled code; it can be sent to other threads, which then share it. */
export interface CompiledModule {
  readonly compiledModule?: never;
}

interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => CompiledModule;
  instantiate(module: CompiledModule, imports: unknown): Promise<unknown>;
}

/** Node.js has it; the types for it come only with those of browsers. */
export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
