/**
 * Tags and metadata of a trace as SQL, with MLflow's reserved keys among them: the same facts that `mlflow-metadata.ts`
 * derives from a trace that was read.
 */
import { traceMarkKeys } from '../mlflow-metadata.ts';
import type { Parameters } from './sql-parameters.ts';
import { storable } from './storable.ts';

interface RowContext {
  /** Alias of `traces`. */
  trace: string;
  parameters: Parameters;
}

/** A key that a JSON path can name in quotes. */
const PLAIN_KEY = /^[\w.\-/: ]+$/;

/** SQL of a member of a JSON object of strings; null when it has none. */
export function memberOf(object: string, key: string, parameters: Parameters): string {
  if (PLAIN_KEY.test(key)) return `(${object} ->> ${parameters.add(`$."${key}"`)})`;
  return `(SELECT member.value FROM json_each(${object}) AS member WHERE member.key = ${parameters.add(storable(key))})`;
}

/** Tags that are not only what somebody set, and so are not in the index of tags. */
const DERIVED_TAGS = new Set([
  'mlflow.traceName',
  'mlflow.linkedPrompts',
  'mlflow.artifactLocation',
  'mlflow.trace.spansLocation',
]);

/** SQL of the prompt versions that a trace is linked to, as MLflow's tag has them; NULL when it is linked to none. */
function linkedPrompts(trace: string): string {
  const upToVersion = `rtrim(link.target, replace(link.target, '/', ''))`;
  return `(SELECT CASE WHEN count(*) > 0 THEN json_group_array(json_object(
      'name', substr(${upToVersion}, 1, length(${upToVersion}) - 1),
      'version', substr(link.target, length(${upToVersion}) + 1)) ORDER BY link.target) || '' END
    FROM trace_links AS link WHERE link.trace_id = ${trace}.trace_id AND link.kind = 'prompt')`;
}

/** True for a tag that is derived from other facts. */
export function isDerivedTag(key: string): boolean {
  return DERIVED_TAGS.has(key);
}

/** SQL of a tag. */
export function tagText(key: string, { trace, parameters }: RowContext): string {
  const own = () => memberOf(`${trace}.tags`, key, parameters);
  switch (key) {
    case 'mlflow.traceName':
      return `coalesce(${own()}, ${trace}.name)`;
    case 'mlflow.linkedPrompts':
      return `coalesce(${own()}, ${linkedPrompts(trace)})`;
    case 'mlflow.artifactLocation':
      return `('mlflow-artifacts:/' || ${trace}.experiment_id || '/traces/' || ${trace}.trace_id || '/artifacts')`;
    case 'mlflow.trace.spansLocation':
      return `iif(${trace}.span_count > 0, 'TRACKING_STORE', ${own()})`;
    default:
      return own();
  }
}

/** SQL of a piece of metadata. What is concatenated is text then: as JSON it would be nested where texts are listed. */
export function metadataText(key: string, { trace, parameters }: RowContext): string {
  const own = () => memberOf(`${trace}.metadata`, key, parameters);
  switch (key) {
    case 'mlflow.trace_schema.version':
      return `'3'`;
    case 'mlflow.trace.session':
      return `${trace}.session`;
    case 'mlflow.trace.user':
      return `${trace}.user`;
    case 'mlflow.user':
      return `coalesce(${own()}, ${trace}.user)`;
    case 'mlflow.trace.tokenUsage':
      return `iif(coalesce(${trace}.input_tokens, ${trace}.output_tokens, ${trace}.total_tokens) IS NULL, ${own()},
        json_patch('{}', json_object('input_tokens', ${trace}.input_tokens, 'output_tokens', ${trace}.output_tokens,
          'total_tokens', ${trace}.total_tokens, 'cache_read_input_tokens', ${trace}.cache_read_tokens,
          'cache_creation_input_tokens', ${trace}.cache_write_tokens)) || '')`;
    case 'mlflow.trace.cost':
      return `iif(${trace}.total_cost_usd IS NULL, ${own()}, json_patch('{}', json_object('input_cost', ${trace}.input_cost_usd,
        'output_cost', ${trace}.output_cost_usd, 'total_cost', ${trace}.total_cost_usd)) || '')`;
    case traceMarkKeys.estimated:
      return `iif(${trace}.estimated_tokens IS NULL, ${own()}, 'true')`;
    case traceMarkKeys.estimatedTokens:
      return `coalesce(${trace}.estimated_tokens || '', ${own()})`;
    case traceMarkKeys.estimatedCostUsd:
      return `coalesce(${trace}.estimated_cost_usd || '', ${own()})`;
    case traceMarkKeys.unpricedSpans:
      return `coalesce(nullif(${trace}.unpriced_spans, 0) || '', ${own()})`;
    case 'mlflow.trace.sizeStats':
      return `coalesce(${own()}, json_object('total_size_bytes', ${trace}.size_bytes, 'num_spans', ${trace}.span_count) || '')`;
    default:
      return own();
  }
}
