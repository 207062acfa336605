/**
 * The answer on its way down: status, headers and bytes as the provider sent them, our few headers added, the stream
 * observed in its own pipe so that end, hang-up and failure all finish the recording.
 */
import type { AdmittedCall } from './admitted-call.ts';
import type { UpstreamAnswer } from './call-upstream.ts';
import type { ExchangeRecording } from './exchange-recording.ts';
import { connectionFailure, exposeToBrowsers } from './render-failure.ts';
import type { ProxyServices } from './proxy-services.ts';
import { removeUsageChunk } from './stream-usage.ts';
import { tapStream, type TapEnd } from './tap-stream.ts';

/** An answer and what watches it. */
export interface PassingAnswer extends UpstreamAnswer {
  call: AdmittedCall;
  /** Null when nothing is recorded. */
  recording: ExchangeRecording | null;
}

/** RFC 9110, section 7.6.1. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'te', 'transfer-encoding', 'upgrade'];

/** Passes the answer to the caller. */
export function passAnswer(passing: PassingAnswer, services: ProxyServices): Response {
  const { answer, recording } = passing;
  const headers = answerHeaders(passing, services);
  recording?.headersArrived(answer.status, answer.headers);
  if (answer.body === null) {
    passing.watchdog.stop();
    recording?.finish({ end: 'complete', failure: null });
    return new Response(null, { status: answer.status, statusText: answer.statusText, headers });
  }
  const body =
    recording === null ? unobserved(passing, answer.body) : observed({ ...passing, recording }, answer.body);
  const edited =
    passing.usageAsked && isPlainEventStream(answer) ? body.pipeThrough(removeUsageChunk()) : body;
  return new Response(withLength(edited, headers), {
    status: answer.status,
    statusText: answer.statusText,
    headers,
    encodeBody: 'manual',
  });
}

function isPlainEventStream(answer: Response): boolean {
  return (
    /^text\/event-stream/i.test(answer.headers.get('content-type') ?? '') &&
    !answer.headers.has('content-encoding')
  );
}

/** Nothing to record: the platform pumps the bytes by itself, as soon as the first sign of life has come. */
function unobserved(
  { watchdog }: PassingAnswer,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  watchdog.stop();
  return body;
}

function observed(
  passing: PassingAnswer & { recording: ExchangeRecording },
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const { watchdog, recording, abort } = passing;
  watchdog.touch();
  return tapStream(body, {
    onChunk(chunk) {
      watchdog.touch();
      recording.chunkArrived(chunk);
    },
    onEnd(end) {
      watchdog.stop();
      if (end.how === 'cancelled') abort.abort(new Error('the caller has gone'));
      recording.finish(recordingEnd(end, passing));
    },
  });
}

function recordingEnd(end: TapEnd, passing: PassingAnswer): Parameters<ExchangeRecording['finish']>[0] {
  if (passing.hasExpired())
    return { end: 'timed_out', failure: 'The provider was silent for too long in mid-stream.' };
  switch (end.how) {
    case 'complete':
      return { end: 'complete', failure: null };
    case 'cancelled':
      return { end: 'client_cancelled', failure: null };
    case 'failed':
      if (passing.call.request.signal.aborted) return { end: 'client_cancelled', failure: null };
      return { end: 'upstream_failed', failure: `The stream broke off: ${connectionFailure(end.cause)}` };
  }
}

/** A body whose length the provider told keeps it, so that the caller sees when it is cut. */
function withLength(body: ReadableStream<Uint8Array>, headers: Headers): ReadableStream<Uint8Array> {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(length) ? body.pipeThrough(new FixedLengthStream(length)) : body;
}

function answerHeaders(
  { answer, recording, usageAsked, call }: PassingAnswer,
  services: ProxyServices,
): Headers {
  const headers = new Headers(answer.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  if (usageAsked && isPlainEventStream(answer)) headers.delete('content-length');
  if (recording !== null) {
    headers.set('x-weir-trace-id', recording.traceId);
    for (const name of call.context.dialectAnswers) headers.set(name, recording.traceId);
  }
  headers.append('server-timing', `weir;dur=${services.now() - call.startedAtMs}`);
  exposeToBrowsers(headers);
  return headers;
}
