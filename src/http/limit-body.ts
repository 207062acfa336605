/** Refuses bodies that are too large, before anything holds them in memory. */
import type { MiddlewareHandler } from 'hono';
import { AppError } from '../core/app-error.ts';
import type { HonoEnv } from './hono-env.ts';

/**
 * Limits request bodies. A body of undeclared length is counted as it arrives and read no further than the limit.
 *
 * @param limit largest body that is let through, or what it is at a path
 */
export function limitBody(limit: number | ((path: string) => number)): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    const maxBytes = typeof limit === 'number' ? limit : limit(context.req.path);
    const { body } = context.req.raw;
    if (body !== null) {
      const declared = context.req.header('content-length');
      if (declared !== undefined && Number(declared) > maxBytes) throw tooLarge(maxBytes);
      if (declared === undefined || !/^\d+$/.test(declared)) {
        const { method, raw } = context.req;
        context.req.raw = new Request(raw, { method, body: await readUpTo(maxBytes, body) });
      }
    }
    await next();
  };
}

/**
 * Reads a body of unknown length, no further than the limit.
 *
 * @throws AppError PAYLOAD_TOO_LARGE
 */
export async function readUpTo(maxBytes: number, body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, {
    details: { max_bytes: String(maxBytes) },
  });
}
