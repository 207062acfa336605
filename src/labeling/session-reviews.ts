/** What reviewers said, item by item: for whoever leads a session. Reviewers themselves do not see each other's answers. */
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { listItems } from './items.ts';
import type { ItemStatus, LabelingItem, Review, ReviewState } from './labeling-session.ts';
import type { Answer, Question } from './review-wire.ts';
import { answersOf, askedOf } from './review-work.ts';
import { getSession, type SessionReference, type SessionServices } from './sessions.ts';

/** What listing needs. */
export interface SessionReviewsServices extends SessionServices {
  traces: Pick<TraceStore, 'getInfos'>;
  assessments: Pick<AssessmentStore, 'listByTrace'>;
}

/** What one person did with an item, and said of it. */
export interface ReviewerVerdict {
  reviewer: string;
  /** Null: not done yet, or said in another way than in the session. */
  state: ReviewState | null;
  /** By schema id. */
  answers: Record<string, Answer>;
}

/** An item with everybody's verdicts. */
export interface ReviewedItem {
  item: LabelingItem;
  /** The beginning of what was asked; null when the trace is gone or its content was not kept. */
  requestPreview: string | null;
  /** The assigned first; people who neither did nor said anything are absent. */
  reviews: ReviewerVerdict[];
}

/**
 * Items in the order they were added, with what everybody said.
 *
 * @returns also the questions the answers were given to, and where the next page begins
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function listReviewedItems({
  services,
  input,
}: {
  services: SessionReviewsServices;
  input: SessionReference & { status?: ItemStatus; offset: number; pageSize: number };
}): Promise<{ questions: Question[]; items: ReviewedItem[]; nextOffset: number | null }> {
  const session = await getSession({ services, input });
  const { items, nextOffset } = await listItems({ services, input: { ...input, order: 'arrival' } });
  const traceIds = items.map(({ traceId }) => traceId);
  const [questions, reviews, said, infos] = await Promise.all([
    askedOf(services, session),
    services.labeling.listReviews(session.sessionId, null, traceIds),
    services.assessments.listByTrace(traceIds, session.experimentId),
    services.traces.getInfos(traceIds, session.experimentId),
  ]);
  const previews = new Map(infos.map((info) => [info.traceId, info.requestPreview]));
  const reviewed = items.map((item) => ({
    item,
    requestPreview: previews.get(item.traceId) ?? null,
    reviews: verdictsOf({
      questions,
      assigned: session.reviewers,
      reviews: reviews.filter(({ traceId }) => traceId === item.traceId),
      said: said.get(item.traceId) ?? [],
    }),
  }));
  return { questions, items: reviewed, nextOffset };
}

function verdictsOf(of: {
  questions: Question[];
  assigned: string[];
  reviews: Review[];
  said: Assessment[];
}): ReviewerVerdict[] {
  const { questions, assigned, reviews, said } = of;
  const people = [...new Set([...assigned, ...reviews.map(({ reviewer }) => reviewer)])];
  return people.flatMap((reviewer) => {
    const state = reviews.find((review) => review.reviewer === reviewer)?.state ?? null;
    const answers = answersOf(questions, said, reviewer);
    return state === null && Object.keys(answers).length === 0 ? [] : [{ reviewer, state, answers }];
  });
}
