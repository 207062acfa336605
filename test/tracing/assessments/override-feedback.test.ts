/** Correcting feedback: the new one takes the old one's name and place, the old one is kept. */
import { describe, expect, it } from 'vitest';
import { getAssessment } from '../../../src/tracing/assessments/get-assessment.ts';
import { overrideFeedback } from '../../../src/tracing/assessments/override-feedback.ts';
import { sampleAssessment, sampleTrace } from '../../contracts/sample-trace.ts';
import { assessments, traces } from '../../helpers/management-app.ts';

const services = { assessments, traces, now: () => 1000 };
const human = { type: 'HUMAN', id: 'ada' } as const;

describe('overriding feedback', () => {
  it('keeps the old one, which no longer counts', async () => {
    const trace = sampleTrace();
    await traces.write([trace]);
    const old = sampleAssessment({ traceId: trace.info.traceId, spanId: '00f067aa0ba902b7', name: 'tone' });
    await assessments.create(old, null);
    const replacement = { value: 'no', source: human, rationale: 'Too curt.' };
    const input = { traceId: old.traceId, assessmentId: old.assessmentId, replacement, within: null };
    const made = await overrideFeedback({ services, input });
    expect(made).toMatchObject({
      name: 'tone',
      spanId: '00f067aa0ba902b7',
      value: 'no',
      overrides: old.assessmentId,
      valid: true,
      createTimeMs: 1000,
    });
    expect(await getAssessment({ services, input })).toEqual({ ...old, valid: false });
  });

  it('refuses an expectation, and what is not there', async () => {
    const expectation = sampleAssessment({ kind: 'expectation' });
    await assessments.create(expectation, null);
    const { traceId, assessmentId } = expectation;
    const replacement = { value: 1, source: human };
    await expect(
      overrideFeedback({ services, input: { traceId, assessmentId, replacement, within: null } }),
    ).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    await expect(
      overrideFeedback({ services, input: { traceId, assessmentId: 'a-none', replacement, within: null } }),
    ).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });
});
