/** What languages, debuggers and documents write between names. */
const SEPARATORS = /::|->|\?\.|[\\/#:]/g;
/** `(*Engine).Run` of Go. */
const RECEIVER = /\(\*?([^()*]+)\)(?=\.)/g;
/** `Gson.fromJson(String)`, `dictFind()`: what a function takes says nothing that its name does not. */
const TAKEN = /(?<!\boperator)\(.*$/s;
/** `Vec<T>.push`, `Shelf[Pie].Put`, `test_oven[hot]`; what is in brackets may hold brackets. */
const ARGUMENTS = /(?<!\boperator)(?:(?<=[\w>\]])<[^<>]*>|\[[^[\]]*\](?=[.\]]|$))/g;
/** What C++ writes for a namespace without a name, and namespaces that nobody writes. */
const ANONYMOUS = /(?:\(anonymous namespace\)|\{anonymous\})::/g;
const INLINE = /\b(?:v\d+|__\w+)::/g;
/** What stands for the place where one is, or for all there is. */
const HERE = /^(?:global\.|crate\.|\.)+|(?<=\.)prototype\./g;

/**
 * How a name can be read, the likeliest first, each with dots between its parts: as it is written, without what is no name, with a dot for
 * the `$` that the JVM writes before a class in a class, and without namespaces that only the linker sees.
 */
export function readingsOf(text: string): string[] {
  const written = text.replace(/::|\\/g, '.');
  let bare = text.replace(ANONYMOUS, '').replace(RECEIVER, '$1').replace(TAKEN, '').trim();
  for (let before = ''; before !== bare; ) {
    before = bare;
    bare = bare.replace(ARGUMENTS, '');
  }
  const plain = withDots(bare);
  const all = [written, plain, plain.replace(/(?<=\w)\$(?=\w)/g, '.'), withDots(bare.replace(INLINE, ''))];
  return [...new Set(all)].filter((reading) => reading !== '');
}

/** A name without what is no name, with dots between its parts. */
export function bareNameOf(text: string): string {
  const [written = '', bare = written] = readingsOf(text);
  return bare;
}

const withDots = (name: string): string => name.replace(SEPARATORS, '.').replace(HERE, '');

/** What is behind the last dot, and what is before it. */
export function splitLast(name: string): { owner: string; last: string } {
  const dot = name.lastIndexOf('.');
  return { owner: name.slice(0, Math.max(0, dot)), last: name.slice(dot + 1) };
}
