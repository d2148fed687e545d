const DECLARATIONS = /\.d\.(?:[\w-]+\.)?[cm]?ts$/;
const EVERYWHERE = /\bdeclare\s+(?:global|module)\b/;

/** Whether a TypeScript file may declare something that others see without importing it. */
export function isAmbient(path: string, text: string): boolean {
  return DECLARATIONS.test(path) || EVERYWHERE.test(text);
}
