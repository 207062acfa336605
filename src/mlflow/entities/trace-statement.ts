/** What clients state of a trace (StartTraceV3, and StartTrace and EndTrace of API 2.0), as the model has it. */
import { z } from 'zod';
import { asArray, asObject, parseJson, type JsonObject } from '../../core/json.ts';
import { plausibleAmount, plausibleCount } from '../../proxy/providers/wire/usage.ts';
import { traceMarkKeys } from '../../tracing/mlflow-metadata.ts';
import { cutPreview } from '../../tracing/preview.ts';
import {
  unknownCost,
  type unmarkedTrace,
  type Cost,
  type PromptLink,
  type TokenUsage,
  type TraceState,
} from '../../tracing/trace.ts';
import type { WriteTraceInfoInput } from '../../tracing/write-trace-info.ts';
import { experimentIdField, list, requiredText, text } from '../message-fields.ts';
import { assessmentMessage } from './assessment.ts';
import { readDuration, readTimestamp } from './time.ts';

/** States in the order of their numbers in the proto. */
const STATES = ['STATE_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS'] as const;
const MAX_TRACE_ID_CHARACTERS = 200;

/** The fact that is stated: everything of a trace but what its spans and assessments tell. */
export type StatedTrace = WriteTraceInfoInput['info'];

const strings = z.record(z.string(), z.string('expected text'), 'expected an object of text');

/** An id of a trace, as clients choose it. */
const traceIdField = () =>
  requiredText()
    .max(MAX_TRACE_ID_CHARACTERS, `expected at most ${MAX_TRACE_ID_CHARACTERS} characters`)
    .regex(/^[\w.:\-/]+$/, 'expected letters, digits, dashes and colons');

/** A trace's state, by name or number. */
const stateField = () =>
  z
    .union([z.string(), z.number().transform((number) => STATES[number] ?? '')])
    .refine((value) => STATES.some((name) => name === value), `expected one of ${STATES.join(', ')}`)
    .transform((value): TraceState => STATES.find((name) => name === value) ?? 'STATE_UNSPECIFIED');

/** TraceInfoV3 as StartTraceV3 sends it. */
export const traceInfoMessage = z.looseObject({
  trace_id: traceIdField(),
  client_request_id: text().nullish(),
  trace_location: z.looseObject(
    {
      type: z.union([z.string(), z.number()]).nullish(),
      mlflow_experiment: z.looseObject(
        { experiment_id: experimentIdField() },
        'expected an experiment, the only location there is here',
      ),
    },
    'expected a location',
  ),
  request_preview: text().nullish(),
  response_preview: text().nullish(),
  request_time: text()
    .refine((value) => readTimestamp(value) !== null, 'expected an RFC 3339 time')
    .nullish(),
  execution_duration: text()
    .refine((value) => readDuration(value) !== null, 'expected seconds, such as "1.5s"')
    .nullish(),
  state: stateField().nullish(),
  trace_metadata: strings.nullish(),
  tags: strings.nullish(),
  assessments: list(assessmentMessage).nullish(),
});

/**
 * The statement of a TraceInfoV3.
 *
 * @param nowMs taken for the time of a request that states none
 */
export function readStatement(message: z.output<typeof traceInfoMessage>, nowMs: number): StatedTrace {
  const requestTimeMs = readTimestamp(message.request_time ?? '') ?? nowMs;
  const durationMs = readDuration(message.execution_duration ?? '');
  return {
    ...toStated({
      traceId: message.trace_id,
      experimentId: message.trace_location.mlflow_experiment.experiment_id,
      metadata: message.trace_metadata ?? {},
      tags: message.tags ?? {},
    }),
    requestId: message.client_request_id ?? null,
    requestTimeMs,
    endTimeMs: durationMs === null ? null : requestTimeMs + durationMs,
    state: message.state ?? 'STATE_UNSPECIFIED',
    requestPreview: toPreview(message.request_preview),
    responsePreview: toPreview(message.response_preview),
  };
}

