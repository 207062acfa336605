/** Filters of metrics: one `<field> = 'value'` each, in a grammar of their own (mlflow/utils/search_utils.py). */
import { AppError } from '../../core/app-error.ts';
import type { Field, Parsed, SyntaxFault } from '../filter/condition.ts';
import { lex } from '../filter/lex.ts';
import { createReader, readIdentifier } from '../filter/parse-filter.ts';
import type { MetricCondition, MetricView } from './metric.ts';

const FIELDS =
  'trace.status, trace.tag.<key>, trace.metadata.<key>, span.name, span.status, span.type, assessment.name or assessment.type';

/**
 * The condition of a filter.
 *
 * @throws AppError INVALID_PARAMETER_VALUE that points at the place
 */
export function readMetricFilter(text: string, view: MetricView): MetricCondition {
  const parsed = parseMetricFilter(text, view);
  if (parsed.ok) return parsed.value;
  const { position, expected } = parsed.fault;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid filter at position ${position + 1}: expected ${expected}: ${text.slice(0, 200)}`,
    { details: { field: 'filters', expected, position: String(position + 1) } },
  );
}

function parseMetricFilter(text: string, view: MetricView): Parsed<MetricCondition> {
  const lexed = lex(text);
  if (!lexed.ok) return lexed;
  const reader = createReader(lexed.value, text);
  const identifier = readIdentifier(reader, FIELDS);
  if (!identifier.ok) return identifier;
  const { token, prefix, key } = identifier.value;
  const operator = reader.next();
  if (operator.text !== '=' || operator.kind !== 'symbol') return reader.fault(operator, 'the operator =');
  const value = reader.next();
  if (value.kind !== 'quoted') return reader.fault(value, `a text in quotes, such as 'value'`);
  const end = reader.next();
  if (end.kind !== 'end') return reader.fault(end, 'the end of the filter');
  const condition = toCondition(prefix, key, value.text);
  if (condition === null) return reader.fault(token, FIELDS);
  const fitting = { trace: true, span: view === 'SPANS', assessment: view === 'ASSESSMENTS' };
  if (fitting[condition.on]) return { ok: true, value: condition };
  const fault: SyntaxFault = { position: token.start, expected: `a field of ${view}`, found: token.text };
  return { ok: false, fault };
}

function toCondition(prefix: string | null, key: string, value: string): MetricCondition | null {
  if (prefix === 'span' && (key === 'name' || key === 'status' || key === 'type')) {
    return { on: 'span', column: key, value };
  }
  if (prefix === 'assessment' && (key === 'name' || key === 'type')) {
    return { on: 'assessment', column: key === 'name' ? 'name' : 'kind', value };
  }
  if (prefix !== 'trace') return null;
  const test = { operator: '=', value } as const;
  if (key === 'status') return { on: 'trace', condition: { field: { of: 'trace', name: 'status' }, test } };
  for (const of of ['tag', 'metadata'] as const) {
    if (!key.startsWith(`${of}.`) || key.length === of.length + 1) continue;
    const member = key.slice(of.length + 1).replace(/^`(.*)`$/, '$1');
    const isRun = of === 'metadata' && member === 'mlflow.sourceRun';
    const field: Field = isRun ? { of: 'trace', name: 'run_id' } : { of, key: member };
    return { on: 'trace', condition: { field, test } };
  }
  return null;
}
