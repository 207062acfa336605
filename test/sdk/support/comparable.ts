/**
 * What an SDK returned, as plain data that can be compared between a direct call and one through Weir: classes by name,
 * errors and headers by their members, and without what differs between any two calls.
 */

/** Headers that differ between two calls anyway, or that Weir adds to an answer; nothing else may differ. */
export const ADDED_OR_VOLATILE = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'server-timing',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'content-security-policy',
  'x-content-type-options',
  'x-weir-trace-id',
  'x-weir-feedback-token',
]);

/** Members that are new with every call, by name. */
const VOLATILE_MEMBERS = new Set(['stack', 'attempts', 'totalRetryDelay', 'timestamp', 'invocationId']);

/** The plain form of `value`. */
export function comparable(value: unknown, origin: string): unknown {
  return plain(value, { origin, ancestors: [] });
}

interface Walk {
  origin: string;
  ancestors: object[];
}

function plain(value: unknown, walk: Walk): unknown {
  if (typeof value === 'string') return value.replaceAll(walk.origin, 'http://origin');
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (walk.ancestors.includes(value)) return '[above]';
  const within: Walk = { ...walk, ancestors: [...walk.ancestors, value] };
  if (Array.isArray(value)) return value.map((member) => plain(member, within));
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Headers) return members([...value], within);
  if (value instanceof Map) return [...value].map((entry) => plain(entry, within));
  if (value instanceof Response) return { status: value.status, headers: plain(value.headers, within) };
  if (value instanceof AbortSignal || value instanceof ReadableStream) return `[${value.constructor.name}]`;
  const facts = members(Object.entries(value), within);
  if (value instanceof Error)
    Object.assign(facts, { name: value.name, message: plain(value.message, within) });
  if (value instanceof Error && value.cause !== undefined) facts.cause = plain(value.cause, within);
  const className = value.constructor?.name;
  return className === undefined || className === 'Object' ? facts : { class: className, ...facts };
}

function members(entries: [string, unknown][], walk: Walk): Record<string, unknown> {
  const kept = entries.filter(
    ([name]) => !VOLATILE_MEMBERS.has(name) && !ADDED_OR_VOLATILE.has(name.toLowerCase()),
  );
  return Object.fromEntries(
    kept.map(([name, member]) => [name, plain(member, walk)]).filter(([, member]) => member !== undefined),
  );
}
