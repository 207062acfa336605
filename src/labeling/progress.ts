/** How far a session is: its items, each reviewer, each question with the answers given and how far people agree. */
import type { Json } from '../core/json.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import { measureAgreement, type Agreement, type AgreementScale, type Rating } from './agreement.ts';
import type { LabelSchema } from './label-schema.ts';
import { MOST_ITEMS, type LabelingSession } from './labeling-session.ts';
import {
  countItems,
  getSession,
  questionsOf,
  type SessionReference,
  type SessionServices,
} from './sessions.ts';
import type { ItemCounts } from './store/labeling-store.ts';

/** What telling the progress needs. */
export interface ProgressServices extends SessionServices {
  assessments: Pick<AssessmentStore, 'listByTrace'>;
}

/** How far one reviewer is. */
export interface ReviewerProgress {
  reviewer: string;
  complete: number;
  skipped: number;
  /** Items they have not done. */
  pending: number;
}

/** What was answered to a question. */
export interface QuestionProgress {
  schema: LabelSchema;
  agreement: Agreement;
  /** How often each answer was given; of free text and numbers none. */
  counts: { value: Json; count: number }[];
}

/** How far a session is. */
export interface SessionProgress {
  session: LabelingSession;
  items: ItemCounts;
  reviewers: ReviewerProgress[];
  questions: QuestionProgress[];
}

const TRACES_AT_ONCE = 500;
const scales: Record<LabelSchema['input']['kind'], AgreementScale> = {
  pass_fail: 'nominal',
  categorical: 'nominal',
  numeric: 'numeric',
  text: 'none',
};

/**
 * Tells the progress. Answers count that people of the session gave under the names of its questions and that still hold,
 * whichever way they gave them.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function tellProgress({
  services,
  input,
}: {
  services: ProgressServices;
  input: SessionReference;
}): Promise<SessionProgress> {
  const session = await getSession({ services, input });
  const { sessionId } = session;
  const counts = (await countItems(services, [session])).get(sessionId);
  const items = counts ?? { PENDING: 0, COMPLETE: 0, DECLINED: 0 };
  const reviews = await services.labeling.listReviews(sessionId, null);
  const total = items.PENDING + items.COMPLETE + items.DECLINED;
  const names = [...new Set([...session.reviewers, ...reviews.map(({ reviewer }) => reviewer)])].sort();
  const reviewers = names.map((reviewer) => {
    const own = reviews.filter((review) => review.reviewer === reviewer);
    const complete = own.filter(({ state }) => state === 'complete').length;
    return { reviewer, complete, skipped: own.length - complete, pending: Math.max(0, total - own.length) };
  });
  const answers = await collectAnswers(services, session, new Set(names));
  const questions = (await questionsOf(services, session)).map((schema) => summarise(schema, answers));
  return { session, items, reviewers, questions };
}

/** Valid answers of the people, on the session's traces, in the order they were given. */
async function collectAnswers(
  services: ProgressServices,
  { sessionId, experimentId }: LabelingSession,
  people: Set<string>,
): Promise<Assessment[]> {
  const page = { order: 'arrival', offset: 0, pageSize: MOST_ITEMS } as const;
  const traceIds = (await services.labeling.listItems(sessionId, page)).map(({ traceId }) => traceId);
  const answers: Assessment[] = [];
  for (let start = 0; start < traceIds.length; start += TRACES_AT_ONCE) {
    const said = await services.assessments.listByTrace(
      traceIds.slice(start, start + TRACES_AT_ONCE),
      experimentId,
    );
    for (const assessments of said.values())
      answers.push(...assessments.filter((one) => isAnswerOf(one, people)));
  }
  return answers;
}

function isAnswerOf({ valid, source }: Assessment, people: Set<string>): boolean {
  return valid && source.type === 'HUMAN' && people.has(source.id.toLowerCase());
}

function summarise(schema: LabelSchema, answers: Assessment[]): QuestionProgress {
  const kind = schema.type === 'FEEDBACK' ? 'feedback' : 'expectation';
  const own = answers.filter((answer) => answer.name === schema.name && answer.kind === kind);
  const ratings: Rating[] = own.map(({ traceId, source, value }) => ({
    traceId,
    reviewer: source.id.toLowerCase(),
    value,
  }));
  const scale = scales[schema.input.kind];
  const counts = scale === 'nominal' ? countValues(schema, ratings) : [];
  return { schema, agreement: measureAgreement(ratings, scale), counts };
}

/** Of several choices each counts. Answers that are none of today's choices are left out. */
function countValues({ input }: LabelSchema, ratings: Rating[]): QuestionProgress['counts'] {
  const choices: Json[] =
    input.kind === 'pass_fail' ? [true, false] : input.kind === 'categorical' ? input.options : [];
  const given = ratings.flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
  return choices.map((value) => ({ value, count: given.filter((one) => one === value).length }));
}
