/** Logs metrics, parameters and tags to a run, together or not at all. */
import { AppError } from '../core/app-error.ts';
import { checkKey, checkedParam, checkedTag } from './check-entries.ts';
import { getActiveRun, type GetRunInput, type RunServices } from './get-run.ts';
import type { ContentMasking } from '../redaction/content-masking.ts';
import { runNameTag, type Metric, type Run } from './run.ts';

/** MLflow's bounds of one batch (mlflow/utils/validation.py). */
const MOST = { metrics: 1000, params: 100, tags: 100, together: 1000 } as const;

/** What logging needs. */
export type LogToRunServices = RunServices & { masking: ContentMasking };

/** Entries as they were sent; a key may occur twice. */
export interface LogToRunInput extends GetRunInput {
  metrics: Metric[];
  params: { key: string; value: string }[];
  tags: { key: string; value: string }[];
}

/**
 * Logs a batch. A parameter has one value for good; a tag takes the new one; every value of a metric is kept.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for a deleted run, a parameter that has another value
 *   already, or a batch that is too large
 */
export async function logToRun({
  services,
  input,
}: {
  services: LogToRunServices;
  input: LogToRunInput;
}): Promise<void> {
  const { metrics } = input;
  checkBatch(input);
  for (const { key } of metrics) checkKey('metric', key);
  const params = input.params.map(({ key, value }) => ({ key, value: checkedParam(key, value) }));
  const tags = input.tags.map(({ key, value }) => ({ key, value: checkedTag(key, value) }));
  const run = await getActiveRun({ services, input });
  const masked = await maskParams(run, params, services);
  checkParamsStay(run, masked);
  const tagsByKey = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  await services.runs.log(run.runId, {
    metrics,
    params: Object.fromEntries(masked.map(({ key, value }) => [key, value])),
    tags: tagsByKey,
  });
  const name = tagsByKey[runNameTag];
  if (name !== undefined && name !== '') await services.runs.update(run.runId, { name });
}

/**
 * Removes a tag.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST when there is no such run or tag; INVALID_PARAMETER_VALUE for a deleted run
 */
export async function deleteRunTag({
  services,
  input,
}: {
  services: RunServices;
  input: GetRunInput & { key: string };
}): Promise<void> {
  const run = await getActiveRun({ services, input });
  if (!Object.hasOwn(run.tags, input.key)) {
    throw new AppError(
      'RESOURCE_DOES_NOT_EXIST',
      `No tag with name: ${input.key} in run with id ${input.runId}`,
    );
  }
  await services.runs.deleteTag(run.runId, input.key);
}

function checkBatch({ metrics, params, tags }: LogToRunInput): void {
  const counts = {
    metrics: metrics.length,
    params: params.length,
    tags: tags.length,
    together: metrics.length + params.length + tags.length,
  };
  for (const name of ['metrics', 'params', 'tags', 'together'] as const) {
    if (counts[name] <= MOST[name]) continue;
    const what = name === 'together' ? 'metrics, params, and tags' : name;
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `A batch logging request can contain at most ${MOST[name]} ${what}. Got ${counts[name]} ${what}.`,
    );
  }
}

/** As they are kept: what is logged again has the same value only then. */
async function maskParams(
  { experimentId }: Run,
  params: LogToRunInput['params'],
  { masking }: LogToRunServices,
): Promise<LogToRunInput['params']> {
  const masked = params.map(async ({ key, value }) => {
    const texts = await masking.maskTexts({ [key]: value }, [experimentId]);
    const [named = key, masked = value] = Object.entries(texts)[0] ?? [];
    return { key: named, value: masked };
  });
  return Promise.all(masked);
}

function checkParamsStay(run: Run, params: LogToRunInput['params']): void {
  const known = new Map(Object.entries(run.params));
  for (const { key, value } of params) {
    const held = known.get(key);
    if (held !== undefined && held !== value) {
      throw new AppError(
        'INVALID_PARAMETER_VALUE',
        `Changing param values is not allowed. Param with key='${key}' was already logged with value='${held.slice(0, 200)}' for run ID='${run.runId}'.`,
      );
    }
    known.set(key, value);
  }
}
