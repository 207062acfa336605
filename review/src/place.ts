/** Where this page lies: `{prefix}/review/{session}`. A proxy may have put Weir below a prefix. */
const [, found = '', session = ''] = /^(.*?)\/review\/([^/]+)/.exec(location.pathname) ?? [];

/** What stands before Weir's own paths; empty when nothing does. */
export const prefix = found;
/** The session that the address names. */
export const sessionId = decodeURIComponent(session);
