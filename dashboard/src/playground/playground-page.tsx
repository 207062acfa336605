/** The playground: one question, up to four models or prompt versions side by side, through the proxy, each run a trace. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { promptVersionsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { Failure, NotAllowed } from '../components/states.tsx';
import { AskForm } from './ask-form.tsx';
import { ContenderPane, versionOf, type Asking, type Contender } from './contender-pane.tsx';

const MAX_CONTENDERS = 4;

export function PlaygroundPage() {
  const mayCall = useMay('proxy');
  return <Page title="Playground">{mayCall ? <Playground /> : <NotAllowed scope="proxy" />}</Page>;
}

function Playground() {
  const { prompt, version } = useSearch({ from: '/signed-in/playground' });
  const navigate = useNavigate();
  const found = useQuery({ ...promptVersionsQuery(prompt ?? ''), enabled: prompt !== undefined });
  const versions = prompt === undefined ? [] : [...(found.data ?? [])].sort((a, b) => b.version - a.version);
  const [contenders, setContenders] = useState<Contender[]>([
    { model: { provider: 'demo', model: 'demo' }, version: version === undefined ? null : Number(version) },
  ]);
  const [asking, setAsking] = useState<Asking | null>(null);
  const spoken = contenders.flatMap((contender) => versionOf(contender, versions) ?? []);
  const choosePrompt = (name: string | null) => {
    setContenders(contenders.map((contender) => ({ ...contender, version: null })));
    void navigate({ to: '/playground', search: name === null ? {} : { prompt: name }, replace: true });
  };
  return (
    <div className="grid gap-4 p-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <AskForm
        promptName={prompt ?? null}
        versions={spoken}
        onPrompt={choosePrompt}
        onAsk={(question) => setAsking({ count: (asking?.count ?? 0) + 1, question })}
      />
      <div className="min-w-0 space-y-3">
        {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
        <div className={`grid gap-3 ${contenders.length > 1 ? 'xl:grid-cols-2' : ''}`}>
          {contenders.map((contender, index) => (
            <ContenderPane
              key={index}
              contender={contender}
              versions={versions}
              asking={asking}
              onChange={(next) => setContenders(contenders.map((one, at) => (at === index ? next : one)))}
              onRemove={
                contenders.length > 1 ? () => setContenders(contenders.filter((_, at) => at !== index)) : null
              }
            />
          ))}
        </div>
        {contenders.length < MAX_CONTENDERS && (
          <Button
            icon={<Plus size={14} />}
            onClick={() => setContenders([...contenders, nextContender(contenders, versions)])}
          >
            {versions.length > 0 ? 'Compare with another model or version' : 'Compare with another model'}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The same model with the version before, where there is one: what is compared most often. */
function nextContender(contenders: Contender[], versions: Parameters<typeof versionOf>[1]): Contender {
  const last = contenders.at(-1) ?? { model: { provider: 'demo', model: 'demo' }, version: null };
  const spoken = versionOf(last, versions);
  const before = spoken === null ? undefined : versions[versions.indexOf(spoken) + 1];
  return { model: last.model, version: before?.version ?? spoken?.version ?? null };
}
