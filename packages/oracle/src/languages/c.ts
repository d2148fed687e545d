import type { Node } from 'web-tree-sitter';
import type { NodeType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { leaveOutExports, mendsOf } from './c-mends.ts';
import { bindDeclarators, cQuery, declaredIn, defineMacro, plain, ROOT_NAMESPACE, readCall, typeName } from './c-syntax.ts';
import { aliasOf, containerType, givenType } from './cpp-containers.ts';
import type { Language } from './language.ts';

const TYPES: Readonly<Record<string, NodeType>> = {
  struct_specifier: 'struct',
  union_specifier: 'struct',
  class_specifier: 'class',
  enum_specifier: 'enum',
};

export const isStatic = (node: Node, builder: FactsBuilder): boolean =>
  /\bstatic\b/.test(builder.text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + 60)).split('(', 1)[0]!);

/** `struct name { … }`, and `typedef struct { … } name`. */
export function defineStruct(node: Node, builder: FactsBuilder, more: { bases?: string[] } = {}): void {
  const around = node.parent?.type === 'type_definition' ? node.parent : null;
  const name = node.childForFieldName('name') ?? declaredIn(around?.childForFieldName('declarator') ?? null)?.name;
  if (name == null) return;
  // `struct Outer::Inner {}` was announced in another type.
  const path = builder
    .slice(name)
    .replace(/\s*<.*$/s, '')
    .split(/\s*::\s*/);
  const owners = path.slice(0, -1).filter((part) => !/^(?:[a-z]|$)/.test(part));
  builder.define({
    node: around ?? node,
    name: path.at(-1)!,
    type: TYPES[node.type] ?? 'struct',
    body: node.childForFieldName('body'),
    exported: true,
    ...(owners.length === 0 ? {} : { owner: owners.join('.') }),
    ...more,
  });
  const written = node.childForFieldName('name');
  if (written !== null) builder.passOver(written);
}

/** Another name of a type. */
function defineAlias(node: Node, builder: FactsBuilder): void {
  const declared = declaredIn(node);
  const around = node.parent;
  const type = around?.childForFieldName('type') ?? null;
  if (declared === null || around === null || type === null) return;
  const name = builder.slice(declared.name);
  const hasBody = type.type in TYPES && type.childForFieldName('body') !== null;
  const tag = type.type in TYPES ? type.childForFieldName('name') : null;
  builder.passOver(declared.name);
  if (hasBody && (tag === null || builder.slice(tag) === name)) return;
  if (tag !== null && builder.slice(tag) === name) {
    // What it holds is written elsewhere, if not everybody is to see it.
    builder.passOver(tag);
    builder.define({ node: around, name, type: TYPES[type.type] ?? 'struct', exported: true, isDeclaration: true });
    return;
  }
  const isPlain = declared.parameters === null && node.type === 'type_identifier';
  const meant = isPlain ? aliasOf(type, builder) : { returns: null };
  builder.define({ node: hasBody ? node : around, name, type: 'type', exported: true, ...meant });
}

function defineFunction(node: Node, builder: FactsBuilder): void {
  const declared = declaredIn(node.childForFieldName('declarator'));
  if (declared === null || declared.name.type !== 'identifier') return;
  const isPrivate = isStatic(node, builder) && !/inline/.test(builder.text.slice(node.startIndex, declared.name.startIndex));
  builder.define({
    node,
    name: builder.slice(declared.name),
    type: 'function',
    body: node.childForFieldName('body'),
    exported: !isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    returns: typeName(node.childForFieldName('type'), builder),
  });
}

