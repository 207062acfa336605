/**
 * The answer on its way down: status, headers and bytes as the provider sent them, our few headers added, the stream
 * observed in its own pipe so that end, hang-up and failure all finish the recording.
 */
import type { AdmittedCall } from './admitted-call.ts';
import { passedHeaders } from './answer-headers.ts';
import { answerSoFar, type AnswerSoFar } from './answer-so-far.ts';
import { beginsAsEvents } from './begins-as-events.ts';
import type { CallKeepers, UpstreamAnswer } from './call-upstream.ts';
import type { ExchangeRecording, RecordingEnd } from './exchange-recording.ts';
import { peekStream } from './peek-stream.ts';
import type { ProxyServices } from './proxy-services.ts';
import { readablePath } from './readable-path.ts';
import { connectionFailure, exposeToBrowsers } from './render-failure.ts';
import { UsageRemoval } from './stream-usage.ts';
import { tapStream, type StreamObserver, type TapEnd } from './tap-stream.ts';
import { takeWhole, wholeLength } from './whole-answer.ts';

/** An answer and what watches it. */
export interface PassingAnswer extends UpstreamAnswer, CallKeepers {
  call: AdmittedCall;
  /** Our words on an answer that came whole and is a failure all the same; null for the usual one. */
  failure?: string | null;
}

interface RecordedAnswer extends PassingAnswer {
  recording: ExchangeRecording;
}

/** Passes the answer to the caller. */
export async function passAnswer(passing: PassingAnswer, services: ProxyServices): Promise<Response> {
  const { answer, recording, watchdog } = passing;
  const feedbackToken = recording === null ? null : await recording.feedbackToken;
  const asked = await findAskedUsage(passing);
  const headers = answerHeaders(passing, feedbackToken, services);
  if (asked.isThere) headers.delete('content-length');
  recording?.headersArrived(answer.status, answer.headers);
  let body: BodyInit | null = asked.body;
  if (asked.body === null || recording === null) {
    // Without a recording the platform pumps the bytes by itself.
    watchdog.stop();
    recording?.finish(wholeEnd(passing));
  } else body = await observed({ ...passing, recording }, asked.body, asked.isThere);
  return new Response(body, {
    status: answer.status,
    statusText: answer.statusText,
    headers,
    encodeBody: 'manual',
  });
}

/** An answer's body, and whether the usage that Weir asked for may be among its events. */
interface AskedUsage {
  body: ReadableStream<Uint8Array> | null;
  isThere: boolean;
}

/**
 * What Weir asked for can be taken out of a plain stream of events only. Servers are known to declare one as text, as JSON
 * or as nothing: then its beginning tells.
 */
async function findAskedUsage({ answer, usageAsked, call }: PassingAnswer): Promise<AskedUsage> {
  const { headers } = answer;
  const body = hasBody(call.request.method, answer.status) ? answer.body : null;
  if (!usageAsked || body === null || headers.has('content-encoding')) return { body, isThere: false };
  if (/^text\/event-stream/i.test(headers.get('content-type') ?? '')) return { body, isThere: true };
  if (!answer.ok) return { body, isThere: false };
  const peeked = await peekStream(body);
  return { body: peeked.body, isThere: beginsAsEvents(new TextDecoder().decode(peeked.beginning)) };
}

/** RFC 9110, section 6.4.1: the length that such answers announce is that of another answer. */
function hasBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

async function observed(
  passing: RecordedAnswer,
  body: ReadableStream<Uint8Array>,
  removesUsage: boolean,
): Promise<BodyInit> {
  const observer = observerOf(passing);
  const { headers } = passing.answer;
  passing.watchdog.touch();
  const length = removesUsage ? null : wholeLength(headers);
  if (length !== null) {
    const whole = await takeWhole(body, length, observer);
    passing.owner.waitUntil(whole.done);
    return whole.body;
  }
  const edit = removesUsage ? new UsageRemoval() : null;
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
  const path = readablePath(call.url.pathname);
  const kind = call.match.provider.dialect.callFor(method, path);
  const lengthBytes = lengthOf(answer.headers);
  return answerSoFar({ kind, method, path, status: answer.status, lengthBytes, ...bodies });
}

function recordingEnd(end: TapEnd, passing: RecordedAnswer): RecordingEnd {
  if (passing.hasExpired())
    return { end: 'timed_out', failure: 'The provider was silent for too long in mid-stream.' };
  if (end.how === 'complete' || (end.how === 'lingered' && soFar(passing) === 'whole'))
    return wholeEnd(passing);
  if (end.how !== 'failed' || passing.call.request.signal.aborted)
    return { end: 'client_cancelled', failure: null };
  return { end: 'upstream_failed', failure: `The stream broke off: ${connectionFailure(end.cause)}` };
}

function wholeEnd({ failure = null }: PassingAnswer): RecordingEnd {
  return { end: failure === null ? 'complete' : 'upstream_failed', failure };
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
  const headers = passedHeaders(answer.headers);
  if (recording !== null) {
    headers.set('x-weir-trace-id', recording.traceId);
    if (feedbackToken !== null) headers.set('x-weir-feedback-token', feedbackToken);
    for (const name of call.context.dialectAnswers) headers.set(name, recording.traceId);
  }
  headers.append('server-timing', `weir;dur=${services.now() - call.startedAtMs}`);
  exposeToBrowsers(headers);
  return headers;
}
