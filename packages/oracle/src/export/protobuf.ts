// The wire format of Protocol Buffers, as far as SCIP needs it: https://protobuf.dev/programming-guides/encoding/

const VARINT = 0;
const BYTES = 2;

/** Collects the fields of one message. Fields of the value that stands for nothing are left out, as in proto3. */
export class MessageWriter {
  private readonly pieces: Uint8Array[] = [];

  int(field: number, value: number): this {
    if (value !== 0) this.pieces.push(varint(field * 8 + VARINT), varint(value));
    return this;
  }

  bool(field: number, value: boolean): this {
    return this.int(field, value ? 1 : 0);
  }

  text(field: number, value: string): this {
    return value === '' ? this : this.raw(field, Buffer.from(value, 'utf8'));
  }

  /** A repeated field of texts: an empty one counts too. */
  texts(field: number, values: readonly string[]): this {
    for (const value of values) this.raw(field, Buffer.from(value, 'utf8'));
    return this;
  }

  packed(field: number, values: readonly number[]): this {
    return values.length === 0 ? this : this.raw(field, Buffer.concat(values.map(varint)));
  }

  message(field: number, value: MessageWriter): this {
    return this.raw(field, value.finish());
  }

  finish(): Uint8Array {
    return Buffer.concat(this.pieces);
  }

  private raw(field: number, bytes: Uint8Array): this {
    this.pieces.push(varint(field * 8 + BYTES), varint(bytes.length), bytes);
    return this;
  }
}

/** Non-negative whole numbers, seven bits a byte, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
