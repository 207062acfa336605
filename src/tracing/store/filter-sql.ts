/**
 * Conditions of a filter as SQL over a trace's row. What SQLite cannot decide within D1's bounds (regular expressions,
 * and patterns beyond the simple forms: D1 limits LIKE to 50 bytes) becomes a test on texts that the statement returns.
 */
import { asArray, asString, type Json } from '../../core/json.ts';
import type { Condition, Field, Test } from '../filter/condition.ts';
import { compileLike, lowerAscii, toSimplePattern } from '../../core/like.ts';
import { compileRegularExpression } from '../../core/regular-expression.ts';
import { isDerivedTag, memberOf, metadataText, tagText } from './derived-members-sql.ts';
import { allOf, type Parameters } from './sql-parameters.ts';
import { storable } from './storable.ts';

/** The row that conditions are about, and where values go. */
export interface FilterContext {
  /** Alias of `traces`. */
  trace: string;
  parameters: Parameters;
}

/** A test that is made outside of the database. */
export interface TextTest {
  /** SQL of a JSON array of texts, or of arrays of texts for spans. */
  subjects: (context: FilterContext) => string;
  /** True when the trace may stay. */
  passes: (subjects: Json[]) => boolean;
}

/** Conditions, as far as SQL decides them, and the rest. */
export interface CompiledFilter {
  where: (context: FilterContext) => string[];
  tests: TextTest[];
}

/** Compiles conditions; all must hold, those on spans on the same span. */
export function compileFilter(conditions: Condition[]): CompiledFilter {
  const spanConditions = conditions.filter(isOnSpan);
  const others = conditions.filter((condition) => !isOnSpan(condition));
  const inSql = others.filter(({ test }) => !needsTextTest(test));
  const tests = others.filter(({ test }) => needsTextTest(test)).map(toTextTest);
  const spanTests = spanConditions.filter(({ test }) => needsTextTest(test));
  if (spanTests.length > 0) tests.push(toSpanTest(spanConditions, spanTests));
  return {
    tests,
    where(context) {
      const clauses = inSql.map((condition) => toClause(condition, context));
      if (spanConditions.length > spanTests.length) {
        clauses.push(`EXISTS (SELECT 1 FROM spans AS s WHERE ${spanClauses(spanConditions, context)})`);
      }
      return clauses;
    },
  };
}

/** SQL of a test on a text; null never passes but IS NULL. */
function textClause(text: string, test: Test, parameters: Parameters): string {
  switch (test.operator) {
    case 'IS NULL':
    case 'IS NOT NULL':
      return `${text} ${test.operator}`;
    case '=':
      return `${text} = ${parameters.add(asStored(test.value))}`;
    case '!=':
      return `${text} <> ${parameters.add(asStored(test.value))}`;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `${text} ${test.operator} ${parameters.add(test.value)}`;
    case 'IN':
    case 'NOT IN': {
      const values = parameters.add(JSON.stringify(test.values.map((value) => storable(value))));
      return `${text} ${test.operator} (SELECT value FROM json_each(${values}))`;
    }
    case 'LIKE':
      return likeClause(text, storable(test.pattern), parameters);
    case 'ILIKE':
      return likeClause(`lower(${text})`, lowerAscii(storable(test.pattern)), parameters);
    default:
      return `${text} IS NOT NULL`;
  }
}

/** A value as the store would have kept it. */
function asStored(value: string | number): string | number {
  return typeof value === 'string' ? storable(value) : value;
}

function likeClause(text: string, pattern: string, parameters: Parameters): string {
  const simple = toSimplePattern(pattern);
  if (simple === null || simple.form === 'any') return `${text} IS NOT NULL`;
  const wanted = parameters.add(simple.text);
  switch (simple.form) {
    case 'equals':
      return `${text} = ${wanted}`;
    case 'starts':
      return `substr(${text}, 1, length(${wanted})) = ${wanted}`;
    case 'ends':
      return `substr(${text}, -length(${wanted})) = ${wanted}`;
    default:
      return `instr(${text}, ${wanted}) > 0`;
  }
}

function isOnSpan({ field }: Condition): boolean {
  return field.of === 'span' || field.of === 'span_attribute';
}

