/** Looks at the beginning of a body without losing it, where headers do not tell what it is. */

/** Enough to tell the first field of an event (`retry:`) after a byte order mark and line ends. */
const PEEKED_BYTES = 16;

/** A body of which the beginning was seen. */
export interface PeekedStream {
  /** The first bytes: a few, or more where they came in one piece. */
  beginning: Uint8Array;
  /** The whole body, to be read in place of the one that was given. A break that was seen is passed on where it was. */
  body: ReadableStream<Uint8Array>;
}

/**
 * Waits for the first bytes of a body; never rejects.
 *
 * @param leastBytes how many to wait for at least; less come only of a body that is shorter
 */
export async function peekStream(
  source: ReadableStream<Uint8Array>,
  leastBytes: number = PEEKED_BYTES,
): Promise<PeekedStream> {
  const reader = source.getReader();
  const seen: Uint8Array[] = [];
  let byteCount = 0;
  let end: { failed: false } | { failed: true; cause: unknown } | null = null;
  while (byteCount < leastBytes && end === null) {
    try {
      const { done, value } = await reader.read();
      if (done) end = { failed: false };
      else {
        seen.push(value);
        byteCount += value.byteLength;
      }
    } catch (cause) {
      end = { failed: true, cause };
    }
  }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = seen.shift();
        if (chunk !== undefined) {
          controller.enqueue(chunk);
          return;
        }
        if (end?.failed === true) throw end.cause;
        const { done, value } = end === null ? await reader.read() : { done: true, value: undefined };
        if (done || value === undefined) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { beginning: joined(seen, byteCount), body };
}

function joined(parts: readonly Uint8Array[], byteCount: number): Uint8Array {
  const whole = new Uint8Array(byteCount);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
