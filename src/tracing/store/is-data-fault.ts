/** Tells a write that the store refused for what it was given from a store that cannot be reached for now. */

/**
 * SQLite's result codes for bad values (sqlite.org/rescode.html), D1's words for its limits
 * (developers.cloudflare.com/d1/platform/limits/), and its refusal of values it cannot bind.
 */
const DATA_FAULT =
  /SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH|RANGE)|constraint failed|string or blob too big|too many SQL variables|statement too long|malformed JSON|D1_TYPE_ERROR/i;

/** True when the same data would be refused again: whoever wrote several traces finds the one at fault by writing them apart. */
export function isDataFault(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (DATA_FAULT.test(error.message)) return true;
    // A value that the code which writes it did not expect.
    if (error instanceof TypeError || error instanceof RangeError)
      return !/network|fetch/i.test(error.message);
  }
  return false;
}