function needsTextTest(test: Test): boolean {
  if (test.operator === 'RLIKE') return true;
  const isPattern = test.operator === 'LIKE' || test.operator === 'ILIKE';
  return isPattern && toSimplePattern(test.pattern) === null;
}

/** The text test as a function. A text that is not there never passes. */
function matcherOf(test: Test): (text: Json) => boolean {
  if (test.operator !== 'LIKE' && test.operator !== 'ILIKE' && test.operator !== 'RLIKE') return () => false;
  const pattern = storable(test.pattern);
  if (test.operator === 'RLIKE') {
    const matches = compileRegularExpression(pattern) ?? (() => false);
    return (text) => typeof text === 'string' && matches(text);
  }
  const insensitive = test.operator === 'ILIKE';
  const matches = compileLike(insensitive ? lowerAscii(pattern) : pattern);
  return (text) => typeof text === 'string' && matches(insensitive ? lowerAscii(text) : text);
}

function toTextTest({ field, test }: Condition): TextTest {
  const matches = matcherOf(test);
  return {
    subjects: (context) => subjectsOf(field, context),
    passes: (subjects) => subjects.some(matches),
  };
}

function toSpanTest(all: Condition[], tested: Condition[]): TextTest {
  const matchers = tested.map(({ test }) => matcherOf(test));
  return {
    subjects: (context) =>
      `(SELECT json_group_array(json_array(${tested
        .map(({ field }) => spanText(field, context))
        .join(', ')})) FROM spans AS s WHERE ${spanClauses(all, context)})`,
    passes: (spans) =>
      spans.some((texts) => matchers.every((matches, index) => matches(asArray(texts)[index] ?? null))),
  };
}

function spanClauses(conditions: Condition[], context: FilterContext): string {
  const clauses = conditions.map(({ field, test }) =>
    textClause(spanText(field, context), test, context.parameters),
  );
  return `s.trace_id = ${context.trace}.trace_id AND (${allOf(clauses)})`;
}

function spanText(field: Field, { parameters }: FilterContext): string {
  if (field.of === 'span_attribute') return memberOf('s.attributes', field.key, parameters);
  return field.of === 'span' ? `s.${field.name}` : 'NULL';
}

/** SQL of the texts that a field has, as a JSON array. */
function subjectsOf(field: Field, context: FilterContext): string {
  switch (field.of) {
    case 'feedback':
    case 'expectation':
      return assessmentTexts(field, context);
    case 'content':
      return `json_array(${context.trace}.request_preview, ${context.trace}.response_preview)`;
    default:
      return `json_array(${traceText(field, context)})`;
  }
}

function toClause({ field, test }: Condition, context: FilterContext): string {
  const { trace, parameters } = context;
  switch (field.of) {
    case 'number':
      return textClause(numberOf(field.name, trace), test, parameters);
    case 'content':
      return `(${['request_preview', 'response_preview']
        .map((column) => textClause(`${trace}.${column}`, test, parameters))
        .join(' OR ')})`;
    case 'prompt':
      return linkClause('prompt', test, context);
    case 'feedback':
    case 'expectation':
      return assessmentClause(field, test, context);
    case 'tag':
      return tagClause(field.key, test, context);
    case 'trace':
      if (field.name === 'run_id' && (test.operator === '=' || test.operator === 'IN')) {
        return linkClause('run', test, context);
      }
      return textClause(traceText(field, context), test, parameters);
    default:
      return textClause(traceText(field, context), test, parameters);
  }
}

/** SQL of a number of a trace; the end of one under way is its beginning, as in MLflow. */
export function numberOf(name: 'timestamp_ms' | 'execution_time_ms' | 'end_time_ms', trace: string): string {
  if (name === 'timestamp_ms') return `${trace}.request_time_ms`;
  if (name === 'execution_time_ms') return `(${trace}.end_time_ms - ${trace}.request_time_ms)`;
  return `coalesce(${trace}.end_time_ms, ${trace}.request_time_ms)`;
}

