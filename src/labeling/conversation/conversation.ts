/** A trace as the conversation it was: what a reviewer reads. Plain data, without markup. */

/** A piece of what somebody said. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'reasoning'; text: string }
  /** `url` is a `data:` URL when `inline`, else an address that nobody fetches on their own. */
  | { kind: 'image'; url: string; inline: boolean }
  | { kind: 'tool_call'; id: string | null; name: string; arguments: string }
  | { kind: 'tool_result'; id: string | null; name: string | null; text: string }
  | { kind: 'attachment'; name: string }
  /** What has no better form, as JSON. */
  | { kind: 'data'; json: string };

/** What somebody said at once. */
export interface Turn {
  /** `system`, `user`, `assistant`, `tool`, or what the caller wrote. */
  role: string;
  parts: Part[];
}

/** A conversation. */
export interface Conversation {
  turns: Turn[];
  /** Where the answer under review begins among the turns. */
  answerAt: number;
  /** What went wrong, when the call failed. */
  error: string | null;
  /** Unix milliseconds. */
  atMs: number;
  model: string | null;
}
