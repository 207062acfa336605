/** The model of scorers that run by the clock: when, over what, and what each run did. Times are Unix milliseconds. */

/** What a schedule runs over. */
export type ScheduleSource =
  /** Traces of its experiment that came since the run before. */
  | { kind: 'traces'; filter: string | null }
  /** All records, each time: an evaluation. */
  | { kind: 'dataset'; nameOrId: string };

/** A schedule. */
export interface Schedule {
  scheduleId: string;
  experimentId: string;
  name: string;
  /** Five fields, UTC. */
  cron: string;
  source: ScheduleSource;
  /** Names of scorers, newest version at each run. */
  scorers: string[];
  paused: boolean;
  /** The only experiment that whoever made it may see; null is all. Its runs see no more. */
  within: string | null;
  /** The checkpoint: what came before was taken. */
  scoredUntilMs: number;
  nextRunAtMs: number;
  createdAtMs: number;
}

/** How far a run is: finding traces, scoring them, done. */
export type ScheduleRunState = 'collecting' | 'running' | 'finished' | 'failed';

/** A run of a schedule. */
export interface ScheduleRun {
  runId: string;
  scheduleId: string;
  /** Inclusive. */
  fromMs: number;
  /** Exclusive. */
  toMs: number;
  state: ScheduleRunState;
  pageToken: string | null;
  /** Traces that matched. */
  found: number;
  /** Pieces of work that had not been done, nor noted, before. */
  added: number;
  evaluationId: string | null;
  /** The experiment that calls of judges are filed in, which whoever asked for the run may see; null is that of all judges. */
  judgesFiledIn: string | null;
  error: string | null;
  createdAtMs: number;
  updatedAtMs: number;
}
