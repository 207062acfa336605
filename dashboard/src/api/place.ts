/**
 * Where the app lies: a proxy may have put Weir below a path prefix. Every file of the app is at `{prefix}/app/{name}`, so
 * the address of this one tells.
 */

const { origin, pathname } = new URL(import.meta.url);

/** The prefix, such as `/weir`; empty at the root. */
export const prefix = /^(.*)\/app\/[^/]*$/.exec(pathname)?.[1] ?? '';

/** What SDKs are pointed at, without a slash at the end. */
export const weirAddress = origin + prefix;
