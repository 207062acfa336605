/** The port to where scoring work is noted. One contract suite runs against every implementation. */
import type { NewTask, ScoringTask, TaskState } from '../online/task.ts';

/** How many tasks of a job are in which state. */
export type TaskCounts = Record<TaskState, number>;

/** Storage of scoring work. */
export interface TaskStore {
  /**
   * Notes work. What is noted already stays as it is; but a session that went on becomes due again, later, and work on a
   * trace that nobody has begun becomes due earlier when it is asked for earlier.
   *
   * @returns the ids of those that are new or due again
   */
  add(tasks: readonly NewTask[], atMs: number): Promise<string[]>;
  /** Takes a task that is due to work on; null when it is done, not due, or somebody else works on it. */
  claim(taskId: string, lease: { atMs: number; untilMs: number }): Promise<ScoringTask | null>;
  /** Keeps a task that was claimed until then, Unix milliseconds, unless it ended or somebody else has claimed it since. */
  renew(task: ScoringTask, untilMs: number): Promise<void>;
  /** Ends a task; one that became due again in the meantime stays so. */
  finish(
    task: ScoringTask,
    outcome: { state: Exclude<TaskState, 'pending'>; reason: string | null; atMs: number },
  ): Promise<void>;
  /** Puts a task back for later. */
  postpone(taskId: string, wait: { dueAtMs: number; reason: string; atMs: number }): Promise<void>;
  /** Tasks that are due and that nobody works on, the longest waiting first. */
  listDue(atMs: number, limit: number): Promise<string[]>;
  /** Frees everything that somebody worked on: after a restart nobody does. */
  releaseAll(): Promise<void>;
  listByTrace(traceId: string): Promise<ScoringTask[]>;
  /** The task, or null. */
  get(taskId: string): Promise<ScoringTask | null>;
  countByJob(jobId: string): Promise<TaskCounts>;
  /** Pending tasks in all, and when the longest waiting became due; null when none is due. */
  backlog(atMs: number): Promise<{ pending: number; oldestDueAtMs: number | null }>;
  /** Deletes up to `batchSize` rows that did not change since. Returns how many there were. */
  expire(beforeMs: number, batchSize: number): Promise<number>;
}