/** SQL of a text of a trace. */
export function traceText(field: Field, { trace, parameters }: FilterContext): string {
  switch (field.of) {
    case 'tag':
      return tagText(field.key, { trace, parameters });
    case 'metadata':
      return metadataText(field.key, { trace, parameters });
    case 'column':
      return `${trace}.${field.name}`;
    case 'trace':
      switch (field.name) {
        case 'request_id':
          return `${trace}.trace_id`;
        case 'client_request_id':
          return `${trace}.request_id`;
        case 'status':
          return `${trace}.state`;
        case 'name':
          return tagText('mlflow.traceName', { trace, parameters });
        case 'run_id':
          return metadataText('mlflow.sourceRun', { trace, parameters });
      }
    // Falls to what has no text of its own.
    default:
      return 'NULL';
  }
}

/** Equality of tags is in their index. */
function tagClause(key: string, test: Test, context: FilterContext): string {
  const { trace, parameters } = context;
  if (test.operator !== '=' || isDerivedTag(key)) return textClause(tagText(key, context), test, parameters);
  return `EXISTS (SELECT 1 FROM trace_tags AS g
    WHERE g.key = ${parameters.add(storable(key))} AND g.value = ${parameters.add(asStored(test.value))}
    AND g.experiment_id = ${trace}.experiment_id AND g.request_time_ms = ${trace}.request_time_ms
    AND g.trace_row = ${trace}.trace_row)`;
}

function linkClause(kind: 'prompt' | 'run', test: Test, { trace, parameters }: FilterContext): string {
  return `EXISTS (SELECT 1 FROM trace_links AS l WHERE l.trace_id = ${trace}.trace_id AND l.kind = '${kind}'
    AND ${textClause('l.target', test, parameters)})`;
}

type AssessmentField = Extract<Field, { of: 'feedback' | 'expectation' }>;

/** The text of an assessment's value: a string as it is, else its JSON. */
const VALUE_TEXT = `iif(json_type(a.value) = 'text', a.value ->> '$', a.value)`;

/**
 * SQL of a test on an assessment's value. Texts are compared as they are and as JSON; only JSON numbers have an order.
 */
export function assessmentValueClause(test: Test, parameters: Parameters): string {
  switch (test.operator) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `json_type(a.value) IN ('integer', 'real') AND a.numeric_value ${test.operator} ${parameters.add(test.value)}`;
    case '=':
      return `(${VALUE_TEXT} = ${parameters.add(asStored(test.value))} OR a.value = ${parameters.add(asStored(test.value))})`;
    case '!=':
      return `NOT (${VALUE_TEXT} = ${parameters.add(asStored(test.value))} OR a.value = ${parameters.add(asStored(test.value))})`;
    case 'IS NULL':
    case 'IS NOT NULL':
      return 'true';
    default:
      return textClause(VALUE_TEXT, test, parameters);
  }
}

/** The assessments that speak of a trace: its own, and those on its whole session. */
function assessmentSources(field: AssessmentField, { trace, parameters }: FilterContext): string[] {
  const named = `a.name = ${parameters.add(storable(field.name))} AND a.kind = '${field.of}' AND a.valid = 1`;
  return [
    `assessments AS a WHERE a.trace_id = ${trace}.trace_id AND ${named}`,
    `assessments AS a INDEXED BY assessments_by_session WHERE a.session = ${trace}.session
      AND a.session IS NOT NULL AND a.experiment_id = ${trace}.experiment_id AND ${named}`,
  ];
}

function assessmentClause(field: AssessmentField, test: Test, context: FilterContext): string {
  const value = assessmentValueClause(test, context.parameters);
  const exists = assessmentSources(field, context).map(
    (source) => `EXISTS (SELECT 1 FROM ${source} AND ${value})`,
  );
  return `${test.operator === 'IS NULL' ? 'NOT ' : ''}(${exists.join(' OR ')})`;
}

function assessmentTexts(field: AssessmentField, context: FilterContext): string {
  const texts = assessmentSources(field, context).map(
    (source) => `SELECT ${VALUE_TEXT} AS text FROM ${source}`,
  );
  return `(SELECT json_group_array(said.text) FROM (${texts.join(' UNION ALL ')}) AS said)`;
}

/** True when the texts of a row pass every test. */
export function passesTests(tests: TextTest[], subjects: Json): boolean {
  const all = asArray(subjects);
  return tests.every((test, index) => {
    const own = all[index] ?? null;
    return test.passes(asArray(asString(own) === null ? own : null));
  });
}
