/** Where this worker's SDKs call: each worker has a fixture upstream and a Weir of its own, so that files run in parallel. */
import { inject } from 'vitest';

/** The two origins of a worker. */
export interface Origins {
  /** The fixture upstream, where SDKs call directly. */
  direct: string;
  /** Weir in front of it. */
  weir: string;
}

// Vitest numbers the workers that run at the same time from 1.
const pair = inject('pairs')[Number(process.env.VITEST_POOL_ID) - 1];
if (pair === undefined) throw new Error(`no Weir for worker ${process.env.VITEST_POOL_ID}`);

/** This worker's origins. */
export const { direct: directOrigin, weir: weirOrigin } = pair;
