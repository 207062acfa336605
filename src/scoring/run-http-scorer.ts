/**
 * Runs a scorer behind a webhook. It is sent what any scorer sees and answers `{"value": …, "rationale": …}`; what it
 * answers is as little trusted as a judge's answer.
 */
import { asString, isObject } from '../core/json.ts';
import type { HttpScorer } from './serialized-scorer.ts';
import { fitsSchema } from './read-verdict.ts';
import type { Subject, Verdict } from './scorer.ts';
import { callWebhook, WebhookFailure, type WebhookServices } from './webhook.ts';

/** Runs it. */
export async function runHttpScorer({
  services,
  input,
}: {
  services: WebhookServices;
  input: { webhook: HttpScorer; name: string; subject: Subject };
}): Promise<Verdict> {
  const { webhook, name, subject } = input;
  const host = new URL(webhook.url).host;
  const base = { name, source: 'CODE' as const, sourceId: host, spanId: null, metadata: {} };
  const failed = (code: NonNullable<Verdict['error']>['code'], message: string): Verdict => ({
    ...base,
    value: null,
    rationale: null,
    error: { code, message },
  });
  const { traceId, inputs, outputs, expectations, retrievals, tools, durationMs, costUsd } = subject;
  const body = {
    scorer: name,
    trace_id: traceId,
    inputs,
    outputs,
    expectations: Object.fromEntries(
      Object.entries(expectations).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    retrievals: retrievals.map(({ spanId, query, chunks }) => ({
      span_id: spanId,
      query,
      chunks: chunks.map(({ text, source }) => ({ text, source })),
    })),
    tools: tools.map(({ name: tool, input: given, output, failed: broke }) => ({
      name: tool,
      input: given,
      output,
      failed: broke,
    })),
    duration_ms: durationMs,
    cost_usd: costUsd,
  };
  try {
    const answer = await callWebhook({
      services,
      input: { url: webhook.url, timeoutMs: webhook.timeoutMs, body },
    });
    if (!isObject(answer) || answer.value === undefined || answer.value === null)
      return failed('UNPARSABLE_VERDICT', `${host} answered without a member "value".`);
    if (webhook.valueSchema !== null && !fitsSchema(answer.value, webhook.valueSchema))
      return failed('UNPARSABLE_VERDICT', `The value of ${host} does not fit the scorer's schema.`);
    return { ...base, value: answer.value, rationale: asString(answer.rationale), error: null };
  } catch (cause) {
    if (!(cause instanceof WebhookFailure)) throw cause;
    return failed(cause.passing ? 'JUDGE_UNAVAILABLE' : 'SCORER_ERROR', cause.message);
  }
}
