/** Builds traces for tests: each with its own random id, everything else as the test says. */
import { newSpanId, newTraceId } from '../../src/core/ids.ts';
import type { Assessment } from '../../src/tracing/assessments/assessment.ts';
import {
  unknownCost,
  unmarkedSpan,
  unmarkedTrace,
  type Span,
  type TokenUsage,
  type Trace,
  type TraceInfo,
} from '../../src/tracing/trace.ts';

/** Nothing known. */
export const unknownTokenUsage: TokenUsage = {
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
};

let lastExperiment = 1000;

/** An experiment id that no other test of the file uses. */
export function newExperiment(): string {
  lastExperiment += 1;
  return String(lastExperiment);
}

export const sampleTimeMs = Date.UTC(2026, 9, 15, 12);

export function sampleSpan(changes: Partial<Span> = {}): Span {
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    parentSpanId: null,
    name: 'chat',
    type: 'CHAT_MODEL',
    startNs: `${sampleTimeMs}000000`,
    endNs: `${sampleTimeMs + 900}000000`,
    status: { code: 'OK', message: '' },
    provider: 'openai',
    model: 'gpt-4.1-mini',
    usage: {
      inputTokens: 10,
      outputTokens: 5,
      totalTokens: 15,
      cacheReadTokens: null,
      cacheWriteTokens: null,
    },
    cost: { inputCostUsd: 0.001, outputCostUsd: 0.002, totalCostUsd: 0.003 },
    ...unmarkedSpan,
    attributes: { 'mlflow.spanInputs': { messages: [{ role: 'user', content: 'Where is my order?' }] } },
    events: [],
    ...changes,
  };
}

/** Feedback of a person on a trace. */
export function sampleAssessment(changes: Partial<Assessment> = {}): Assessment {
  return {
    assessmentId: `a-${newSpanId()}`,
    traceId: newTraceId(),
    spanId: null,
    name: 'correctness',
    kind: 'feedback',
    value: 'yes',
    error: null,
    source: { type: 'HUMAN', id: 'ada' },
    rationale: null,
    metadata: {},
    overrides: null,
    valid: true,
    createTimeMs: sampleTimeMs,
    lastUpdateTimeMs: sampleTimeMs,
    ...changes,
  };
}

/** A trace of the spans; by default one root span. */
export function sampleTrace(changes: Partial<TraceInfo> = {}, spans?: Span[]): Trace {
  const traceId = changes.traceId ?? newTraceId();
  const info: TraceInfo = {
    traceId,
    experimentId: '0',
    requestTimeMs: sampleTimeMs,
    endTimeMs: (changes.requestTimeMs ?? sampleTimeMs) + 900,
    state: 'OK',
    name: 'chat',
    source: 'proxy',
    provider: 'openai',
    model: 'gpt-4.1-mini',
    session: null,
    user: null,
    requestId: null,
    status: 200,
    firstTokenMs: 120,
    usage: unknownTokenUsage,
    cost: unknownCost,
    ...unmarkedTrace,
    spanCount: 1,
    sizeBytes: 0,
    requestPreview: 'Where is my order?',
    responsePreview: 'It left the warehouse yesterday.',
    metadata: {},
    tags: {},
    assessments: [],
    prompts: [],
    runIds: [],
    duplicateOf: null,
    ...changes,
  };
  const own = spans ?? [sampleSpan({ traceId })];
  return { info, spans: own.map((span) => Object.assign({}, span, { traceId })) };
}
