/** Forgets entries of the trail that are older than the deployment keeps them, and refusals that many entries have followed. */
import type { AuditStore } from './store/audit-store.ts';

const DAY_MS = 86_400_000;
/** Of the last so many entries those of refusals are kept: whoever sends bad keys from many addresses fills no more than this. */
const MOST_TALLIES = 50_000;

/** One run, of a bounded amount; the next one goes on where it stopped. */
export async function expireAudit({
  services,
  input,
}: {
  services: { audit: AuditStore; now: () => number };
  input: { days: number };
}): Promise<void> {
  const beforeMs = services.now() - input.days * DAY_MS;
  await services.audit.expire({ beforeMs, mostTallies: MOST_TALLIES });
}
