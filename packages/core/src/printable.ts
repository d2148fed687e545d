// Text from outside made fit to print. A file's name can hold what drives a terminal, or turns the direction of writing.

/**
 * Control characters (C0 but tab and line end, DEL, C1), marks and overrides of direction, and the line ends that only Unicode knows.
 * In JSON, tab and line end stand between the values alone: inside of a text JSON.stringify has escaped them already.
 */
const DRIVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Shows each of them as what it is: `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(DRIVING, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** JSON that is the same data to a program, and harmless on a terminal. `indent` is the number of spaces; one line without it. */
export function printableJson(data: unknown, indent?: number): string {
  return (JSON.stringify(data, null, indent) ?? 'null').replace(
    DRIVING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
