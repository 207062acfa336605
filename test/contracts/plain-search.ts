/**
 * The filter grammar read plainly over traces in memory: what a search is checked against. It shares nothing with the
 * stores but the conditions.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Condition, Field, OrderKey, Test } from '../../src/tracing/filter/condition.ts';
import { toMlflowMetadata, toMlflowTags } from '../../src/tracing/mlflow-metadata.ts';
import type { Span, Trace } from '../../src/tracing/trace.ts';

type Value = string | number | null;

/** The traces that every condition holds for. */
export function filterPlainly(traces: Trace[], conditions: Condition[]): Trace[] {
  const onSpans = conditions.filter(({ field }) => field.of === 'span' || field.of === 'span_attribute');
  const others = conditions.filter((condition) => !onSpans.includes(condition));
  return traces.filter(
    (trace) =>
      others.every((condition) => holds(trace, condition, traces)) &&
      (onSpans.length === 0 ||
        trace.spans.some((span) => onSpans.every(({ field, test }) => passes(spanValue(span, field), test)))),
  );
}

/** The traces in the order of the keys; nulls last, then newest first, then by id. */
export function sortPlainly(traces: Trace[], keys: OrderKey[]): Trace[] {
  const all: OrderKey[] = [
    ...keys,
    { field: { of: 'number', name: 'timestamp_ms' }, descending: true },
    { field: { of: 'trace', name: 'request_id' }, descending: false },
  ];
  return traces.toSorted((a, b) => {
    for (const { field, descending } of all) {
      const [left, right] = [traceValue(a, field), traceValue(b, field)];
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
      } else if (left !== right) return less(left, right) === descending ? 1 : -1;
    }
    return 0;
  });
}

function less(left: string | number, right: string | number): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right))) < 0;
}

function holds(trace: Trace, { field, test }: Condition, all: Trace[]): boolean {
  switch (field.of) {
    case 'prompt':
      return trace.info.prompts.some(({ name, version }) => passes(`${name}/${version}`, test));
    case 'content':
      return [trace.info.requestPreview, trace.info.responsePreview].some((text) => passes(text, test));
    case 'feedback':
    case 'expectation': {
      const values = all
        .flatMap((other) => other.info.assessments)
        .filter(
          (said) =>
            said.kind === field.of &&
            said.name === field.name &&
            said.valid &&
            (said.traceId === trace.info.traceId ||
              (trace.info.session !== null && said.metadata['mlflow.trace.session'] === trace.info.session)),
        )
        .map((said) => said.value);
      if (test.operator === 'IS NULL') return values.length === 0;
      if (test.operator === 'IS NOT NULL') return values.length > 0;
      return values.some((value) => {
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        if ('<= >='.includes(test.operator) && test.operator !== '=') {
          return typeof value === 'number' && passes(value, test);
        }
        const forms =
          test.operator === '=' || test.operator === '!=' ? [text, JSON.stringify(value)] : [text];
        const check: Test = test.operator === '!=' ? { ...test, operator: '=' } : test;
        const hit = forms.some((form) => passes(form, check));
        return test.operator === '!=' ? !hit : hit;
      });
    }
    case 'trace':
      if (field.name === 'run_id' && (test.operator === '=' || test.operator === 'IN')) {
        const runs = [...trace.info.runIds, trace.info.metadata['mlflow.sourceRun'] ?? null];
        return runs.some((run) => passes(run, test));
      }
      return passes(traceValue(trace, field), test);
    default:
      return passes(traceValue(trace, field), test);
  }
}

function spanValue(span: Span, field: Field): Value {
  if (field.of === 'span_attribute') {
    const value = span.attributes[field.key];
    return value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
  }
  if (field.of !== 'span') return null;
  return field.name === 'status' ? span.status.code : span[field.name];
}

function traceValue({ info }: Trace, field: Field | OrderKey['field']): Value {
  switch (field.of) {
    case 'number': {
      const duration = info.endTimeMs === null ? null : info.endTimeMs - info.requestTimeMs;
      if (field.name === 'execution_time_ms') return duration;
      return info.requestTimeMs + (field.name === 'end_time_ms' ? (duration ?? 0) : 0);
    }
    case 'tag':
      return toMlflowTags(info)[field.key] ?? null;
    case 'metadata':
      return toMlflowMetadata(info)[field.key] ?? null;
    case 'trace': {
      const values: Record<typeof field.name, Value> = {
        request_id: info.traceId,
        client_request_id: info.requestId,
        status: info.state,
        name: toMlflowTags(info)['mlflow.traceName'] ?? null,
        run_id: info.metadata['mlflow.sourceRun'] ?? null,
        experiment_id: Number(info.experimentId),
      };
      return values[field.name];
    }
    default:
      return null;
  }
}

function passes(value: Value, test: Test): boolean {
  if (test.operator === 'IS NULL') return value === null;
  if (value === null) return false;
  switch (test.operator) {
    case 'IS NOT NULL':
      return true;
    case '=':
      return isDeepStrictEqual(value, test.value);
    case '!=':
      return value !== test.value;
    case '<':
      return Number(value) < test.value;
    case '<=':
      return Number(value) <= test.value;
    case '>':
      return Number(value) > test.value;
    case '>=':
      return Number(value) >= test.value;
    case 'IN':
      return test.values.includes(String(value));
    case 'NOT IN':
      return !test.values.includes(String(value));
    case 'LIKE':
      return likeExpression(test.pattern, '').test(String(value));
    case 'ILIKE':
      return likeExpression(lower(test.pattern), '').test(lower(String(value)));
    default:
      return 'pattern' in test && new RegExp(test.pattern, 'u').test(String(value));
  }
}

function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function likeExpression(pattern: string, flags: string): RegExp {
  const parts = Array.from(pattern, (character) => {
    if (character === '%') return '.*';
    return character === '_' ? '.' : character.replace(/[\\^$.*+?()[\]{}|/-]/, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`, `su${flags}`);
}
