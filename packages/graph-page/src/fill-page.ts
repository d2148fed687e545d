// The page around the data: the files of runtime/ put in, and a policy that lets nothing run but them and nothing leave.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** In the order in which they are put together: each uses only what comes before it. */
const SCRIPTS = [
  'read-graph',
  'read-sources',
  'find-symbols',
  'follow-edges',
  'bundle-edges',
  'view',
  'camera',
  'palette',
  'draw-edges',
  'draw-labels',
  'draw-graph',
  'pointing',
  'color-code',
  'symbol-panel',
  'search-box',
  'filter-panel',
  'theme',
  'page',
] as const;

/** A name in page.html that something takes the place of, with what makes it a word of the language around it. */
const PLACE = /(?:\/\*|"(?=%%data))?%%([a-z]+)%%(?:\*\/|(?<=data%%)")?/g;

/** @param data JSON without `<`. @param blocks Base64. */
export function fillPage(title: string, data: string, blocks: readonly string[]): string {
  const script = pageScript();
  const style = readRuntime('page.css');
  const parts: Record<string, string> = {
    policy: [
      "default-src 'none'",
      `script-src ${hashOf(script)}`,
      `style-src ${hashOf(style)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    title: escaped(title),
    style,
    data,
    blocks: blocks.map((block) => `<script type="application/octet-stream" class="block">${block}</script>`).join('\n'),
    script,
  };
  return readRuntime('page.html').replace(PLACE, (_all, name: string) => parts[name]!);
}

/** One script of all modules: each a function that is called once and returns what it exports. */
function pageScript(): string {
  const modules = SCRIPTS.map((name) => {
    const source = readRuntime(`${name}.mjs`);
    const exported = [...source.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)].map(([, word]) => word);
    const body = source
      .replace(/^import (\{[^}]*\}) from '\.\/([a-z-]+)\.mjs';$/gm, (_all, words, from) => `const ${words} = modules['${from}'];`)
      .replace(/^export /gm, '');
    return `modules['${name}'] = (() => {\n${body}return { ${exported.join(', ')} };\n})();`;
  });
  return `'use strict';\n(() => {\nconst modules = {};\n${modules.join('\n')}\n})();`;
}

function readRuntime(name: string): string {
  return readFileSync(new URL(`./runtime/${name}`, import.meta.url), 'utf8');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
