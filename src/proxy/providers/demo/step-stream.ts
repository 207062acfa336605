/**
 * A body made step by step when its reader asks for more, so that a reader who goes away stops the generation and
 * nothing waits in memory. A step is bytes, or one of the misfortunes that can befall a connection.
 */
import { pause } from './pause.ts';

/** What the reader gets next. */
export type Step = { bytes: Uint8Array } | { hang: true } | { reset: true };

/** A hang outlasts every timeout a client or Weir has, and still leaves no timer behind for ever. */
const LONGEST_HANG_MS = 3_600_000;

/**
 * The body.
 *
 * @param pauseMs time between two steps
 */
export function stepStream(steps: Iterator<Step, void>, pauseMs: number): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = steps.next();
        if (done === true) {
          controller.close();
          return;
        }
        if (!isFirst && pauseMs > 0) await untilGone(pause(pauseMs, gone.signal));
        isFirst = false;
        if (gone.signal.aborted) return;
        if ('bytes' in value) controller.enqueue(value.bytes);
        else if ('reset' in value) controller.error(new Error('connection reset by the demo model'));
        else await untilGone(pause(LONGEST_HANG_MS, gone.signal).then(() => controller.close()));
      },
      cancel() {
        gone.abort();
        steps.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Cuts in the middle of the first character of several bytes, or in the middle when there is none. */
export function splitInsideCharacter(bytes: Uint8Array): Step[] {
  const first = bytes.findIndex((byte) => byte >= 0xc0);
  const at = first === -1 ? bytes.byteLength >> 1 : first + 1;
  return [{ bytes: bytes.slice(0, at) }, { bytes: bytes.slice(at) }];
}

/** Nobody waits for a pause any more whose reader has gone. */
async function untilGone(waiting: Promise<void>): Promise<void> {
  await waiting.catch(() => undefined);
}
