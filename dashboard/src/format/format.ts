/** Numbers and times as people read them: in their own language's form and their own time zone. Unknown is a dash. */

const DASH = '–';
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const dateTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export const formatCount = (value: number | null | undefined): string =>
  value === null || value === undefined ? DASH : plain.format(value);

export const formatCompact = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? DASH
    : Math.abs(value) < 10_000
      ? plain.format(value)
      : compact.format(value);

export const formatShare = (value: number | null | undefined): string =>
  value === null || value === undefined || Number.isNaN(value) ? DASH : percent.format(value);

/** USD; small amounts keep two figures that say something. */
export function formatCost(value: number | null | undefined): string {
  if (value === null || value === undefined) return DASH;
  if (value === 0) return '$0';
  const digits =
    value >= 100 ? 0 : value >= 0.1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(Math.abs(value))));
  return `$${value.toLocaleString(undefined, { minimumFractionDigits: value >= 100 ? 0 : 2, maximumFractionDigits: Math.max(2, digits) })}`.replace(
    '$-',
    '-$',
  );
}

/** Milliseconds, in the unit that reads best. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return DASH;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${Math.floor(ms / 3_600_000)} h ${Math.round((ms % 3_600_000) / 60_000)} min`;
}

export const formatTime = (time: string | number): string => dateTime.format(new Date(time));
export const formatFullTime = (time: string | number): string => fullTime.format(new Date(time));
export const formatDay = (time: string | number): string => day.format(new Date(time));

/** Bytes in units of 1024. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return DASH;
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A JSON value on a line. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return DASH;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** So many of something: `1 trace`, `2 traces`. */
export const formatAmount = (count: number, noun: string): string =>
  `${plain.format(count)} ${noun}${count === 1 ? '' : 's'}`;
