/**
 * What every trace store owes a filter: for any traces and any filter, the traces that a plain reading of the grammar
 * finds, in the order it says. Part of the contract in `trace-store.ts`.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import type { Condition, OrderKey } from '../../src/tracing/filter/condition.ts';
import { readFilter, readOrderBy } from '../../src/tracing/filter/read-filter.ts';
import type { AssessmentStore } from '../../src/tracing/store/assessment-store.ts';
import type { TraceStore } from '../../src/tracing/store/trace-store.ts';
import type { Trace } from '../../src/tracing/trace.ts';
import { anyTraces, type MadeTrace } from './any-traces.ts';
import { filterPlainly, sortPlainly } from './plain-search.ts';
import { newExperiment } from './sample-trace.ts';

/** Runs the filter part of the contract. */
export function describeTraceFilter(
  name: string,
  makeStores: () => { traces: TraceStore; assessments: AssessmentStore },
): void {
  describe(`${name} as a trace store: filters`, () => {
    const { traces, assessments } = makeStores();

    const searchAll = async (
      experimentId: string,
      { filter, orderBy, pageSize }: { filter: Condition[]; orderBy: OrderKey[]; pageSize: number },
    ): Promise<string[]> => {
      const found: string[] = [];
      let pageToken: string | null = '';
      for (let page = 0; pageToken !== null; page++) {
        if (page > 200) throw new Error('The pages do not end.');
        const answer = await traces.search({
          experimentIds: [experimentId],
          filter,
          orderBy,
          pageSize,
          pageToken,
        });
        found.push(...answer.traces.map((trace) => trace.traceId));
        pageToken = answer.nextPageToken;
      }
      return found;
    };

    it('finds what a plain reading finds, for any traces and any filter, in order, page by page', async () => {
      await fc.assert(
        fc.asyncProperty(anyTraces, async ({ made, searches }) => {
          const experimentId = newExperiment();
          const own = made.map((each) => underNewIds(each, experimentId));
          await traces.write(own.map(({ trace }) => trace));
          for (const { said } of own)
            for (const assessment of said) await assessments.create(assessment, null);
          const all = own.map(({ trace }) => trace);
          for (const search of searches) {
            const filter = readFilter(search.filter);
            const orderBy = readOrderBy(search.orderBy);
            const expected = sortPlainly(filterPlainly(all, filter), orderBy).map(idOf);
            const found = await searchAll(experimentId, { filter, orderBy, pageSize: search.pageSize });
            expect({ ...search, found }).toEqual({ ...search, found: expected });
          }
        }),
        { numRuns: 25 },
      );
    }, 180_000);
  });
}

/** The same again: a property is run more than once on what it was given. */
function underNewIds({ trace, said }: MadeTrace, experimentId: string): MadeTrace {
  const traceId = newTraceId();
  const own = said.map((each) => ({ ...each, traceId, assessmentId: `a-${newTraceId()}` }));
  const spans = trace.spans.map((span) => ({ ...span, traceId }));
  return { trace: { info: { ...trace.info, traceId, experimentId, assessments: own }, spans }, said: own };
}

function idOf(trace: Trace): string {
  return trace.info.traceId;
}
