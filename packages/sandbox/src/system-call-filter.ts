import { endianness } from 'node:os';

interface Numbers {
  architecture: number;
  socket: number;
  refused: readonly number[];
}

/** Numbers of keyctl, add_key, request_key, bpf, userfaultfd, perf_event_open, io_uring_setup, kexec_load, open_by_handle_at. */
const numbers: Readonly<Record<string, Numbers>> = {
  x64: { architecture: 0xc000003e, socket: 41, refused: [250, 248, 249, 321, 323, 298, 425, 246, 304] },
  arm64: { architecture: 0xc00000b7, socket: 198, refused: [219, 217, 218, 280, 282, 241, 425, 104, 265] },
};

const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;
const AF_VSOCK = 40;
const X32 = 0x40000000;
const ALLOW = 0x7fff0000;
const REFUSE = 0x00050000;
/** Where seccomp_data(2) has the number, the architecture and the first argument. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];
const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const ifEqual = (value: number, ifTrue: number, ifFalse: number): Instruction => [0x15, ifTrue, ifFalse, value];
const ifAtLeast = (value: number, ifTrue: number, ifFalse: number): Instruction => [0x35, ifTrue, ifFalse, value];
const end = (value: number): Instruction => [0x06, 0, 0, value];

/**
 * A program for seccomp(2) that refuses what namespaces don't hold: the kernel's keyrings, sockets to the hypervisor of a virtual
 * machine, and doors into the kernel that no test needs. Undefined on an architecture that we have no numbers for.
 */
export function systemCallFilter(architecture: string = process.arch): Buffer | undefined {
  const known = numbers[architecture];
  if (known === undefined || endianness() !== 'LE') return undefined;
  const program = [
    load(ARCHITECTURE),
    ifEqual(known.architecture, 1, 0),
    end(REFUSE | EPERM),
    load(NUMBER),
    ifAtLeast(X32, 0, 1),
    end(REFUSE | ENOSYS),
    ...known.refused.flatMap((number) => [ifEqual(number, 0, 1), end(REFUSE | EPERM)]),
    ifEqual(known.socket, 0, 3),
    load(FIRST_ARGUMENT),
    ifEqual(AF_VSOCK, 0, 1),
    end(REFUSE | EAFNOSUPPORT),
    end(ALLOW),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}
