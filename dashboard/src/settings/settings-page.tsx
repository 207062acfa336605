/** Settings: keys, providers, retention, redaction, rules for feedback, health, what the deployment is set to, and the trail. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../api/use-may.ts';
import { Page } from '../components/page.tsx';
import { Tabs } from '../components/tabs.tsx';
import { AuditTrail } from './audit-trail.tsx';
import { Deployment } from './deployment.tsx';
import { HealthPanel } from './health-panel.tsx';
import { Keys } from './keys.tsx';
import { NegativeFeedback } from './negative-feedback.tsx';
import { Providers } from './providers.tsx';
import { Redaction } from './redaction.tsx';
import { Retention } from './retention.tsx';

const ofAdmins = { value: 'keys', label: 'Keys', content: <Keys /> };
const trailOfAdmins = { value: 'audit', label: 'Audit', content: <AuditTrail /> };
const ofEverybody = [
  { value: 'providers', label: 'Providers', content: <Providers /> },
  { value: 'retention', label: 'Retention', content: <Retention /> },
  { value: 'redaction', label: 'Redaction', content: <Redaction /> },
  { value: 'feedback', label: 'Negative feedback', content: <NegativeFeedback /> },
  { value: 'health', label: 'Health', content: <HealthPanel /> },
  { value: 'deployment', label: 'Deployment', content: <Deployment /> },
];

export function SettingsPage() {
  const { tab } = useSearch({ from: '/signed-in/settings' });
  const isAdmin = useMay('admin');
  const navigate = useNavigate({ from: '/settings' });
  const tabs = isAdmin ? [ofAdmins, ...ofEverybody, trailOfAdmins] : ofEverybody;
  return (
    <Page title="Settings">
      <Tabs
        label="Settings"
        value={(tabs.find(({ value }) => value === tab) ?? tabs[0])?.value ?? ''}
        onChange={(next) => void navigate({ search: { tab: next } })}
        tabs={tabs}
      />
    </Page>
  );
}
