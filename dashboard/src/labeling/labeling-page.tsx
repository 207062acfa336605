/** Labeling: the sessions that people review in, and the questions they are asked. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../api/use-may.ts';
import { Button, buttonLook } from '../components/button.tsx';
import { Select } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { Tabs } from '../components/tabs.tsx';
import { ExperimentSelect } from '../traces/experiment-select.tsx';
import type { LabelingSearch } from './labeling-search.ts';
import { SchemaForm } from './schema-form.tsx';
import { SchemaList } from './schema-list.tsx';
import { SessionList } from './session-list.tsx';

const SCHEMAS = 'schemas';

export function LabelingPage() {
  const search = useSearch({ from: '/signed-in/labeling' });
  const navigate = useNavigate({ from: '/labeling' });
  const mayWrite = useMay('write');
  const [adding, setAdding] = useState(false);
  const tab = search.tab === SCHEMAS ? SCHEMAS : 'sessions';
  const onChange = (changes: LabelingSearch) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const { experiment } = search;
  return (
    <Page
      title="Labeling"
      actions={
        mayWrite && (
          <>
            <Button icon={<Plus size={15} />} onClick={() => setAdding(true)}>
              New question
            </Button>
            <Link to="/labeling/new" search={{ experiment }} className={buttonLook('primary')}>
              <Plus size={15} aria-hidden /> New session
            </Link>
          </>
        )
      }
    >
      <Tabs
        label="Labeling"
        value={tab}
        onChange={(value) => onChange({ tab: value === SCHEMAS ? SCHEMAS : undefined })}
        tabs={[
          {
            value: 'sessions',
            label: 'Sessions',
            content: (
              <>
                <div className="flex flex-wrap gap-2 px-4 py-2">
                  <ExperimentSelect
                    value={experiment}
                    onChange={(value) => onChange({ experiment: value })}
                  />
                  <StatusSelect value={search.status} onChange={(status) => onChange({ status })} />
                </div>
                <SessionList experiment={experiment} status={search.status} />
              </>
            ),
          },
          {
            value: SCHEMAS,
            label: 'Questions',
            content: (
              <SchemaList named={experiment} onExperiment={(value) => onChange({ experiment: value })} />
            ),
          },
        ]}
      />
      {adding && (
        <SchemaForm
          experiment={experiment}
          onClose={() => setAdding(false)}
          onSaved={(schema) => {
            setAdding(false);
            onChange({ tab: SCHEMAS, experiment: schema.experiment_id });
          }}
        />
      )}
    </Page>
  );
}

function StatusSelect({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (status: string | undefined) => void;
}) {
  return (
    <Select
      aria-label="Status"
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    >
      <option value="">Open and closed</option>
      <option value="open">Open</option>
      <option value="closed">Closed</option>
    </Select>
  );
}
