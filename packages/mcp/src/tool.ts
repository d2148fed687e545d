import { CmError, isError, printable } from '@cm/core';
import type { Oracle } from '@cm/oracle';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { type Basis, basisOf, basisSchema } from './schemas.ts';

/** One question that a client can ask. Adding one is a file in `tools/` and a line in `mcp.ts`. */
export interface Tool<Input extends z.ZodRawShape, Output extends z.ZodRawShape> {
  name: string;
  title: string;
  description: string;
  input: Input;
  output: Output;
  /** Asked with an index that is up to date. `text` says in words what `data` says. */
  answer(oracle: Oracle, input: z.infer<z.ZodObject<Input>>): Promise<Answer<z.infer<z.ZodObject<Output>>>>;
}

export interface Answer<Data> {
  text: string;
  data: Data;
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Nothing is changed but the index, which is a cache. */
const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const PROGRESS_EVERY_MS = 250;

/** @param onBug hears of errors that nobody foresaw. */
export function registerTool<Input extends z.ZodRawShape, Output extends z.ZodRawShape>(
  server: McpServer,
  oracle: Oracle,
  tool: Tool<Input, Output>,
  onBug: (error: unknown) => void,
): void {
  const { name, title, description } = tool;
  const input = z.strictObject(tool.input);
  const outputSchema = z.object({ ...tool.output, basis: basisSchema });
  const config = { title, description, inputSchema: input, outputSchema, annotations: { title, ...READ_ONLY } };
  server.registerTool(name, config, (async (given: z.infer<z.ZodObject<Input>>, extra: Extra): Promise<CallToolResult> => {
    try {
      await bringUpToDate(oracle, extra);
      const { text, data } = await tool.answer(oracle, given);
      const basis = basisOf(await oracle.state());
      return {
        content: [{ type: 'text', text: `${text.trimEnd()}\n\n${basisLine(basis)}` }],
        structuredContent: { ...data, basis },
      };
    } catch (error) {
      return failure(error, onBug);
    }
  }) as never);
}

/** Milliseconds where nothing has changed; with words on how far it is for who asked for them. */
async function bringUpToDate(oracle: Oracle, { signal, sendNotification, _meta }: Extra): Promise<void> {
  const progressToken = _meta?.progressToken;
  let said = performance.now();
  await oracle.scan({
    signal,
    onProgress: ({ done, total }) => {
      if (progressToken === undefined || performance.now() - said < PROGRESS_EVERY_MS) return;
      said = performance.now();
      const params = { progressToken, progress: done, total, message: 'bringing the index up to date' };
      // A client that is gone misses nothing.
      sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
    },
  });
}

function basisLine({ commit, current, files, skipped, followed }: Basis): string {
  const fresh = current ? 'index is current' : 'files changed while this was answered: ask again';
  const parts = [commit === null ? 'no commit' : `commit ${commit.slice(0, 10)}`, fresh, `${files} files`];
  if (skipped > 0) parts.push(`${skipped} left out`);
  return `(${parts.join(', ')}, ${Math.round(followed * 100)} % of uses followed)`;
}

/** An error of the tool and not of the protocol: the model reads it and can ask better. */
function failure(error: unknown, onBug: (error: unknown) => void): CallToolResult {
  const say = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] });
  if (error instanceof CmError) return say(`${error.code}: ${printable(error.message)}\n${printable(error.hint)}`);
  onBug(error);
  return say(`CM_BUG: ${isError(error) ? error.name : 'an error'} that nobody foresaw; the log of the server has it`);
}