/** A statement of metadata and tags; what they do not tell is null, in progress, and begins at 0. */
export function toStated({
  traceId,
  experimentId,
  metadata,
  tags,
}: Pick<StatedTrace, 'traceId' | 'experimentId' | 'metadata' | 'tags'>): StatedTrace {
  const {
    'mlflow.trace.session': session = null,
    'mlflow.trace.user': user = null,
    'mlflow.trace.tokenUsage': tokenUsage,
    'mlflow.trace.cost': cost,
    'mlflow.trace_schema.version': _version,
    [traceMarkKeys.estimated]: _estimated,
    [traceMarkKeys.estimatedTokens]: estimatedTokens,
    [traceMarkKeys.estimatedCostUsd]: estimatedCostUsd,
    [traceMarkKeys.unpricedSpans]: unpricedSpans,
    ...otherMetadata
  } = metadata;
  const {
    'mlflow.traceName': name = '',
    // Where a trace lies is ours to say.
    'mlflow.artifactLocation': _artifactLocation,
    'mlflow.trace.spansLocation': _spansLocation,
    'mlflow.linkedPrompts': linkedPrompts,
    ...otherTags
  } = tags;
  return {
    traceId,
    experimentId,
    requestTimeMs: 0,
    endTimeMs: null,
    state: 'IN_PROGRESS',
    name,
    source: 'client',
    provider: null,
    model: null,
    session: emptyToNull(session),
    user: emptyToNull(user),
    requestId: null,
    status: null,
    firstTokenMs: null,
    usage: readUsage(tokenUsage),
    cost: readCost(cost),
    ...readMarks({ estimatedTokens, estimatedCostUsd, unpricedSpans }),
    requestPreview: toPreview(metadata['mlflow.traceInputs']),
    responsePreview: toPreview(metadata['mlflow.traceOutputs']),
    metadata: otherMetadata,
    tags: otherTags,
    prompts: readPrompts(linkedPrompts),
    runIds: [],
    duplicateOf: null,
  };
}

function toPreview(value: string | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : cutPreview(value);
}

function emptyToNull(value: string | null): string | null {
  return value === '' ? null : value;
}

function objectOf(json: string | undefined): JsonObject {
  return asObject(parseJson(json ?? ''));
}

/** Counts and costs that cannot be are none. */
function readUsage(json: string | undefined): TokenUsage {
  const usage = objectOf(json);
  return {
    inputTokens: plausibleCount(usage['input_tokens']),
    outputTokens: plausibleCount(usage['output_tokens']),
    totalTokens: plausibleCount(usage['total_tokens']),
    cacheReadTokens: plausibleCount(usage['cache_read_input_tokens']),
    cacheWriteTokens: plausibleCount(usage['cache_creation_input_tokens']),
  };
}

function readCost(json: string | undefined): Cost {
  const cost = objectOf(json);
  const totalCostUsd = plausibleAmount(cost['total_cost']);
  if (totalCostUsd === null) return unknownCost;
  return {
    inputCostUsd: plausibleAmount(cost['input_cost']),
    outputCostUsd: plausibleAmount(cost['output_cost']),
    totalCostUsd,
  };
}

/** Marks that came with a trace of ours. */
function readMarks(
  told: Record<'estimatedTokens' | 'estimatedCostUsd' | 'unpricedSpans', string | undefined>,
): Pick<StatedTrace, keyof typeof unmarkedTrace> {
  const estimatedTokens = readAmount(told.estimatedTokens);
  return {
    usageEstimated: estimatedTokens !== null,
    estimatedTokens: estimatedTokens === null ? null : Math.round(estimatedTokens),
    estimatedCostUsd: readAmount(told.estimatedCostUsd),
    unpricedSpanCount: Math.round(readAmount(told.unpricedSpans) ?? 0),
  };
}

function readAmount(text: string | undefined): number | null {
  return plausibleAmount(parseJson(text ?? ''));
}

function readPrompts(json: string | undefined): PromptLink[] {
  return asArray(parseJson(json ?? '')).flatMap((item) => {
    const { name, version } = asObject(item);
    const isLink = typeof name === 'string' && (typeof version === 'string' || typeof version === 'number');
    return isLink ? [{ name, version: String(version) }] : [];
  });
}
