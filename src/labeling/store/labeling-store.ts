/**
 * The port to where labeling sessions are kept, with their items and how far each reviewer is. One contract suite runs
 * against every implementation.
 */
import type {
  ItemStatus,
  LabelingItem,
  LabelingSession,
  Review,
  ReviewState,
  SessionChanges,
  SessionStatus,
} from '../labeling-session.ts';

/** Which sessions; absent members do not restrict. */
export interface SessionQuery {
  experimentId?: string;
  status?: SessionStatus;
  /** Assigned to this reviewer. */
  reviewer?: string;
  /** With this trace among their items. */
  traceId?: string;
  offset: number;
  pageSize: number;
}

/** How many items a session has, as a whole, per status. */
export type ItemCounts = Record<ItemStatus, number>;

/** What a reviewer did with an item. */
export interface NewReview {
  sessionId: string;
  traceId: string;
  reviewer: string;
  state: ReviewState;
  atMs: number;
}

/** Storage of sessions. */
export interface LabelingStore {
  /** False when the experiment has a session of that name, whatever the letter case. */
  insertSession(session: LabelingSession): Promise<boolean>;
  getSession(sessionId: string): Promise<LabelingSession | null>;
  /** By its name, whatever the letter case. */
  getSessionByName(experimentId: string, name: string): Promise<LabelingSession | null>;
  /** Newest first. */
  listSessions(query: SessionQuery): Promise<LabelingSession[]>;
  /**
   * Changes a session in one step. `schemaIds` change only while it has no items.
   *
   * @returns why nothing was changed, or `changed`
   */
  updateSession(
    sessionId: string,
    changes: SessionChanges,
    atMs: number,
  ): Promise<'changed' | 'missing' | 'name-taken' | 'has-items'>;
  /** With its items, reviews and links. True when there was one. */
  deleteSession(sessionId: string): Promise<boolean>;

  /** Adds traces after those that are there, which stay as they are; none beyond `mostItems` in all. */
  addItems(
    sessionId: string,
    traceIds: string[],
    options: { atMs: number; mostItems: number },
  ): Promise<{ added: number }>;
  getItems(sessionId: string, traceIds: string[]): Promise<LabelingItem[]>;
  /** In the order they were added, or newest first and then by trace. */
  listItems(
    sessionId: string,
    page: { status?: ItemStatus; order: 'arrival' | 'newest'; offset: number; pageSize: number },
  ): Promise<LabelingItem[]>;
  /** With their reviews. Returns how many there were. */
  removeItems(sessionId: string, traceIds: string[]): Promise<number>;
  countItems(sessionIds: string[]): Promise<Map<string, ItemCounts>>;
  /**
   * Sets the status of an item as a whole. One that has it already keeps who set it.
   *
   * @param to.by whose review it is then too; null only with `PENDING`, which forgets the reviews of the item
   * @returns the item, or null when the session has no such item
   */
  setItemStatus(
    sessionId: string,
    traceId: string,
    to: { status: ItemStatus; by: string | null; atMs: number },
  ): Promise<LabelingItem | null>;

  /**
   * Notes what a reviewer did with an item; what they did before is replaced. When everybody who is assigned has done
   * theirs, the item is complete as a whole, or declined when all skipped it. True when the session has the item.
   */
  putReview(review: NewReview): Promise<boolean>;
  /** Reviews of the session, of one reviewer or of all; of these traces where they are named. */
  listReviews(sessionId: string, reviewer: string | null, traceIds?: string[]): Promise<Review[]>;
}
