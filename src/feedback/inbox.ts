/**
 * The ports to what feedback leaves for later: votes that the store refused, and word of traces that people spoke of. What
 * the inbox has taken is not lost.
 */
import type { TraceScope } from './trace-scope.ts';
import type { Vote } from './vote.ts';

/** What can wait in the inbox. */
export type InboxMessage =
  | {
      kind: 'votes';
      votes: Vote[];
      /** Absent from messages of before: whichever experiment owns the trace. */
      scope?: TraceScope;
    }
  /** People said something of this trace; what follows from it is done off the path. */
  | {
      kind: 'given';
      traceId: string;
      /** The experiment whose trace is meant; absent or null: whichever owns the id. */
      within?: string | null;
      atMs: number;
    };

/** A message with its place in the spool, if it has one. */
export interface WaitingMessage {
  message: InboxMessage;
  spoolKey: string | null;
}

/** Takes messages and gives them back. */
export interface FeedbackInbox {
  /** Rejects only when queue and spool both refuse. */
  put(message: InboxMessage): Promise<void>;
  /** What a delivery's body holds; null when it has been dealt with, or is none of ours. */
  open(body: unknown): Promise<WaitingMessage | null>;
  /** Forgets a message that has been dealt with. */
  done(waiting: WaitingMessage): Promise<void>;
  /** Keeps a message that can never be dealt with, for people to look at. */
  setAside(waiting: WaitingMessage, reason: string): Promise<void>;
  /** Sends again what has lain in the spool since before this moment, Unix milliseconds. Returns how many. */
  sweep(beforeMs: number): Promise<number>;
}
