/** Whether all of a trace has come, as far as anybody can tell. */
import { asNumber, asObject, parseJson } from '../core/json.ts';
import type { Trace } from './trace.ts';

/**
 * All spans have come that the client says there are (metadata `mlflow.trace.sizeStats`); without its word, any are
 * all (mlflow/store/tracking/sqlalchemy_store.py, `_get_spans_with_trace_info`).
 */
export function isComplete({ info, spans }: Trace): boolean {
  const stated = info.metadata['mlflow.trace.sizeStats'];
  const expected = stated === undefined ? null : asNumber(asObject(parseJson(stated))['num_spans']);
  return spans.length >= (expected ?? 1);
}
