/** The one place that writes to the console: structured lines, with secrets taken out. */
import { noKnownSecrets, redactSecrets, type KnownSecrets } from './redaction.ts';

/** What a log line may carry besides its event name. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes one line. Values are redacted, so a credential in an error's text does not reach the log. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  error(event: string, cause: unknown, fields?: LogFields): void;
}

/** The text of anything thrown, one line, without secrets; those that are known by value are found whatever their shape. */
export function describeCause(cause: unknown, known: KnownSecrets = noKnownSecrets): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return redactSecrets(text, known).slice(0, 500);
}

/** How lines are written. */
export interface LogOptions {
  /** `json`: one object a line. `text`: time, level, event, and what it carries as `name=value`. */
  format: 'json' | 'text';
  /** `error` leaves out what is no error. */
  level: 'info' | 'error';
  /** Unix milliseconds. */
  now: () => number;
}

/** Logs lines to the console, which is where the platform collects them. */
export function createLog({ format, level, now }: LogOptions): Log {
  const render = (facts: { level: 'info' | 'error'; event: string } & LogFields): string => {
    const { level: of, event, ...fields } = facts;
    const time = new Date(now()).toISOString();
    if (format === 'json') return redactSecrets(JSON.stringify({ time, level: of, event, ...fields }));
    const pairs = Object.entries(fields)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => `${name}=${typeof value === 'string' ? JSON.stringify(value) : String(value)}`);
    return redactSecrets([time, of, event, ...pairs].join(' '));
  };
  return {
    info(event, fields = {}) {
      if (level === 'error') return;
      // oxlint-disable-next-line no-console -- the logger itself
      console.log(render({ ...fields, level: 'info', event }));
    },
    error(event, cause, fields = {}) {
      // oxlint-disable-next-line no-console -- the logger itself
      console.error(render({ ...fields, level: 'error', event, cause: describeCause(cause) }));
    },
  };
}

/** The log, writing nothing that holds one of the secrets. */
export function withoutSecrets(log: Log, known: KnownSecrets): Log {
  const clean = (fields: LogFields): LogFields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? redactSecrets(value, known) : value,
      ]),
    );
  return {
    info: (event, fields = {}) => log.info(event, clean(fields)),
    error: (event, cause, fields = {}) => log.error(event, describeCause(cause, known), clean(fields)),
  };
}
