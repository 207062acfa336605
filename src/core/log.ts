/** The one place that writes to the console: structured lines, with secrets taken out. */
import { redactSecrets } from './redaction.ts';

/** What a log line may carry besides its event name. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes one line. Values are redacted, so a credential in an error's text does not reach the log. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  error(event: string, cause: unknown, fields?: LogFields): void;
}

/** The text of anything thrown, one line, without secrets. */
export function describeCause(cause: unknown): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return redactSecrets(text).slice(0, 500);
}

/** Logs JSON lines to the console, which is where the platform collects them. */
export const consoleLog: Log = {
  info(event, fields = {}) {
    // oxlint-disable-next-line no-console -- the logger itself
    console.log(redactSecrets(JSON.stringify({ event, ...fields })));
  },
  error(event, cause, fields = {}) {
    // oxlint-disable-next-line no-console -- the logger itself
    console.error(redactSecrets(JSON.stringify({ event, cause: describeCause(cause), ...fields })));
  },
};
