/**
 * Calls as metrics under the names of OpenTelemetry's conventions for generative AI
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/), spelled as its Prometheus exporters spell them:
 * underscores, and units of time at the end.
 */
import type { Family, HistogramSample, Labels } from '../../core/exposition.ts';
import { bucketBounds, type MeasuredSeries, type Measure } from './call-measures.ts';

/** The families of calls. */
export function callFamilies(series: readonly MeasuredSeries[]): Family[] {
  return [
    {
      name: 'gen_ai_client_operation_duration_seconds',
      help: 'Duration of calls that passed through the proxy, from the request to the end of the answer.',
      type: 'histogram',
      bounds: bucketBounds.duration,
      samples: series.map((one) => sampleOf(one, 'duration')),
    },
    {
      name: 'gen_ai_server_time_to_first_token_seconds',
      help: 'Time until the first token of streamed answers.',
      type: 'histogram',
      bounds: bucketBounds.firstToken,
      samples: measured(series, 'firstToken').map((one) => sampleOf(one, 'firstToken')),
    },
    {
      name: 'gen_ai_client_token_usage',
      help: 'Tokens of calls, as far as they are known.',
      type: 'histogram',
      bounds: bucketBounds.inputTokens,
      samples: [
        ...measured(series, 'inputTokens').map((one) =>
          sampleOf(one, 'inputTokens', { gen_ai_token_type: 'input' }),
        ),
        ...measured(series, 'outputTokens').map((one) =>
          sampleOf(one, 'outputTokens', { gen_ai_token_type: 'output' }),
        ),
      ],
    },
    {
      name: 'weir_calls_total',
      help: 'Calls that passed through the proxy and are stored.',
      type: 'counter',
      samples: series.map((one) => ({ labels: labelsOf(one), value: one.numbers.calls })),
    },
    {
      name: 'weir_cost_usd_total',
      help: 'Cost of calls in USD, as far as it is known.',
      type: 'counter',
      samples: series.map((one) => ({
        labels: labelsOf(one),
        value: one.numbers.pricedCalls === 0 ? null : one.numbers.costUsd,
      })),
    },
  ];
}

/** Nothing was measured, such as tokens of calls that failed: no sample, never one of zeros. */
function measured(series: readonly MeasuredSeries[], measure: Measure): MeasuredSeries[] {
  return series.filter(({ numbers }) => numbers[measure].count > 0);
}

function sampleOf(one: MeasuredSeries, measure: Measure, more: Labels = {}): HistogramSample {
  return { labels: { ...labelsOf(one), ...more }, ...one.numbers[measure] };
}

function labelsOf({ series }: MeasuredSeries): Labels {
  return {
    experiment_id: series.experimentId,
    gen_ai_operation_name: series.operation,
    gen_ai_provider_name: series.provider,
    gen_ai_request_model: series.model,
    http_response_status_code: series.status,
    error_type: series.errorType,
  };
}
