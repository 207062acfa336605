/** The port to where review links are noted: not the links themselves, which are signed, but that they hold. */

/** A link that lets one reviewer into one session. Times are Unix milliseconds. */
export interface ReviewLink {
  /** 32 hex digits. */
  linkId: string;
  sessionId: string;
  reviewer: string;
  createdAtMs: number;
  expiresAtMs: number;
  /** Null while it holds. */
  revokedAtMs: number | null;
}

/** Storage of links. */
export interface ReviewLinkStore {
  insert(links: ReviewLink[]): Promise<void>;
  get(linkId: string): Promise<ReviewLink | null>;
  /** Newest first. */
  list(sessionId: string): Promise<ReviewLink[]>;
  /** Ends it; one that has ended stays as it is. The link, or null when the session has none of that id. */
  revoke(sessionId: string, linkId: string, atMs: number): Promise<ReviewLink | null>;
}
