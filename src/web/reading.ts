/** Reads what a request brings, once, into checked values; a fault is answered in words. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';

/** The longest text that one message may have, in UTF-16 units. */
export const longestText = 40_000;

/** Room for the longest text, however its characters are escaped in JSON. */
export const largestBodyBytes = 512 * 1024;

export const messageText = z
  .string()
  .min(1, 'Write something first.')
  .max(longestText, tooLongWords());

export async function readJson<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await context.req.json().catch(() => undefined);
  if (body === undefined) throw refusal(400, 'The request is not JSON.');
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue?.message === tooLongWords()) throw refusal(413, issue.message);
  const where = issue?.path.join('.') || 'request';
  throw refusal(400, `${where}: ${issue?.message ?? 'cannot be read'}`);
}

export function tooLongWords(): string {
  return `That is too long to send at once: the limit is ${longestText.toLocaleString('en')} characters.`;
}

/** Thrown anywhere below a route; the app answers it as `{ error }`. */
export function refusal(status: 400 | 401 | 403 | 404 | 413 | 429 | 503, words: string) {
  return new HTTPException(status, { message: words });
}
