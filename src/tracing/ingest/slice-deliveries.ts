/**
 * Cuts a batch into slices that are worked on one after another. Made into a trace, masked and made ready for the store, an
 * exchange takes many times its bytes; a queue counts messages, not bytes, and a batch of large ones would outgrow an isolate.
 */
import { pointerOf } from './dead-letters.ts';
import type { Delivery } from './ports.ts';

/**
 * Slices of at most so many bytes of exchanges; what is larger, or of unknown size, is a slice of its own.
 *
 * @param sliceBytes encoded, as they lie in the queue or the spool
 */
export function sliceDeliveries(deliveries: readonly Delivery[], sliceBytes: number): Delivery[][] {
  const slices: Delivery[][] = [];
  let heldBytes = Number.POSITIVE_INFINITY;
  for (const delivery of deliveries) {
    const bytes = bytesOf(delivery) ?? sliceBytes;
    if (heldBytes + bytes > sliceBytes) {
      slices.push([]);
      heldBytes = 0;
    }
    slices.at(-1)?.push(delivery);
    heldBytes += bytes;
  }
  return slices;
}

/** Bytes of the exchange; null when they are not known before it is read. */
function bytesOf({ body }: Delivery): number | null {
  if (body instanceof ArrayBuffer || body instanceof Uint8Array) return body.byteLength;
  return pointerOf(body)?.byteLength ?? null;
}
