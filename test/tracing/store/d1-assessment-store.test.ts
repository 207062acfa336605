/** The assessment store on D1: the contract, and what it costs. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createD1AssessmentStore } from '../../../src/tracing/store/d1-assessment-store.ts';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import { describeAssessmentStore } from '../../contracts/assessment-store.ts';
import { sampleAssessment, sampleTrace } from '../../contracts/sample-trace.ts';

const now = (): number => Date.now();
const content = createR2ContentStore({ bucket: env.CONTENT, now });
const traces = createD1TraceStore({ database: env.TRACES, content, now });
const assessments = createD1AssessmentStore({ database: env.TRACES });

describeAssessmentStore('D1', () => ({ assessments, traces }));

describe('the D1 assessment store', () => {
  it('keeps values as numbers where they are, for averages', async () => {
    const trace = sampleTrace();
    await traces.write([trace]);
    const values = [4, 0.5, true, false, 'yes', ' No ', 'maybe', '4', [1], null];
    for (const [index, value] of values.entries()) {
      await assessments.create(
        sampleAssessment({ traceId: trace.info.traceId, assessmentId: `a-${index}`, value }),
        null,
      );
    }
    const { results } = await env.TRACES.prepare(
      'SELECT numeric_value AS n FROM assessments WHERE trace_id = ?1 ORDER BY assessment_id',
    )
      .bind(trace.info.traceId)
      .all<{ n: number | null }>();
    expect(results.map((row) => row.n)).toEqual([4, 0.5, 1, 0, 1, 0, null, null, null, null]);
  });
});
