/**
 * Reads what is left of a request that was answered before its body was read, such as one that is refused. A server that
 * hangs up while its caller still sends breaks the connection under the answer, and the caller sees a reset instead of the
 * refusal (RFC 9112, section 9.6).
 */
import { inTime } from '../core/in-time.ts';
import { limits } from '../core/limits.ts';

/** Longer than that nobody is heard out, milliseconds. */
const PATIENCE_MS = 5_000;

/** Reads and forgets a body that nobody has begun to read, up to `limits.heardOutBytes`. Never throws. */
export async function hearOut({ body, bodyUsed }: Request): Promise<void> {
  if (body === null || bodyUsed || body.locked) return;
  const reader = body.getReader();
  let length = 0;
  const readAll = async (): Promise<void> => {
    while (length <= limits.heardOutBytes) {
      const { done, value } = await reader.read();
      if (done) return;
      length += value.byteLength;
    }
    await reader.cancel();
  };
  try {
    await inTime(readAll(), PATIENCE_MS);
  } catch {
    // The caller has left or is too slow: the answer goes out as it is.
  }
}
