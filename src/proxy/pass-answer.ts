/**
 * The answer on its way down: status, headers and bytes as the provider sent them, our few headers added, the stream
 * observed in its own pipe so that end, hang-up and failure all finish the recording.
 */
import type { AdmittedCall } from './admitted-call.ts';
import { answerSoFar, type AnswerSoFar } from './answer-so-far.ts';
import type { CallKeepers, UpstreamAnswer } from './call-upstream.ts';
import type { ExchangeRecording, RecordingEnd } from './exchange-recording.ts';
import type { ProxyServices } from './proxy-services.ts';
import { connectionFailure, exposeToBrowsers } from './render-failure.ts';
import { UsageRemoval } from './stream-usage.ts';
import { tapStream, type StreamObserver, type TapEnd } from './tap-stream.ts';
import { takeWhole, wholeLength } from './whole-answer.ts';

/** An answer and what watches it. */
export interface PassingAnswer extends UpstreamAnswer, CallKeepers {
  call: AdmittedCall;
}

interface RecordedAnswer extends PassingAnswer {
  recording: ExchangeRecording;
}

/** RFC 9110, section 7.6.1. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'te', 'transfer-encoding', 'upgrade'];

/** Passes the answer to the caller. */
export async function passAnswer(passing: PassingAnswer, services: ProxyServices): Promise<Response> {
  const { answer, recording, watchdog } = passing;
  const feedbackToken = recording === null ? null : await recording.feedbackToken;
  const headers = answerHeaders(passing, feedbackToken, services);
  recording?.headersArrived(answer.status, answer.headers);
  let body: BodyInit | null = answer.body;
  if (answer.body === null || recording === null) {
    // Without a recording the platform pumps the bytes by itself.
    watchdog.stop();
    recording?.finish({ end: 'complete', failure: null });
  } else body = await observed({ ...passing, recording }, answer.body);
  return new Response(body, {
    status: answer.status,
    statusText: answer.statusText,
    headers,
    encodeBody: 'manual',
  });
}

async function observed(passing: RecordedAnswer, body: ReadableStream<Uint8Array>): Promise<BodyInit> {
  const observer = observerOf(passing);
  const { headers } = passing.answer;
  passing.watchdog.touch();
  const length = wholeLength(headers);
  if (length !== null) return takeWhole(body, length, observer);
  const edit = removesUsage(passing) ? new UsageRemoval() : null;
  passing.takeHangUps();
  const { readable, done } = tapStream(body, {
    observer,
    edit,
    lengthBytes: edit === null ? lengthOf(headers) : null,
    hangUp: passing.call.request.signal,
    mayLinger: () => hadAnswer(passing),
  });
  passing.owner.waitUntil(done);
  return readable;
}

function observerOf(passing: RecordedAnswer): StreamObserver {
  const { watchdog, recording, abort } = passing;
  return {
    onChunk(chunk) {
      watchdog.touch();
      recording.chunkArrived(chunk);
    },
    onEnd(end) {
      watchdog.stop();
      if (end.how === 'cancelled' || end.how === 'lingered') abort.abort(new Error('the caller has gone'));
      recording.finish(recordingEnd(end, passing));
    },
  };
}

/** The caller leaves: true when it has had the answer, and the provider may come to the end of it. */
function hadAnswer(passing: RecordedAnswer): boolean {
  passing.watchdog.stop();
  passing.recording.callerLeft();
  return soFar(passing) !== 'part';
}

function soFar({ recording, answer, call }: RecordedAnswer): AnswerSoFar {
  const bodies = recording.soFar();
  if (bodies === null) return 'part';
  const { method } = call.request;
  const path = call.url.pathname;
  const kind = call.match.provider.dialect.callFor(method, path);
  const lengthBytes = lengthOf(answer.headers);
  return answerSoFar({ kind, method, path, status: answer.status, lengthBytes, ...bodies });
}

/** The chunk Weir asked for can be taken out of a plain stream of events only. */
function removesUsage({ usageAsked, answer }: PassingAnswer): boolean {
  const type = answer.headers.get('content-type') ?? '';
  return usageAsked && /^text\/event-stream/i.test(type) && !answer.headers.has('content-encoding');
}

function recordingEnd(end: TapEnd, passing: RecordedAnswer): RecordingEnd {
  if (passing.hasExpired())
    return { end: 'timed_out', failure: 'The provider was silent for too long in mid-stream.' };
  if (end.how === 'complete' || (end.how === 'lingered' && soFar(passing) === 'whole'))
    return { end: 'complete', failure: null };
  if (end.how !== 'failed' || passing.call.request.signal.aborted)
    return { end: 'client_cancelled', failure: null };
  return { end: 'upstream_failed', failure: `The stream broke off: ${connectionFailure(end.cause)}` };
}

/** The length the provider told, which the caller is told too, so that it sees when an answer is cut. */
function lengthOf(headers: Headers): number | null {
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) ? Number(length) : null;
}

function answerHeaders(
  passing: PassingAnswer,
  feedbackToken: string | null,
  services: ProxyServices,
): Headers {
  const { answer, recording, call } = passing;
  const headers = new Headers(answer.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  if (removesUsage(passing)) headers.delete('content-length');
  if (recording !== null) {
    headers.set('x-weir-trace-id', recording.traceId);
    if (feedbackToken !== null) headers.set('x-weir-feedback-token', feedbackToken);
    for (const name of call.context.dialectAnswers) headers.set(name, recording.traceId);
  }
  headers.append('server-timing', `weir;dur=${services.now() - call.startedAtMs}`);
  exposeToBrowsers(headers);
  return headers;
}
