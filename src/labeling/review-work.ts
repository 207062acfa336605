/** What a reviewer sees: their list, one item with their own answers, and at the end how far people agree. */
import { AppError } from '../core/app-error.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { toConversation } from './conversation/to-conversation.ts';
import type { LabelSchema } from './label-schema.ts';
import { correctionName, MOST_ITEMS, type LabelingSession } from './labeling-session.ts';
import { tellProgress } from './progress.ts';
import type { ReviewerCall } from './review-links.ts';
import type { Answer, Question, ReviewItem, Summary, Work } from './review-wire.ts';
import { questionsOf, type SessionServices } from './sessions.ts';

/** What a reviewer's reading needs. */
export interface ReviewWorkServices extends SessionServices {
  traces: Pick<TraceStore, 'get' | 'getExperimentId'>;
  assessments: Pick<AssessmentStore, 'listByTrace'>;
}

/** The schema id of the answer as it should have been. */
const correctionId = 'correction';

/** A reviewer's list. */
export async function readWork({
  services,
  call,
}: {
  services: ReviewWorkServices;
  call: ReviewerCall;
}): Promise<Work> {
  const { session, reviewer, expiresAtMs } = call;
  const { sessionId, name, description, status } = session;
  const page = { order: 'arrival', offset: 0, pageSize: MOST_ITEMS } as const;
  const [items, reviews, questions] = await Promise.all([
    services.labeling.listItems(sessionId, page),
    services.labeling.listReviews(sessionId, reviewer),
    askedOf(services, session),
  ]);
  const states = new Map(reviews.map((review) => [review.traceId, review.state]));
  return {
    sessionId,
    name,
    description,
    status,
    reviewer,
    expiresAtMs,
    questions,
    items: items.map(({ traceId }) => ({ traceId, state: states.get(traceId) ?? null })),
  };
}

/**
 * An item with the reviewer's own answers.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a trace that is not in the session
 */
export async function readItem({
  services,
  input,
}: {
  services: ReviewWorkServices;
  input: ReviewerCall & { traceId: string };
}): Promise<ReviewItem> {
  const { session, reviewer, traceId } = input;
  await checkItem(services, session, traceId);
  const [trace, said, reviews, questions] = await Promise.all([
    services.traces.get(traceId, session.experimentId),
    services.assessments.listByTrace([traceId], session.experimentId),
    services.labeling.listReviews(session.sessionId, reviewer, [traceId]),
    askedOf(services, session),
  ]);
  return {
    traceId,
    state: reviews[0]?.state ?? null,
    conversation: trace === null ? null : toConversation(trace),
    answers: answersOf(questions, said.get(traceId) ?? [], reviewer),
  };
}

/** How far people agree. Sums only: nobody's answer is told. */
export async function readSummary({
  services,
  call,
}: {
  services: ReviewWorkServices;
  call: ReviewerCall;
}): Promise<Summary> {
  const { sessionId } = call.session;
  const { reviewers, questions } = await tellProgress({ services, input: { sessionId, within: null } });
  const own = reviewers.find(({ reviewer }) => reviewer === call.reviewer);
  return {
    complete: own?.complete ?? 0,
    skipped: own?.skipped ?? 0,
    reviewers: reviewers.filter(({ complete }) => complete > 0).length,
    questions: questions.map(({ schema, agreement }) => ({
      schemaId: schema.schemaId,
      title: schema.title ?? schema.name,
      agreement,
    })),
  };
}

/** The questions of a session as a reviewer is asked them, the correction last. */
export async function askedOf(
  services: Pick<SessionServices, 'labelSchemas'>,
  session: LabelingSession,
): Promise<Question[]> {
  const questions = (await questionsOf(services, session)).map(toQuestion);
  const isAsked = questions.some(({ name, type }) => name === correctionName && type === 'EXPECTATION');
  return session.allowCorrection && !isAsked ? [...questions, correction] : questions;
}

/**
 * Refuses a trace that is not in the session.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function checkItem(
  services: Pick<SessionServices, 'labeling'>,
  { sessionId }: LabelingSession,
  traceId: string,
): Promise<void> {
  const [item] = await services.labeling.getItems(sessionId, [traceId]);
  if (item === undefined) throw new AppError('RESOURCE_DOES_NOT_EXIST', 'This session has no such item.');
}

/** True for what the reviewer said to the question and still says. */
export function isAnswerTo(question: Question, reviewer: string, assessment: Assessment): boolean {
  const kind = question.type === 'FEEDBACK' ? 'feedback' : 'expectation';
  const { name, source, valid } = assessment;
  const isOwn = source.type === 'HUMAN' && source.id.toLowerCase() === reviewer;
  return valid && isOwn && name === question.name && assessment.kind === kind;
}

/** What the reviewer says to each question, by schema id. */
export function answersOf(
  questions: readonly Question[],
  said: readonly Assessment[],
  reviewer: string,
): Record<string, Answer> {
  const answers = questions.flatMap((question): [string, Answer][] => {
    const answer = said.findLast((assessment) => isAnswerTo(question, reviewer, assessment));
    return answer === undefined
      ? []
      : [[question.schemaId, { value: answer.value, comment: answer.rationale }]];
  });
  return Object.fromEntries(answers);
}

const correction: Question = {
  schemaId: correctionId,
  name: correctionName,
  type: 'EXPECTATION',
  title: 'What should the answer have been?',
  instruction: null,
  enableComment: false,
  input: { kind: 'text', maxLength: null },
};

function toQuestion(schema: LabelSchema): Question {
  const { schemaId, name, type, title, instruction, enableComment, input } = schema;
  return { schemaId, name, type, title: title ?? name, instruction, enableComment, input };
}
