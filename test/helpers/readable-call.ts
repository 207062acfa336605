/** Builds what a reader sees from fixture bytes, cut wherever a test likes. */
import { parseJson } from '../../src/core/json.ts';
import type { DecodedBody, ReadableCall, Segment } from '../../src/proxy/providers/contract.ts';

export interface FixtureCall {
  path?: string;
  method?: string;
  status?: number;
  request?: unknown;
  response: string | Uint8Array;
  responseType?: string;
  responseHeaders?: Record<string, string>;
  reasoningOutsideOutput?: boolean;
  /** Byte offsets at which the response is cut; each piece arrives 10 ms after the one before. */
  cuts?: number[];
  truncated?: boolean;
}

export function bodyOf(bytes: Uint8Array, contentType: string, cuts: number[] = []): DecodedBody {
  const binary = /eventstream|octet-stream/.test(contentType);
  const text = binary ? '' : new TextDecoder().decode(bytes);
  const edges = [0, ...cuts, bytes.byteLength];
  const segments: Segment[] = [];
  for (let i = 1; i < edges.length; i++) {
    segments.push({ bytes: bytes.slice(edges[i - 1], edges[i]), atMs: i * 10 });
  }
  return {
    mediaType: contentType.split(';')[0]?.trim() ?? '',
    contentType,
    bytes,
    text,
    json: binary ? undefined : parseJson(text),
    segments,
    truncated: false,
  };
}

export function readableCall(fixture: FixtureCall): ReadableCall {
  const response =
    typeof fixture.response === 'string' ? new TextEncoder().encode(fixture.response) : fixture.response;
  const request = fixture.request === undefined ? '' : JSON.stringify(fixture.request);
  return {
    method: fixture.method ?? 'POST',
    path: fixture.path ?? '/v1/chat/completions',
    status: fixture.status ?? 200,
    request: bodyOf(new TextEncoder().encode(request), 'application/json'),
    response: {
      ...bodyOf(response, fixture.responseType ?? 'application/json', fixture.cuts),
      truncated: fixture.truncated ?? false,
    },
    responseHeaders: fixture.responseHeaders ?? {},
    usageRules: { reasoningOutsideOutput: fixture.reasoningOutsideOutput ?? false },
  };
}

/** Every way to cut `byteLength` bytes in two, and the way that cuts at every byte. */
export function* cutsEverywhere(byteLength: number): Generator<number[]> {
  for (let offset = 1; offset < byteLength; offset++) yield [offset];
  yield Array.from({ length: Math.max(0, byteLength - 1) }, (_, index) => index + 1);
}
