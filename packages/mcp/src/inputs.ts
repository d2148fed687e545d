// What tools take, with its bounds.
import { z } from 'zod';

export const SYMBOL_FORMS = 'name, Class.method, module.name, path, path:line or path#name';

export const symbolInput = z.string().trim().min(1).max(500).describe(`A symbol: ${SYMBOL_FORMS}`);
export const pathInput = z.string().trim().min(1).max(1000).describe('Relative to the root of the repository');

export function tokensInput(usual: number) {
  return z.number().int().min(300).max(40_000).default(usual).describe('The most tokens that the answer may take');
}
