/**
 * Reads from the nearest copy of a database, by D1's Sessions API: where read replication is on, a question from far away
 * need not travel to the primary. What this isolate changed or read through here, it sees here afterwards: sessions go on
 * from the bookmark of the last one. Without replicas, as on one machine, everything is asked of the one database there is.
 */

/** What statements are prepared and run with. */
export type Statements = Pick<D1Database, 'prepare' | 'batch'>;

/** Access to the nearest copy. */
export interface Nearby {
  /**
   * Runs the work on a copy that is at least as new as what was seen through here. Writes go to the primary by themselves.
   */
  run<Result>(work: (session: Statements) => Promise<Result>): Promise<Result>;
}

/** Access to the nearest copy of a database. Keep one per isolate. */
export function createNearby(database: D1Database): Nearby {
  // Sortable: the later is the greater (https://developers.cloudflare.com/d1/reference/glossary/).
  let bookmark: string | null = null;
  return {
    async run(work) {
      const session = database.withSession(bookmark ?? 'first-unconstrained');
      const result = await work(session);
      const seen = session.getBookmark();
      if (seen !== null && (bookmark === null || seen > bookmark)) bookmark = seen;
      return result;
    },
  };
}
