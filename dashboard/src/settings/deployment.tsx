/** What the deployment is set to. Changed by its variables, not here. */
import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../api/queries.ts';
import type { Settings } from '../api/types.ts';
import { Failure, Skeleton } from '../components/states.tsx';
import { formatBytes } from '../format/format.ts';

const yes = (value: boolean) => (value ? 'yes' : 'no');

const rows: [variable: string, meaning: string, value: (settings: Settings) => string][] = [
  ['WEIR_PROXY_AUTH', 'Whether callers need a Weir key', ({ proxy_auth: auth }) => auth],
  ['WEIR_CAPTURE', 'What is kept of each body', ({ capture }) => capture],
  [
    'WEIR_CAPTURE_LIMIT_BYTES',
    'How much is kept of each body',
    (settings) => formatBytes(settings.capture_limit_bytes),
  ],
  ['WEIR_STREAM_USAGE', 'Whether streams are asked for usage', ({ stream_usage: usage }) => usage],
  ['WEIR_RETENTION_DAYS', 'Days that traces are kept', (settings) => String(settings.retention_days)],
  ['WEIR_DEMO', 'The built-in model', ({ demo }) => yes(demo)],
  ['WEIR_SIGNING_KEY', 'Feedback tokens can be given', (settings) => yes(settings.has_signing_key)],
  [
    'WEIR_FEEDBACK_ORIGINS',
    'Pages that may give feedback',
    (settings) => settings.feedback_origins.join(', ') || 'none',
  ],
  ['WEIR_JUDGE_MODEL', 'The model that judges', (settings) => settings.judge_model ?? 'none'],
];

export function Deployment() {
  const settings = useQuery(settingsQuery);
  if (settings.isError) return <Failure cause={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.isPending) return <Skeleton />;
  return (
    <dl className="grid max-w-4xl gap-x-6 p-4 text-sm sm:grid-cols-[auto_1fr_auto]">
      {rows.map(([variable, meaning, value]) => (
        <div key={variable} className="contents">
          <dt className="py-1 font-mono text-xs">{variable}</dt>
          <dd className="py-1 text-muted">{meaning}</dd>
          <dd className="pb-2 font-medium wrap-anywhere sm:py-1">{value(settings.data)}</dd>
        </div>
      ))}
    </dl>
  );
}
