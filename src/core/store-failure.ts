/**
 * Tells a store that is away, full or overloaded from a mistake of ours in what we asked of it, by what D1, R2 and Queues
 * say. The first passes: whoever asked may ask again. The second does not.
 */
import { AppError } from './app-error.ts';

/** Of SQLite's codes those by which a database is in no state to answer (https://sqlite.org/rescode.html). */
const PASSING_CODES = /SQLITE_(?:FULL|BUSY|LOCKED|IOERR|NOMEM|CANTOPEN|CORRUPT|INTERRUPT|READONLY|PROTOCOL)/;

/** What the platform says of a store that does not answer (https://developers.cloudflare.com/d1/observability/debug-d1/). */
const PASSING_WORDS =
  /^(?:D1_ERROR|D1_EXEC_ERROR|D1 DB|D1_)|Network connection lost|no answer in \d+ ms|Cannot resolve D1 DB|^(?:get|put|head|list|delete|R2): .*internal error|\(100(?:01|43|54|58)\)/i;

/** True when what was thrown says that a store cannot answer for now. */
export function isStoreFailure(cause: unknown): boolean {
  if (cause instanceof AppError) return cause.code === 'TEMPORARILY_UNAVAILABLE';
  if (!(cause instanceof Error)) return false;
  const { message } = cause;
  if (PASSING_CODES.test(message)) return true;
  return !message.includes('SQLITE_') && PASSING_WORDS.test(message);
}
