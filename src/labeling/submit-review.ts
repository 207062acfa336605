/**
 * Takes in what a reviewer says of an item. Answers are HUMAN assessments on the trace, each over what the same person said
 * to the same question before. Sent twice, it counts once, so an app may send again whatever it is not sure of.
 */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { toHex } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { mergeRecords, type MergeRecordsServices } from '../datasets/merge-records.ts';
import { traceToRecord } from '../datasets/trace-to-record.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import { checkAnswer } from './label-schema.ts';
import type { ReviewerCall } from './review-links.ts';
import { askedOf, checkItem, isAnswerTo, type ReviewWorkServices } from './review-work.ts';
import type { Answer, Question, Submission } from './review-wire.ts';

/** What taking answers in needs. */
export interface SubmitReviewServices extends ReviewWorkServices, MergeRecordsServices {
  assessments: AssessmentStore;
  log: Log;
}

/** Far above what people say of one answer, far below what makes a trace slow to read. */
const MOST_PER_TRACE = 1000;
const MAX_COMMENT_CHARACTERS = 10_000;
/** On an assessment: the session it was given in. */
const sessionKey = 'weir.labeling.session';

/**
 * Takes a submission in.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a trace that is not in the session, or is gone; INVALID_PARAMETER_VALUE for
 *   an answer that does not fit its question, and for an item that is done without an answer; RESOURCE_CONFLICT when the
 *   session is closed; RESOURCE_EXHAUSTED for a trace that is full
 */
export async function submitReview({
  services,
  input,
}: {
  services: SubmitReviewServices;
  input: ReviewerCall & { traceId: string; submission: Submission };
}): Promise<void> {
  const { session, reviewer, traceId, submission } = input;
  if (session.status === 'closed') throw new AppError('RESOURCE_CONFLICT', 'This session is closed.');
  await checkItem(services, session, traceId);
  const questions = await askedOf(services, session);
  const answers = checkAnswers(questions, submission);
  const within = session.experimentId;
  if (answers.length > 0 && (await services.traces.getExperimentId(traceId, within)) === null) {
    throw new AppError('RESOURCE_DOES_NOT_EXIST', 'This conversation is not kept any more.');
  }
  for (const { question, answer } of answers) {
    if (answer === null) await takeBack(services, { question, reviewer, traceId, within });
    else await say(services, { question, answer, input });
  }
  if (submission.state === 'complete') await refuseSilence(services, questions, input);
  if (submission.state !== null) {
    const { sessionId } = session;
    const atMs = services.now();
    await services.labeling.putReview({ sessionId, traceId, reviewer, state: submission.state, atMs });
  }
  const saysExpectation = answers.some(({ question }) => question.type === 'EXPECTATION');
  if (saysExpectation && session.datasetId !== null) {
    await flowIntoDataset(services, { traceId, datasetId: session.datasetId, reviewer, within });
  }
}

interface Given {
  question: Question;
  answer: Answer | null;
}

function checkAnswers(questions: Question[], { answers }: Submission): Given[] {
  return Object.entries(answers).map(([schemaId, answer]) => {
    const question = questions.find((asked) => asked.schemaId === schemaId);
    if (question === undefined)
      throw invalidParameter(`answers.${schemaId.slice(0, 100)}`, 'a question of the session');
    if (answer === null) return { question, answer };
    checkAnswer(question.input, answer.value, `answers.${schemaId}.value`);
    if (answer.comment !== null && answer.comment.length > MAX_COMMENT_CHARACTERS) {
      throw invalidParameter(`answers.${schemaId}.comment`, `at most ${MAX_COMMENT_CHARACTERS} characters`);
    }
    return { question, answer };
  });
}

interface Saying {
  question: Question;
  answer: Answer;
  input: ReviewerCall & { traceId: string; submission: Submission };
}

async function say(services: SubmitReviewServices, { question, answer, input }: Saying): Promise<void> {
  const { session, reviewer, traceId, submission } = input;
  const atMs = services.now();
  const comment = answer.comment?.trim() ?? '';
  const assessment: Assessment = {
    assessmentId: await assessmentIdOf([
      session.sessionId,
      traceId,
      reviewer,
      question.schemaId,
      submission.submissionId,
    ]),
    traceId,
    spanId: null,
    name: question.name,
    kind: question.type === 'FEEDBACK' ? 'feedback' : 'expectation',
    value: answer.value,
    error: null,
    source: { type: 'HUMAN', id: reviewer },
    rationale: comment === '' ? null : comment,
    metadata: { [sessionKey]: session.sessionId },
    overrides: null,
    valid: true,
    createTimeMs: atMs,
    lastUpdateTimeMs: atMs,
  };
  const options = { mostPerTrace: MOST_PER_TRACE, within: session.experimentId };
  if ((await services.assessments.createOverPrevious(assessment, options)) !== null) return;
  throw new AppError('RESOURCE_EXHAUSTED', 'This conversation has as many answers as it can hold.');
}

/** The same submission makes the same id. */
async function assessmentIdOf(parts: string[]): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return `a-${toHex(digest.subarray(0, 16))}`;
}

/** Takes back what the reviewer said to the question, and what that had replaced. */
async function takeBack(
  services: SubmitReviewServices,
  {
    question,
    reviewer,
    traceId,
    within,
  }: { question: Question; reviewer: string; traceId: string; within: string },
): Promise<void> {
  const said = (await services.assessments.listByTrace([traceId], within)).get(traceId) ?? [];
  const own = said.filter((assessment) => isAnswerTo(question, reviewer, { ...assessment, valid: true }));
  for (const { assessmentId } of own) await services.assessments.delete({ traceId, assessmentId, within });
}

/** An item is done when something was said of it; otherwise it is skipped. */
async function refuseSilence(
  services: SubmitReviewServices,
  questions: Question[],
  { session, traceId, reviewer }: ReviewerCall & { traceId: string },
): Promise<void> {
  const said = (await services.assessments.listByTrace([traceId], session.experimentId)).get(traceId) ?? [];
  const isAnswered = questions.some((question) =>
    said.some((assessment) => isAnswerTo(question, reviewer, assessment)),
  );
  if (!isAnswered) throw invalidParameter('answers', 'at least one answer, or the state skipped');
}

/** The trace as a record with what should have been. A trace without content is none; that is no fault of the reviewer. */
async function flowIntoDataset(
  services: SubmitReviewServices,
  {
    traceId,
    datasetId,
    reviewer,
    within,
  }: { traceId: string; datasetId: string; reviewer: string; within: string },
): Promise<void> {
  const trace = await services.traces.get(traceId, within);
  const said = (await services.assessments.listByTrace([traceId], within)).get(traceId) ?? [];
  const record = trace === null ? null : traceToRecord(trace, said);
  if (record === null || Object.keys(record.expectations ?? {}).length === 0) return;
  try {
    const input = { nameOrId: datasetId, within: null, records: [record], by: reviewer };
    await mergeRecords({ services, input });
  } catch (cause) {
    // A dataset that was deleted, or takes another style, must not cost the answer. Other failures are sent again.
    if (!(cause instanceof AppError) || cause.status >= 500) throw cause;
    services.log.error('labeling-record-refused', cause, { traceId, datasetId });
  }
}
