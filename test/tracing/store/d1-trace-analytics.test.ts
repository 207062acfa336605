/** Trace analytics on D1: the contract. */
import { env } from 'cloudflare:workers';
import { createD1AssessmentStore } from '../../../src/tracing/store/d1-assessment-store.ts';
import { createD1TraceAnalytics } from '../../../src/tracing/store/d1-trace-analytics.ts';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import { describeTraceAnalytics } from '../../contracts/trace-analytics.ts';

const now = (): number => Date.now();
const content = createR2ContentStore({ bucket: env.CONTENT, now });

describeTraceAnalytics('D1', () => ({
  analytics: createD1TraceAnalytics({ database: env.TRACES }),
  traces: createD1TraceStore({ database: env.TRACES, content, now }),
  assessments: createD1AssessmentStore({ database: env.TRACES }),
}));
