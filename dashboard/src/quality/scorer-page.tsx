/** One scorer: what it is, how it has judged over time, and the latest verdicts, those that fail first. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { scorersQuery, scorerVersionsQuery } from '../api/quality-queries.ts';
import { settingsQuery } from '../api/queries.ts';
import type { Scorer } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { JsonView } from '../components/json-view.tsx';
import { Card, Page } from '../components/page.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { formatTime } from '../format/format.ts';
import { TimeSelect } from '../traces/time-select.tsx';
import { JudgeNotice } from './judge-notice.tsx';
import { asksModel, kindNames, readScorer } from './read-scorer.ts';
import { ScorerActions } from './scorer-actions.tsx';
import { ScorerRates, Verdicts } from './scorer-results.tsx';
import { Sample } from './scorers.tsx';
import { FactList } from './fact-list.tsx';
import { useExperiment, useExperimentName } from './use-experiment.ts';

export function ScorerPage() {
  const { name } = useParams({ from: '/signed-in/quality/scorers/$name' });
  const search = useSearch({ from: '/signed-in/quality/scorers/$name' });
  const navigate = useNavigate();
  const mayWrite = useMay('write');
  const experiment = useExperiment(search.experiment);
  const scorers = useQuery({ ...scorersQuery(experiment ?? ''), enabled: experiment !== undefined });
  const scorer = scorers.data?.find((one) => one.name === name);
  const range = search.range ?? '30d';
  return (
    <Page
      title={
        <span className="flex items-center gap-2">
          <Link to="/quality" search={{ tab: 'scorers', experiment }} className="text-muted hover:underline">
            Scorers
          </Link>
          <span className="text-muted" aria-hidden>
            /
          </span>
          <span className="truncate">{name}</span>
        </span>
      }
      tabTitle={name}
      actions={
        <>
          <TimeSelect
            search={{ range }}
            onChange={(changes) =>
              void navigate({
                to: '/quality/scorers/$name',
                params: { name },
                search: { ...search, ...changes },
              })
            }
            all={null}
          />
          {mayWrite && scorer !== undefined && !scorer.is_default && (
            <ScorerActions
              scorer={scorer}
              onDeleted={() => void navigate({ to: '/quality', search: { tab: 'scorers', experiment } })}
            />
          )}
        </>
      }
    >
      {scorers.isError && <Failure cause={scorers.error} onRetry={() => void scorers.refetch()} />}
      {scorers.isPending && <Skeleton rows={8} />}
      {scorer !== undefined && asksModel(readScorer(scorer)) && <JudgeNotice />}
      {scorers.isSuccess && experiment !== undefined && (
        <div className="mx-auto max-w-7xl space-y-4 p-4">
          {scorer === undefined ? <NotRegistered /> : <Facts scorer={scorer} />}
          <ScorerRates name={name} experiment={experiment} range={range} />
          <Verdicts name={name} experiment={experiment} range={range} />
        </div>
      )}
    </Page>
  );
}

/** Verdicts come over the API and of evaluations too, and outlive their scorer. */
function NotRegistered() {
  return (
    <Card title="What it is">
      <p className="text-sm text-muted">
        No scorer of this name is registered in this experiment. What was said under it stays on the traces.
      </p>
    </Card>
  );
}

function Facts({ scorer }: { scorer: Scorer }) {
  const { data: settings } = useQuery(settingsQuery);
  const nameOf = useExperimentName();
  const { kind, what, model, instructions, settings: own } = readScorer(scorer);
  const facts: [string, React.ReactNode][] = [
    ['Kind', what === '' ? kindNames[kind] : `${kindNames[kind]}: ${what}`],
    ['Experiment', nameOf(scorer.experiment_id)],
    ['Sample', <Sample key="s" scorer={scorer} />],
  ];
  if (scorer.filter !== null)
    facts.push([
      'Only where',
      <code key="f" className="text-xs">
        {scorer.filter}
      </code>,
    ]);
  if (kind === 'builtin' || kind === 'instructions')
    facts.push(['Judge', model ?? settings?.judge_model ?? 'none yet']);
  return (
    <Card title="What it is">
      <FactList facts={facts} />
      {instructions !== null && (
        <pre className="mt-3 rounded bg-wash p-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
          {instructions}
        </pre>
      )}
      {Object.keys(own).length > 0 && (
        <div className="mt-3">
          <JsonView value={own} />
        </div>
      )}
      {!scorer.is_default && <Versions scorer={scorer} />}
    </Card>
  );
}

function Versions({ scorer }: { scorer: Scorer }) {
  const versions = useQuery(scorerVersionsQuery(scorer.experiment_id, scorer.name));
  const older = versions.data?.filter(({ version }) => version !== scorer.version).toReversed() ?? [];
  return (
    <div className="mt-3 text-sm">
      <p className="text-muted">
        Version {scorer.version}, {formatTime(scorer.creation_time)}
      </p>
      {older.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit text-accent">
            {older.length === 1 ? 'An older version' : `${older.length} older versions`}
          </summary>
          <ul className="mt-2 space-y-2">
            {older.map((one) => (
              <li key={one.version} className="rounded border border-line p-2">
                <p className="flex items-center gap-2">
                  <Badge>version {one.version}</Badge> {formatTime(one.creation_time)}
                </p>
                <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-muted">
                  {readScorer(one).instructions ?? readScorer(one).what}
                </p>
                <JsonView value={readScorer(one).settings} depth={1} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
