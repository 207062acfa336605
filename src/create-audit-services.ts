/** The part of the composition root that belongs to the trail, and to the limit on refused credentials. */
import { createPlatformRefusalLimit } from './access/store/platform-refusal-limit.ts';
import { createRefusals, type CountedRefusals } from './audit/count-refusals.ts';
import type { AuditStore } from './audit/store/audit-store.ts';
import { createD1AuditStore } from './audit/store/d1-audit-store.ts';
import type { Log } from './core/log.ts';

/** What the trail adds to the services. */
export interface AuditServices {
  audit: AuditStore;
  /** Counts refused credentials, and slows whoever sends many. */
  refusals: CountedRefusals;
  /** Keeps work going once the answer has gone. */
  keepAlive: (work: Promise<unknown>) => void;
}

/** Builds them. */
export function createAuditServices(
  env: Env,
  options: { log: Log; now: () => number; keepAlive: (work: Promise<unknown>) => void },
): AuditServices {
  const audit = createD1AuditStore({ database: env.REGISTRY });
  const isWithinLimit = createPlatformRefusalLimit({ counter: env.REFUSALS_BY_ADDRESS, log: options.log });
  return {
    audit,
    refusals: createRefusals({ ...options, audit, isWithinLimit }),
    keepAlive: options.keepAlive,
  };
}
