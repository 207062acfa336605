/** Sends what reviewers of a session expect into a dataset, whichever dataset the session itself names, if any. */
import { mergeRecords, type MergeRecordsServices } from '../datasets/merge-records.ts';
import { traceToRecord } from '../datasets/trace-to-record.ts';
import type { NewRecord } from '../datasets/dataset.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { listItems } from './items.ts';
import { askedOf, isAnswerTo } from './review-work.ts';
import { getSession, type SessionReference, type SessionServices } from './sessions.ts';

/** What sending needs. */
export interface SendExpectationsServices extends SessionServices, MergeRecordsServices {
  traces: Pick<TraceStore, 'get'>;
  assessments: Pick<AssessmentStore, 'listByTrace'>;
}

/** What sending did with one page of the items. */
export interface SentExpectations {
  insertedCount: number;
  updatedCount: number;
  /** Items that somebody expected something of, but whose content is not kept any more. */
  missingCount: number;
  /** Where to go on; null when it was the last page. */
  nextOffset: number | null;
}

/** Each item is read in full, so a page bounds what one call does. */
const PAGE_ITEMS = 100;

/**
 * Makes records of one page of items: those that the session's people answered with an expectation. The same inputs are the
 * same record, so sending again changes nothing but what was corrected meanwhile.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a session or dataset the caller may not see; INVALID_PARAMETER_VALUE for a
 *   dataset of another style
 */
export async function sendExpectations({
  services,
  input,
}: {
  services: SendExpectationsServices;
  input: SessionReference & { dataset: string; offset: number };
}): Promise<SentExpectations> {
  const { within, dataset, offset } = input;
  const session = await getSession({ services, input });
  const page = { ...input, order: 'arrival', offset, pageSize: PAGE_ITEMS } as const;
  const { items, nextOffset } = await listItems({ services, input: page });
  const traceIds = items.map(({ traceId }) => traceId);
  const [questions, reviews, said] = await Promise.all([
    askedOf(services, session),
    services.labeling.listReviews(session.sessionId, null, traceIds),
    services.assessments.listByTrace(traceIds, session.experimentId),
  ]);
  const expected = questions.filter(({ type }) => type === 'EXPECTATION');
  const people = [...new Set([...session.reviewers, ...reviews.map(({ reviewer }) => reviewer)])];
  const records: NewRecord[] = [];
  let missingCount = 0;
  for (const traceId of traceIds) {
    const ofTrace = said.get(traceId) ?? [];
    const isExpected = ofTrace.some((assessment) =>
      expected.some((question) => people.some((person) => isAnswerTo(question, person, assessment))),
    );
    if (!isExpected) continue;
    const trace = await services.traces.get(traceId, session.experimentId);
    const record = trace === null ? null : traceToRecord(trace, ofTrace);
    if (record === null) missingCount += 1;
    else records.push(record);
  }
  const merged = await mergeRecords({ services, input: { nameOrId: dataset, within, records, by: null } });
  const { insertedCount, updatedCount } = merged;
  return { insertedCount, updatedCount, missingCount, nextOffset };
}
