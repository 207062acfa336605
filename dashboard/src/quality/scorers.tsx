/** The scorers of an experiment: what they are, how many traces they judge; and registering a new one. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { scorersQuery } from '../api/quality-queries.ts';
import { settingsQuery } from '../api/queries.ts';
import type { Scorer } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import type { Column } from '../components/data-table.tsx';
import { formatShare } from '../format/format.ts';
import { ListWithNew } from './list-with-new.tsx';
import { asksModel, kindNames, readScorer } from './read-scorer.ts';
import { RegisterScorer } from './register-scorer.tsx';
import { ScorerActions } from './scorer-actions.tsx';

export function Scorers({ experiment }: { experiment: string | undefined }) {
  const navigate = useNavigate();
  return (
    <ListWithNew
      label="Scorers"
      query={useQuery({ ...scorersQuery(experiment ?? ''), enabled: experiment !== undefined })}
      columns={columns}
      change={(scorer) => (scorer.is_default ? null : <ScorerActions scorer={scorer} />)}
      keyOf={({ scorer_id: id, name }) => `${id} ${name}`}
      emptyTitle="No scorers in this experiment yet"
      emptyText={
        <>
          A scorer reads answers and says what it thinks of them: a judge, a check in code, or your own
          service. Register one here, over <code>POST /api/v1/scorers</code>, or with MLflow's client.
        </>
      }
      newLabel="New scorer"
      experiment={experiment}
      dialog={(within, close) => (
        <RegisterScorer
          experiment={within}
          onClose={close}
          onDone={({ name }) =>
            void navigate({
              to: '/quality/scorers/$name',
              params: { name },
              search: { experiment: within },
            })
          }
        />
      )}
    />
  );
}

const columns: Column<Scorer>[] = [
  {
    head: 'Name',
    cell: (scorer) => (
      <div className="min-w-28">
        <Name scorer={scorer} />
      </div>
    ),
  },
  { head: 'Kind', cell: (scorer) => <Kind scorer={scorer} /> },
  { head: 'Version', numeric: true, cell: ({ version }) => version },
  { head: 'Sample', numeric: true, cell: (scorer) => <Sample scorer={scorer} /> },
  {
    head: 'Only where',
    cell: ({ filter }) => (filter === null ? null : <code className="text-xs wrap-anywhere">{filter}</code>),
  },
];

function Name({ scorer }: { scorer: Scorer }) {
  if (scorer.is_default) {
    return (
      <span className="flex flex-wrap items-center gap-1.5">
        <ScorerLink experiment={scorer.experiment_id} name={scorer.name} />
        <Badge title="On without anybody having registered it. Register a scorer of this name to have your own.">
          by default
        </Badge>
      </span>
    );
  }
  return <ScorerLink experiment={scorer.experiment_id} name={scorer.name} />;
}

/** Leads to a scorer's page. */
export function ScorerLink({ experiment, name }: { experiment: string; name: string }) {
  return (
    <Link
      to="/quality/scorers/$name"
      params={{ name }}
      search={{ experiment }}
      className="font-medium table-name text-accent hover:underline"
    >
      {name}
    </Link>
  );
}

function Kind({ scorer }: { scorer: Scorer }) {
  const { kind, what } = readScorer(scorer);
  return (
    <span className="block min-w-32">
      {kindNames[kind]}
      {what !== '' && <span className="block text-xs wrap-anywhere text-muted">{what}</span>}
    </span>
  );
}

/** What it judges of traces as they come, and what keeps it from that. */
export function Sample({ scorer }: { scorer: Scorer }) {
  const { data: settings } = useQuery(settingsQuery);
  const facts = readScorer(scorer);
  const rate = scorer.sample_rate ?? 0;
  if (rate === 0) return <span className="text-muted">off</span>;
  const waits = asksModel(facts) && facts.model === null && settings?.judge_model === null;
  return waits ? <Badge tone="warn">waits for a model</Badge> : formatShare(rate);
}
