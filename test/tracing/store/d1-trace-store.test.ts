/** The trace store on D1 and R2: the contract, and what only this implementation promises. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import { describeTraceStore } from '../../contracts/trace-store.ts';

const now = (): number => Date.now();
const content = createR2ContentStore({ bucket: env.CONTENT, now });
const makeStore = () => createD1TraceStore({ database: env.TRACES, content, now });

describeTraceStore('D1', makeStore);
