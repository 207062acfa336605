/** How good the answers are: pass rates, the scorers behind them, their clock, how far judges can be trusted, alerts. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Page } from '../components/page.tsx';
import { Tabs } from '../components/tabs.tsx';
import { ExperimentSelect } from '../traces/experiment-select.tsx';
import { TimeSelect } from '../traces/time-select.tsx';
import type { TraceSearch } from '../traces/trace-search.ts';
import { Agreement } from './agreement.tsx';
import { Alerts } from './alerts.tsx';
import { JudgeNotice } from './judge-notice.tsx';
import { PassRates } from './pass-rates.tsx';
import { Schedules } from './schedules.tsx';
import { Scorers } from './scorers.tsx';
import { useExperiment } from './use-experiment.ts';

const FIRST = 'rates';
const known = [FIRST, 'scorers', 'schedules', 'agreement', 'alerts'];
/** What is of one experiment, and what is of a time. */
const ofOneExperiment = ['scorers', 'agreement'];
const ofTime = [FIRST, 'agreement'];

export function QualityPage() {
  const search = useSearch({ from: '/signed-in/quality' });
  const navigate = useNavigate({ from: '/quality' });
  const { range = '30d' } = search;
  const tab = known.find((name) => name === search.tab) ?? FIRST;
  const onChange = (changes: Partial<TraceSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }) });
  const isOfOne = ofOneExperiment.includes(tab);
  const experiment = useExperiment(search.experiment);
  const part = { search: { ...search, range }, experiment };
  return (
    <Page
      title="Quality"
      actions={
        <>
          <ExperimentSelect
            value={isOfOne ? experiment : search.experiment}
            onChange={(next) => onChange({ experiment: next })}
            all={!isOfOne}
          />
          {ofTime.includes(tab) && <TimeSelect search={{ range }} onChange={onChange} all={null} />}
        </>
      }
    >
      <JudgeNotice />
      <Tabs
        label="Quality"
        value={tab}
        onChange={(next) => void navigate({ search: (before) => ({ ...before, tab: next }) })}
        tabs={[
          { value: FIRST, label: 'Pass rates', content: <PassRates search={part.search} /> },
          { value: 'scorers', label: 'Scorers', content: <Scorers experiment={experiment} /> },
          { value: 'schedules', label: 'Schedules', content: <Schedules {...part} /> },
          { value: 'agreement', label: 'Agreement', content: <Agreement {...part} /> },
          { value: 'alerts', label: 'Alerts', content: <Alerts {...part} /> },
        ]}
      />
    </Page>
  );
}
