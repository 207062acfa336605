/** The query parameters of a search over REST: their description, and what they mean. */
import { z } from '@hono/zod-openapi';
import { AppError, invalidParameter } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { exportFormats } from './export/export-format.ts';
import type { TraceSearch } from './search-traces.ts';

const DEFAULT_PAGE_SIZE = 100;

/** A parameter that may be repeated; alone, it arrives as a string. */
const repeatable = (name: string, description: string, example: string) =>
  z
    .union([z.string().max(9000), z.array(z.string().max(9000)).max(50)])
    .optional()
    .openapi({
      param: { name, in: 'query', style: 'form', explode: true },
      type: 'array',
      items: { type: 'string' },
      description,
      example: [example],
    });
const text = (description: string, example: string) =>
  z.string().min(1).max(1000).optional().openapi({ description, example });

/** The parameters. */
export const searchParameters = z.object({
  experiment: repeatable(
    'experiment',
    'Name or id; repeat it for several. Absent: all the key may see.',
    'support-bot',
  ),
  without_experiment: repeatable(
    'without_experiment',
    "Name or id of an experiment to leave out; repeat it for several. One that does not exist leaves nothing out. Calls of Weir's own judges are in `weir-judges`.",
    'weir-judges',
  ),
  from: text('Not before this time: RFC 3339, or Unix milliseconds.', '2026-10-15T00:00:00Z'),
  to: text('Before this time.', '2026-10-16T00:00:00Z'),
  state: z.enum(['OK', 'ERROR', 'IN_PROGRESS', 'STATE_UNSPECIFIED']).optional(),
  provider: text('Name of the provider.', 'openai'),
  model: text('Name of the model.', 'gpt-4.1-mini'),
  session: text('Id of the session.', 'session-81'),
  user: text('Id of the end user.', 'user-7'),
  tag: repeatable('tag', '`key:value`; repeat it, and every one must match.', 'env:prod'),
  text: text('Words that must all occur in the previews.', 'refund order'),
  filter: z
    .string()
    .max(20_000)
    .optional()
    .openapi({
      description:
        "A filter in MLflow's grammar: conditions joined by AND, on `trace.status`, `trace.timestamp_ms`, `tags.<key>`, " +
        '`metadata.<key>`, `span.name`, `span.attributes.<key>`, `feedback.<name>`, `expectation.<name>`, `prompt`, …',
      example: "trace.status = 'ERROR' AND tags.env = 'prod'",
    }),
  order_by: repeatable(
    'order_by',
    'What to sort by, most important first; absent: newest first.',
    'execution_time_ms DESC',
  ),
  page_size: z.coerce
    .number({ error: `expected a whole number from 1 to ${limits.pageSize}` })
    .int(`expected a whole number from 1 to ${limits.pageSize}`)
    .min(1, `expected a whole number from 1 to ${limits.pageSize}`)
    .max(limits.pageSize, `expected a whole number from 1 to ${limits.pageSize}`)
    .default(DEFAULT_PAGE_SIZE)
    .openapi({ description: 'Traces per page.', example: DEFAULT_PAGE_SIZE }),
  page_token: z.string().max(20_000).optional().openapi({
    description: '`next_page_token` of the page before.',
    example: 'WzE3OTIwNjU2MDAwMDAsInRyLTFhIl0',
  }),
  format: z
    .enum(['json', ...exportFormats])
    .optional()
    .openapi({
      description:
        'Other than `json`: every trace from here on, without pages. The same as accepting ' +
        '`application/x-ndjson`, `text/csv` or `application/vnd.apache.parquet`.',
    }),
});

/** What a search needs to know beyond the parameters. */
export interface ToQueryOptions {
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

/**
 * The query that parameters ask for.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST for an unknown experiment
 */
export async function toTraceQuery(
  parameters: z.infer<typeof searchParameters>,
  { findExperimentId }: ToQueryOptions,
  within: string | null,
): Promise<TraceSearch> {
  const query: TraceSearch = { pageSize: parameters.page_size };
  const experiments = toList(parameters.experiment);
  if (experiments.length > 0)
    query.experimentIds = await Promise.all(experiments.map((named) => findExperimentId(named, within)));
  const without = await findKnown(toList(parameters.without_experiment), (named) =>
    findExperimentId(named, within),
  );
  if (without.length > 0) query.withoutExperimentIds = without;
  if (parameters.from !== undefined) query.fromMs = toTime('from', parameters.from);
  if (parameters.to !== undefined) query.toMs = toTime('to', parameters.to);
  for (const name of ['provider', 'model', 'session', 'user', 'text', 'filter'] as const) {
    const value = parameters[name];
    if (value !== undefined) query[name] = value;
  }
  if (parameters.state !== undefined) query.state = parameters.state;
  if (parameters.page_token !== undefined) query.pageToken = parameters.page_token;
  const orderBy = toList(parameters.order_by);
  if (orderBy.length > 0) query.orderBy = orderBy;
  const tags = toList(parameters.tag).map(toTag);
  if (tags.length > 0) query.tags = Object.fromEntries(tags);
  return query;
}

/** The ids of those that exist. */
async function findKnown(
  namesOrIds: string[],
  findExperimentId: (nameOrId: string) => Promise<string>,
): Promise<string[]> {
  const found = await Promise.all(
    namesOrIds.map((nameOrId) =>
      findExperimentId(nameOrId).catch((cause: unknown) => {
        if (cause instanceof AppError && cause.code === 'RESOURCE_DOES_NOT_EXIST') return null;
        throw cause;
      }),
    ),
  );
  return found.filter((id) => id !== null);
}

function toList(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function toTime(field: string, text: string): number {
  // Six digits or more: fewer could be a year, which RFC 3339 does not allow alone.
  const timeMs = /^-?\d{6,16}$/.test(text) ? Number(text) : parseRfc3339(text);
  if (!Number.isFinite(timeMs)) throw invalidParameter(field, 'an RFC 3339 time or Unix milliseconds');
  return timeMs;
}

function parseRfc3339(text: string): number {
  // A plus sign in a query arrives as a space when the client did not encode it.
  const time = text.replace(' ', text.includes('T') ? '+' : 'T');
  const isComplete = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/i.test(time);
  return isComplete ? Date.parse(time) : Number.NaN;
}

function toTag(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw invalidParameter('tag', 'key:value');
  return [text.slice(0, colon), text.slice(colon + 1)];
}
