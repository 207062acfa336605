/** One prompt: its versions, what changed between them, what they came to, and which names point where. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { GitBranch, Pencil, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { promptQuery, promptVersionsQuery, statisticsQuery } from '../api/queries.ts';
import type { Prompt, PromptVersion, StatisticsRow } from '../api/types.ts';
import { useMay, useMayChangeShared } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button, buttonLook } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Select } from '../components/field.tsx';
import { JsonView } from '../components/json-view.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { Tabs } from '../components/tabs.tsx';
import { formatTime } from '../format/format.ts';
import { LeftOut } from '../overview/left-out.tsx';
import { measures, type Measure } from '../overview/measures.ts';
import { quoted } from '../traces/trace-search.ts';
import { AliasEditor } from './alias-editor.tsx';
import { toMessages, toText } from './template.ts';
import { VersionEditor } from './version-editor.tsx';

const VersionDiff = lazy(async () => ({ default: (await import('./version-diff.tsx')).VersionDiff }));

export function PromptPage() {
  const { name } = useParams({ from: '/signed-in/prompts/$name' });
  const prompt = useQuery(promptQuery(name));
  const versions = useQuery(promptVersionsQuery(name));
  const failed = prompt.isError ? prompt : versions;
  if (prompt.isSuccess && versions.isSuccess) {
    return <PromptView prompt={prompt.data} versions={versions.data} />;
  }
  return (
    <Page title={name}>
      {failed.isError ? (
        <Failure cause={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Skeleton rows={10} />
      )}
    </Page>
  );
}

function PromptView({ prompt, versions }: { prompt: Prompt; versions: PromptVersion[] }) {
  const search = useSearch({ from: '/signed-in/prompts/$name' });
  const navigate = useNavigate({ from: '/prompts/$name' });
  const [open, setOpen] = useState<'version' | 'alias' | null>(null);
  const mayChange = useMayChangeShared();
  const mayCall = useMay('proxy');
  const newest = [...versions].sort((one, other) => other.version - one.version);
  const chosen = newest.find(({ version }) => String(version) === search.version) ?? newest[0];
  return (
    <Page
      title={prompt.name}
      actions={
        <>
          {mayCall && chosen !== undefined && (
            <Link
              to="/playground"
              search={{ prompt: prompt.name, version: String(chosen.version) }}
              className={buttonLook()}
            >
              <Play size={14} /> Try
            </Link>
          )}
          {mayChange && (
            <>
              <Button icon={<GitBranch size={14} />} onClick={() => setOpen('alias')}>
                Set alias
              </Button>
              <Button look="primary" icon={<Pencil size={14} />} onClick={() => setOpen('version')}>
                New version
              </Button>
            </>
          )}
        </>
      }
    >
      {prompt.description !== null && <p className="px-4 pt-3 text-sm text-muted">{prompt.description}</p>}
      {chosen === undefined ? (
        <Empty title="No versions are left of this prompt" />
      ) : (
        <div className="grid lg:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]">
          <VersionList prompt={prompt} versions={newest} chosen={chosen} />
          <Tabs
            label="Views of the version"
            value={search.view ?? 'template'}
            onChange={(view) => void navigate({ search: (before) => ({ ...before, view }) })}
            tabs={[
              {
                value: 'template',
                label: `Version ${chosen.version}`,
                content: <Template version={chosen} />,
              },
              {
                value: 'changes',
                label: 'Changes',
                content: <Changes versions={newest} chosen={chosen} against={search.against} />,
              },
              { value: 'results', label: 'Results', content: <Results prompt={prompt} /> },
            ]}
          />
        </div>
      )}
      {open === 'version' && (
        <VersionEditor name={prompt.name} base={chosen ?? null} onClose={() => setOpen(null)} />
      )}
      {open === 'alias' && <AliasEditor prompt={prompt} versions={newest} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function VersionList({
  prompt,
  versions,
  chosen,
}: {
  prompt: Prompt;
  versions: PromptVersion[];
  chosen: PromptVersion;
}) {
  return (
    <ol
      aria-label="Versions"
      className="border-line p-2 max-lg:max-h-48 max-lg:overflow-auto max-lg:border-b lg:border-r"
    >
      {versions.map((version) => (
        <li key={version.version}>
          <Link
            from="/prompts/$name"
            search={(before) => ({ ...before, version: String(version.version) })}
            aria-current={version === chosen}
            className="block rounded px-2 py-1.5 text-sm hover:bg-wash aria-[current=true]:bg-accent-wash"
          >
            <span className="flex flex-wrap items-center gap-1.5">
              <span className="font-medium">Version {version.version}</span>
              {prompt.aliases
                .filter(({ split }) => split.some((arm) => arm.version === version.version))
                .map(({ alias, split }) => (
                  <Badge key={alias} tone="accent">
                    {alias}
                    {split.length > 1 ? ' (split)' : ''}
                  </Badge>
                ))}
            </span>
            <span className="block truncate text-xs text-muted">
              {version.commit_message ?? formatTime(version.creation_time)}
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}

function Template({ version }: { version: PromptVersion }) {
  const hasConfig = Object.values(version.model_config ?? {}).some(
    (value) => value !== null && value !== undefined,
  );
  return (
    <div className="space-y-3 p-4">
      {toMessages(version.template).map(({ role, content }, index) => (
        <section key={index} className="rounded-lg border border-line">
          {role !== 'text' && (
            <h2 className="border-b border-line px-3 py-1 text-xs font-semibold text-muted capitalize">
              {role}
            </h2>
          )}
          <pre className="p-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">{content}</pre>
        </section>
      ))}
      <p className="text-sm text-muted">
        {version.author ?? 'Somebody'}, {formatTime(version.creation_time)}
        {version.commit_message !== null && `: ${version.commit_message}`}
      </p>
      {hasConfig && <JsonView value={version.model_config} />}
    </div>
  );
}

interface ChangesProps {
  versions: PromptVersion[];
  chosen: PromptVersion;
  against: string | undefined;
}

function Changes({ versions, chosen, against }: ChangesProps) {
  const navigate = useNavigate({ from: '/prompts/$name' });
  const others = versions.filter((version) => version !== chosen);
  const other =
    others.find(({ version }) => String(version) === against) ??
    others.find(({ version }) => version < chosen.version) ??
    others[0];
  if (other === undefined) return <Empty title="There is nothing to compare with yet" />;
  return (
    <div className="space-y-3 p-4">
      <label className="flex items-center gap-2 text-sm">
        Against
        <Select
          value={other.version}
          onChange={({ target }) =>
            void navigate({ search: (before) => ({ ...before, against: target.value }) })
          }
        >
          {others.map(({ version }) => (
            <option key={version} value={version}>
              version {version}
            </option>
          ))}
        </Select>
      </label>
      <Suspense fallback={<Skeleton rows={4} />}>
        <VersionDiff before={toText(other.template)} after={toText(chosen.template)} />
      </Suspense>
    </div>
  );
}

function Results({ prompt }: { prompt: Prompt }) {
  const found = useQuery(statisticsQuery({ group_by: 'prompt', limit: 200 }));
  if (found.isError) return <Failure cause={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton rows={4} />;
  const rows = found.data.statistics.filter(({ group }) => group?.startsWith(`${prompt.name}/`) === true);
  if (rows.length === 0) {
    return (
      <Empty title="No trace has used this prompt yet">
        Name it in a call with the header <code>x-weir-prompt</code>.
      </Empty>
    );
  }
  const columns: Column<StatisticsRow>[] = [
    {
      head: 'Version',
      cell: ({ group }) => (
        <Link
          to="/traces"
          search={{ filter: `prompt = ${quoted(group ?? '')}` }}
          className="text-accent hover:underline"
        >
          {group?.slice(prompt.name.length + 1)}
        </Link>
      ),
    },
    ...Object.values<Measure>(measures).map((measure) => ({
      head: measure.label,
      numeric: true,
      cell: (row: StatisticsRow) => measure.format(measure.of(row)),
    })),
  ];
  return (
    <>
      <DataTable
        label="Results by version"
        columns={columns}
        rows={rows}
        keyOf={({ group }) => group ?? ''}
      />
      <LeftOut statistics={found.data} noun="prompt version" />
    </>
  );
}
