/**
 * Calls of ours to addresses that callers named: scorers, targets of evaluations, alerts. Signed, timed, only where
 * `outbound-url.ts` lets them, never following a redirect, the answer bounded.
 *
 * The signature is HMAC-SHA256 over `<unix seconds>.<body>` with WEIR_SIGNING_KEY, in the header `x-weir-signature` as
 * `t=<unix seconds>,v1=<hex>`; while keys are changed, with one `v1` for each. Receivers recompute it, take any that agrees
 * and refuse old times.
 */
import { withConnection } from '../core/connections.ts';
import { toHex } from '../core/ids.ts';
import { parseJson, type Json } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import { OutboundRefusal, type OutboundFetch } from '../core/outbound-fetch.ts';
import { checkOutboundUrl, type OutboundRules } from '../core/outbound-url.ts';
import { readUpTo } from '../core/read-up-to.ts';
import { acceptedKeys, type SigningKeys } from '../core/signer.ts';

/** What calling needs. */
export interface WebhookServices {
  /** Refuses what may not be called, and follows no redirect. */
  fetch: OutboundFetch;
  /** Null when this deployment has none: calls are then not signed. */
  signingKeys: SigningKeys | null;
  /** What may be called. */
  outbound: OutboundRules;
  /** Unix milliseconds. */
  now: () => number;
}

/** A call that gave no usable answer. */
export class WebhookFailure extends Error {
  /** Another attempt may help. */
  readonly passing: boolean;

  constructor(message: string, passing: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'WebhookFailure';
    this.passing = passing;
  }
}

/** What is sent. */
export interface WebhookCall {
  url: string;
  body: Json;
  timeoutMs: number;
  headers?: Record<string, string>;
  /** What it answers matters only by its status. Absent: JSON. */
  answer?: 'ignored';
  /** Told when the call begins: it may have waited for a connection before. */
  onBegin?: () => void;
}

/**
 * Sends JSON and takes JSON.
 *
 * @returns the parsed answer; null for an empty one
 * @throws WebhookFailure, AppError INVALID_PARAMETER_VALUE
 */
export async function callWebhook({
  services,
  input,
}: {
  services: WebhookServices;
  input: WebhookCall;
}): Promise<Json> {
  const url = checkOutboundUrl('url', input.url, services.outbound);
  const { answer, text } = await withConnection(() => send(url, input, services));
  if (!answer.ok) {
    const passing = answer.status === 408 || answer.status === 429 || answer.status >= 500;
    throw new WebhookFailure(`${url.host} answered ${answer.status}.`, passing);
  }
  if (text.trim() === '' || input.answer === 'ignored') return null;
  const parsed = parseJson(text);
  if (parsed === undefined) throw new WebhookFailure(`${url.host} did not answer in JSON.`, false);
  return parsed;
}

/** Signs and sends at the moment of the call: a receiver refuses old times. */
async function send(
  url: URL,
  input: WebhookCall,
  services: WebhookServices,
): Promise<{ answer: Response; text: string }> {
  const body = JSON.stringify(input.body);
  const headers = new Headers({
    'content-type': 'application/json',
    'user-agent': 'weir',
    // RFC 8586. An address may lead back here, where a call of ours is not this machine's own: `access/open-access.ts`.
    'cdn-loop': 'weir',
    ...input.headers,
  });
  if (services.signingKeys !== null) {
    headers.set('x-weir-signature', await signature(services.signingKeys, body, services.now()));
  }
  input.onBegin?.();
  try {
    const answer = await services.fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(input.timeoutMs),
    });
    return { answer, text: await boundedText(answer) };
  } catch (cause) {
    if (cause instanceof WebhookFailure) throw cause;
    if (cause instanceof OutboundRefusal) throw new WebhookFailure(cause.message, false, cause);
    throw new WebhookFailure(`${url.host} gave no answer within ${input.timeoutMs} ms.`, true, cause);
  }
}

async function boundedText(answer: Response): Promise<string> {
  if (answer.body === null) return '';
  try {
    return new TextDecoder().decode(await readUpTo(limits.webhookAnswerBytes, answer.body));
  } catch (cause) {
    throw new WebhookFailure(
      `The answer could not be read, or is over ${limits.webhookAnswerBytes} bytes.`,
      false,
      cause,
    );
  }
}

/** The header's value for a body sent now: one signature for each key that is accepted, the current one's first. */
export async function signature(keys: SigningKeys, body: string, nowMs: number): Promise<string> {
  const seconds = Math.floor(nowMs / 1000);
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const signatures: string[] = [];
  for (const text of acceptedKeys(keys, nowMs)) {
    const key = await crypto.subtle.importKey('raw', encoder.encode(text), algorithm, false, ['sign']);
    const signed = await crypto.subtle.sign('HMAC', key, encoder.encode(`${seconds}.${body}`));
    signatures.push(`v1=${toHex(new Uint8Array(signed))}`);
  }
  return [`t=${seconds}`, ...signatures].join(',');
}
