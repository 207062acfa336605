/** All traces a search finds as one file, page by page, as fast as the reader takes them. */
import { limits } from '../../core/limits.ts';
import { searchTraces, type TraceSearch } from '../search-traces.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { ExportFormat } from './export-format.ts';
import { createTraceEncoder } from './trace-encoder.ts';

/** What is wanted, in which format. */
export interface StreamTracesInput {
  query: TraceSearch;
  format: ExportFormat;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * The bytes of the file. The first page is read before the stream is returned, so that a bad query fails as a whole; a
 * failure later breaks the stream off, which the reader notices.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export async function streamTraces({
  services,
  input,
}: {
  services: { traces: TraceStore };
  input: StreamTracesInput;
}): Promise<ReadableStream<Uint8Array>> {
  const { within } = input;
  const encoder = createTraceEncoder(input.format);
  const readPage = (pageToken: string | undefined) => {
    const query = { ...input.query, pageSize: limits.pageSize };
    if (pageToken !== undefined) query.pageToken = pageToken;
    return searchTraces({ services, input: { query, within } });
  };
  const first = await readPage(input.query.pageToken);
  let next: string | null | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // A page may be empty and still name the next one; a pull must give something or end.
        for (;;) {
          const page = next === undefined ? first : await readPage(next ?? undefined);
          next = page.nextPageToken;
          const bytes = encoder.page(page.traces);
          if (bytes.byteLength > 0) controller.enqueue(bytes);
          if (next === null) {
            const end = encoder.end();
            if (end.byteLength > 0) controller.enqueue(end);
            controller.close();
            return;
          }
          if (bytes.byteLength > 0) return;
        }
      },
    },
    { highWaterMark: 0 },
  );
}
