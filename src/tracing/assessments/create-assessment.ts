/** Says something of a trace: feedback, or what its answer should have been. */
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { randomHex } from '../../core/ids.ts';
import type { Json } from '../../core/json.ts';
import type { AssessmentStore } from '../store/assessment-store.ts';
import type { Assessment, AssessmentError, AssessmentSource } from './assessment.ts';

/** MLflow's bound on names of assessments. */
const MAX_NAME_CHARACTERS = 250;
const MAX_ID_CHARACTERS = 200;

/** What the verbs that change assessments need. */
export interface AssessmentServices {
  assessments: AssessmentStore;
  /** Unix milliseconds. */
  now: () => number;
}

/** A new assessment; absent members are null, empty, or made here. */
export interface NewAssessment {
  /** When the caller chooses it, a repeated call changes nothing. */
  assessmentId?: string;
  traceId: string;
  spanId?: string | null;
  name: string;
  kind: Assessment['kind'];
  value: Json;
  /** Feedback only. */
  error?: AssessmentError | null;
  source: AssessmentSource;
  rationale?: string | null;
  metadata?: Record<string, string>;
  /** The assessment of the same trace that this one corrects; it becomes invalid. */
  overrides?: string | null;
  /** Unix milliseconds; absent: now. */
  createTimeMs?: number;
  lastUpdateTimeMs?: number;
}

/**
 * Creates an assessment. Its trace may not have arrived yet: the assessment is kept and joins it when it does, a trace of
 * the experiment within which it was made. A trace the caller may not see is to them one that has not arrived.
 *
 * @param input.within the only experiment the caller may see; null is all
 * @returns what is kept: the new assessment, or the one that was there under the caller's id
 * @throws AppError INVALID_PARAMETER_VALUE; RESOURCE_DOES_NOT_EXIST when `overrides` names no assessment of the trace
 */
export async function createAssessment({
  services,
  input,
}: {
  services: AssessmentServices;
  input: { assessment: NewAssessment; within: string | null };
}): Promise<Assessment> {
  const { assessment, within } = input;
  const [kept] = await createAssessments({ services, input: { assessments: [assessment], within } });
  if (kept === undefined) throw noSuchAssessment(assessment.traceId, assessment.overrides ?? '');
  return kept;
}

/**
 * Creates several assessments, as {@link createAssessment} does one. When one is not as it should be, none is kept.
 *
 * @throws AppError as {@link createAssessment}
 */
export async function createAssessments({
  services,
  input,
}: {
  services: AssessmentServices;
  input: { assessments: NewAssessment[]; within: string | null };
}): Promise<Assessment[]> {
  const nowMs = services.now();
  const wanted = input.assessments.map((assessment) => complete(assessment, nowMs));
  const kept = await services.assessments.createAll(wanted, input.within);
  return wanted.map(({ traceId, overrides }, index) => {
    const one = kept[index] ?? null;
    if (one === null) throw noSuchAssessment(traceId, overrides ?? '');
    return one;
  });
}

/** The failure for an id that names nothing, in MLflow's words. */
export function noSuchAssessment(traceId: string, assessmentId: string): AppError {
  return new AppError(
    'RESOURCE_DOES_NOT_EXIST',
    `Assessment with ID '${assessmentId}' not found for trace '${traceId}'`,
  );
}

/**
 * Checks the name of an assessment.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkAssessmentName(name: string): void {
  if (name.trim() === '' || name.length > MAX_NAME_CHARACTERS) {
    throw invalidParameter('name', `1 to ${MAX_NAME_CHARACTERS} characters`);
  }
}

function complete(wanted: NewAssessment, nowMs: number): Assessment {
  const assessmentId = wanted.assessmentId ?? `a-${randomHex(16)}`;
  checkAssessmentName(wanted.name);
  for (const [field, id] of [
    ['trace_id', wanted.traceId],
    ['assessment_id', assessmentId],
  ] as const) {
    if (id === '' || id.length > MAX_ID_CHARACTERS || id.includes('\0')) {
      throw invalidParameter(field, `1 to ${MAX_ID_CHARACTERS} characters`);
    }
  }
  const error = wanted.error ?? null;
  checkValue({ ...wanted, error });
  const createTimeMs = wanted.createTimeMs ?? nowMs;
  return {
    assessmentId,
    traceId: wanted.traceId,
    spanId: wanted.spanId ?? null,
    name: wanted.name,
    kind: wanted.kind,
    value: wanted.value,
    error,
    source: wanted.source,
    rationale: wanted.rationale ?? null,
    metadata: wanted.metadata ?? {},
    overrides: wanted.overrides ?? null,
    valid: true,
    createTimeMs,
    lastUpdateTimeMs: wanted.lastUpdateTimeMs ?? createTimeMs,
  };
}

/**
 * Checks a value against its kind: only feedback has an error. A scorer may have nothing to say (`Feedback(value=None)`
 * in MLflow), so feedback without a value is feedback; an expectation without one expects nothing.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkValue({ kind, value, error }: Pick<Assessment, 'kind' | 'value' | 'error'>): void {
  if (kind === 'expectation' && error !== null)
    throw invalidParameter('expectation', 'a value, not an error');
  if (kind === 'expectation' && value === null) throw invalidParameter(kind, 'a value that is not null');
}
