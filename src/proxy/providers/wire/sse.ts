/**
 * Server-sent events out of arrived segments. Parsing is eventsource-parser's (WHATWG HTML, section 9.2); here bytes are
 * decoded across cuts, times are kept, and the event a missing final newline leaves unfinished is completed.
 */
import { createParser } from 'eventsource-parser';
import type { Segment } from '../contract.ts';

/** One event, and when its last byte had arrived. */
export interface SseEvent {
  /** The `event:` name; null when the stream names none. */
  event: string | null;
  data: string;
  atMs: number;
}

/**
 * All events of a stream, in order. Comments are skipped.
 *
 * @param segments decoded bytes cut anywhere, also inside a character or between CR and LF
 */
export function readSse(segments: readonly Segment[]): SseEvent[] {
  const events: SseEvent[] = [];
  let atMs = 0;
  const parser = createParser({
    onEvent: (event) => events.push({ event: event.event ?? null, data: event.data, atMs }),
  });
  const decoder = new TextDecoder();
  for (const segment of segments) {
    atMs = segment.atMs;
    parser.feed(decoder.decode(segment.bytes, { stream: true }));
  }
  parser.feed(`${decoder.decode()}\n\n`);
  return events;
}
