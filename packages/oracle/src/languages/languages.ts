import { c } from './c.ts';
import { cpp } from './cpp.ts';
import { csharp } from './csharp.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import { json } from './json.ts';
import type { AnyLanguage } from './language.ts';
import { markdown } from './markdown.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';
import { toml } from './toml.ts';
import { tsx } from './tsx.ts';
import { typescript } from './typescript.ts';
import { yaml } from './yaml.ts';

/** A language is added by one file beside this one, and its name here. */
export const languages: readonly AnyLanguage[] = [
  typescript,
  tsx,
  javascript,
  python,
  go,
  java,
  rust,
  c,
  cpp,
  csharp,
  markdown,
  json,
  yaml,
  toml,
  php,
  ruby,
];

const byExtension = new Map(
  languages.flatMap((language) => language.extensions.map((extension) => [extension, language] as const)),
);
const byName = new Map(languages.map((language) => [language.name, language]));

/** The language of a file, by the end of its name; undefined for one that is not parsed. */
export function languageOfPath(path: string): AnyLanguage | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : byExtension.get(name.slice(dot).toLowerCase());
}

export function languageByName(name: string): AnyLanguage | undefined {
  return byName.get(name);
}
