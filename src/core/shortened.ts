/**
 * The marks that stand where content was left out of a body that is longer than what is kept: made where bodies are
 * captured, understood where they are read, counted and shown.
 */

/** What is known of a text whose middle was left out. */
export interface Shortening {
  leftOutBytes: number;
  /** The whole text's bytes; null where only the pieces left out were counted. */
  byteLength: number | null;
  /** Of the whole text in UTF-8, hex; null where it was not computed. */
  sha256: string | null;
}

/** The mark in the middle of a shortened text; plain ASCII, with nothing JSON would escape. */
export function shorteningMark({ leftOutBytes, byteLength, sha256 }: Shortening): string {
  const whole = byteLength === null ? '' : ` of ${byteLength}`;
  const digest = sha256 === null ? '' : `, SHA-256 ${sha256}`;
  return `[weir left out ${leftOutBytes}${whole} bytes${digest}]`;
}

/** The mark in place of members of a list or an object; `memberCount` is how many are missing. */
export function membersMark(memberCount: number): string {
  return `[weir left out ${memberCount} members]`;
}

/** Finds the marks of texts; groups: bytes left out, bytes in all, digest. */
export const SHORTENING_MARK =
  /\[weir left out (\d{1,15})(?: of (\d{1,15}))? bytes(?:, SHA-256 ([0-9a-f]{64}))?\]/g;

const MEMBERS_MARK = /^\[weir left out (\d{1,15}) members\]$/;

/** How many members a mark in a list stands for; null when the value is no such mark. */
export function membersLeftOut(value: unknown): number | null {
  const count = typeof value === 'string' ? MEMBERS_MARK.exec(value)?.[1] : undefined;
  return count === undefined ? null : Number(count);
}

/** How long a list was before members were left out of it. */
export function wholeLength(list: readonly unknown[]): number {
  return list.reduce<number>((length, member) => length + (membersLeftOut(member) ?? 1), 0);
}

/** Bytes of a text before its middle was left out; for a whole text its length in UTF-16 units. */
export function wholeTextLength(text: string): number {
  let length = text.length;
  for (const [mark, leftOut] of text.matchAll(SHORTENING_MARK)) length += Number(leftOut) - mark.length;
  return length;
}

/** The headers that tell of a form's file whose content was left out. */
export function formFileHeaders(byteLength: number, sha256: string): string {
  return `weir-size: ${byteLength}\r\nweir-sha256: ${sha256}`;
}

/** What {@link formFileHeaders} told, out of a part's headers; null for a part that is whole. */
export function readFormFileHeaders(headers: string): { byteLength: number; sha256: string } | null {
  const byteLength = /^weir-size: (\d{1,15})\r?$/m.exec(headers)?.[1];
  const sha256 = /^weir-sha256: ([0-9a-f]{64})\r?$/m.exec(headers)?.[1];
  return byteLength === undefined || sha256 === undefined ? null : { byteLength: Number(byteLength), sha256 };
}
