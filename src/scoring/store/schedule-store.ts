/** The port to where schedules and their runs are kept. */
import type { Schedule, ScheduleRun } from '../schedules/schedule.ts';

/** What changes of a schedule; absent members stay. */
export type ScheduleChanges = Partial<Pick<Schedule, 'cron' | 'paused' | 'nextRunAtMs'>>;

/** Storage of schedules. */
export interface ScheduleStore {
  /** False when the experiment has one of that name. */
  create(schedule: Schedule): Promise<boolean>;
  get(scheduleId: string): Promise<Schedule | null>;
  /** By name; null is all experiments. */
  list(experimentId: string | null): Promise<Schedule[]>;
  update(scheduleId: string, changes: ScheduleChanges): Promise<void>;
  /** With its runs. False when there was none. */
  delete(scheduleId: string): Promise<boolean>;
  listDue(atMs: number): Promise<Schedule[]>;
  /** Begins a due run and moves the checkpoint, in one step; false when somebody else did. */
  begin(schedule: Schedule, run: ScheduleRun, nextRunAtMs: number): Promise<boolean>;
  /** Begins a run beside the clock. */
  addRun(run: ScheduleRun): Promise<void>;
  /** Runs that have not ended. */
  listOpenRuns(): Promise<ScheduleRun[]>;
  updateRun(
    runId: string,
    changes: Pick<
      ScheduleRun,
      'state' | 'pageToken' | 'found' | 'added' | 'evaluationId' | 'error' | 'updatedAtMs'
    >,
  ): Promise<void>;
  /** Newest first. */
  listRuns(scheduleId: string, limit: number): Promise<ScheduleRun[]>;
}
