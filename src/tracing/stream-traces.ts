/** All traces a search finds as NDJSON, page by page, as fast as the reader takes them. */
import { limits } from '../core/limits.ts';
import { searchTraces } from './search-traces.ts';
import type { TraceQuery, TraceStore } from './store/trace-store.ts';
import { toTraceInfoJson } from './trace-json.ts';

/**
 * One line of JSON per trace, newest first. The first page is read before the stream is returned, so that a bad query
 * fails as a whole; a failure later breaks the stream off, which the reader notices.
 */
export async function streamTraces({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: { query: TraceQuery; within: string | null };
}): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const readPage = (pageToken: string | undefined) => {
    const query = {
      ...input.query,
      pageSize: limits.pageSize,
      ...(pageToken === undefined ? {} : { pageToken }),
    };
    return searchTraces({ services, input: { query, within: input.within } });
  };
  let page = await readPage(input.query.pageToken);
  let begun = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (begun && page.nextPageToken !== null) page = await readPage(page.nextPageToken);
        else if (begun) {
          controller.close();
          return;
        }
        begun = true;
        const lines = page.traces.map((info) => `${JSON.stringify(toTraceInfoJson(info))}\n`);
        if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')));
        if (page.nextPageToken === null) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
