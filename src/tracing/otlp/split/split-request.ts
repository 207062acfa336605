/** A large OTLP request as several that are small enough to be held, one after the other. */
import { AppError } from '../../../core/app-error.ts';
import { limits } from '../../../core/limits.ts';
import type { OtlpMediaType } from '../decode-request.ts';
import { OtlpRefusal } from '../refusal.ts';
import { splitBinary } from './split-binary.ts';
import { splitJson, type JsonPart } from './split-json.ts';

/**
 * Requests with all spans of a stream, long texts shortened.
 *
 * @throws OtlpRefusal 413 beyond `limits.artifactBytes`, 400 for what is no protobuf
 */
export async function* splitRequest(
  stream: ReadableStream<Uint8Array>,
  mediaType: OtlpMediaType,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  try {
    if (mediaType === 'application/json') {
      for await (const part of splitJson(stream)) {
        count += part.spans.length;
        yield new TextEncoder().encode(requestOf(part));
      }
    } else {
      for await (const part of splitBinary(stream)) {
        count++;
        yield part;
      }
    }
  } catch (cause) {
    if (cause instanceof AppError) {
      throw new OtlpRefusal(
        413,
        `The request is larger than ${limits.artifactBytes} bytes; send smaller batches.`,
      );
    }
    throw cause instanceof OtlpRefusal ? cause : new OtlpRefusal(400, 'Invalid OpenTelemetry format', cause);
  }
  if (count === 0) throw new OtlpRefusal(400, 'Invalid OpenTelemetry format - no spans found');
}

function requestOf({ spans, resource, scope }: JsonPart): string {
  const scoped = `{${member('scope', scope)}"spans":[${spans.join(',')}]}`;
  return `{"resourceSpans":[{${member('resource', resource)}"scopeSpans":[${scoped}]}]}`;
}

function member(name: string, json: string): string {
  return json === '' ? '' : `"${name}":${json},`;
}