/** Prototypes and variables. */
export function readDeclaration(node: Node, builder: FactsBuilder): void {
  const type = typeName(node.childForFieldName('type'), builder);
  const isTop = builder.current === 0;
  const declared = declaredIn(node.childForFieldName('declarator'));
  if (isTop && declared?.parameters != null) {
    if (declared.name.type !== 'identifier') return;
    const isPrivate = isStatic(node, builder);
    builder.define({
      node,
      name: builder.slice(declared.name),
      type: 'function',
      exported: !isPrivate,
      ...givenType(node, builder),
      isDeclaration: true,
    });
    return;
  }
  const isExtern = builder.text.startsWith('extern', node.startIndex);
  bindDeclarators(node, !isTop && type !== null, (name, declarator) => {
    if (name.type !== 'identifier') return;
    const text = builder.slice(name);
    // In a condition it stands beside the name.
    const value = declarator.childForFieldName('value') ?? node.childForFieldName('value');
    const written = containerType(node.childForFieldName('type'), declarator, builder);
    if (written !== null) builder.bind(text, 'type', null, written);
    else if (type !== null) builder.bind(text, 'type', type);
    else builder.bind(text, 'value', value === null ? null : plain(value, builder));
    if (!isTop) return;
    const isPrivate = isStatic(node, builder);
    builder.define({
      node,
      name: text,
      type: 'constant',
      body: value,
      exported: !isPrivate,
      visibility: isPrivate ? 'private' : 'public',
      ...(isExtern ? { isDeclaration: true } : {}),
    });
    // Several may be declared at once.
    builder.moveTo(node.endIndex);
  });
}

function readField(node: Node, builder: FactsBuilder): void {
  const owner = builder.enclosingClass;
  const type = typeName(node.childForFieldName('type'), builder);
  if (owner < 0) return;
  bindDeclarators(node, false, (name) => builder.bindField(owner, builder.slice(name), 'type', type));
}

export function readParameter(node: Node, builder: FactsBuilder): void {
  const declared = declaredIn(node.childForFieldName('declarator'));
  if (declared === null || builder.current === 0) return;
  const type = node.childForFieldName('type');
  const written = containerType(type, node.childForFieldName('declarator'), builder);
  builder.bind(builder.slice(declared.name), 'type', written === null ? typeName(type, builder) : null, written);
}

export const cHandlers: Language['handlers'] = {
  unit: (_node, builder) => builder.enterNamespace(ROOT_NAMESPACE),
  comment: (node, builder) => builder.addComment(node),
  include: (node, builder) => {
    const specifier = builder.slice(node);
    if (/^["<]/.test(specifier)) builder.import(specifier, null, null, node.startPosition.row);
  },
  macro: defineMacro,
  struct: (node, builder) => defineStruct(node, builder),
  enum: (node, builder) => defineStruct(node, builder),
  alias: defineAlias,
  function: defineFunction,
  declaration: readDeclaration,
  field: readField,
  parameter: readParameter,
  call: readCall,
  'type.reference': (node, builder) => {
    if (!builder.isPassed(node)) builder.use('type', builder.slice(node), null, node.startPosition.row);
  },
  reference: (node, builder) => builder.use('reference', builder.slice(node), null, node.startPosition.row),
};

export const cGlobals: ReadonlySet<string> = new Set(
  `size_t ssize_t ptrdiff_t intptr_t uintptr_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intmax_t uintmax_t FILE
  time_t off_t pid_t uid_t gid_t mode_t socklen_t va_list bool wchar_t errno stdin stdout stderr NULL true false EOF sizeof offsetof assert
  va_start va_end va_arg va_copy malloc calloc realloc free memcpy memmove memset memcmp memchr strlen strcpy strncpy strcat strncat strcmp
  strncmp strcasecmp strncasecmp strchr strrchr strstr strdup strndup strtol strtoul strtoll strtoull strtod strerror strtok printf fprintf
  sprintf snprintf vprintf vfprintf vsnprintf puts fputs putchar fputc fgets getc fopen fclose fread fwrite fflush fseek ftell exit abort
  atexit atoi atol atof isdigit isalpha isspace isalnum toupper tolower qsort bsearch time clock rand srand getenv perror close read write
  open socket bind listen accept connect send recv select poll fcntl ioctl setsockopt getsockopt getaddrinfo freeaddrinfo gai_strerror
  htons htonl ntohs ntohl sleep usleep fork wait waitpid signal sigaction pthread_create pthread_join pthread_mutex_lock
  pthread_mutex_unlock isnan isinf fabs floor ceil sqrt pow`.split(/\s+/),
);

export const c: Language = {
  name: 'c',
  family: 'c',
  extensions: ['.c'],
  grammar: 'tree-sitter-c/tree-sitter-c.wasm',
  query: cQuery,
  prepare: leaveOutExports,
  showsAsRead: true,
  mends: mendsOf('c'),
  reserved: new Set('if else for while do return switch case struct'.split(' ')),
  handlers: cHandlers,
  globals: cGlobals,
};
