/** The end of the list: what was done, and how far people agree. */
import { useEffect, useState } from 'preact/hooks';
import type { Agreement, Summary, Work } from '../../src/labeling/review-wire.ts';
import type { Api } from './api.ts';
import type { Outbox } from './outbox.ts';

/** What the end needs. */
export interface SummaryProps {
  api: Api;
  work: Work;
  done: number;
  outbox: Outbox;
  onLook: () => void;
}

/** The end. */
export function SummaryView({ api, work, done, outbox, onLook }: SummaryProps) {
  const { waiting } = outbox.state();
  const [summary, setSummary] = useState<Summary | null>(null);
  useEffect(() => {
    const read = async (): Promise<void> => {
      const outcome = await api.summary();
      if (outcome.ok) setSummary(outcome.value);
    };
    if (waiting === 0) void read();
  }, [api, waiting]);
  const isEmpty = work.items.length === 0;
  return (
    <main class="message">
      <h2>{isEmpty ? 'There is nothing to review yet' : 'All done. Thank you!'}</h2>
      {isEmpty ? (
        <p>Items that are added to this session appear here.</p>
      ) : (
        <p>
          You have been through {done} {done === 1 ? 'item' : 'items'}
          {summary !== null && summary.skipped > 0 && `, and skipped ${summary.skipped} of them`}.
          {waiting > 0 && ' Keep this page open until all of it is sent.'}
        </p>
      )}
      {summary !== null && summary.reviewers > 1 && <Agreements summary={summary} />}
      {!isEmpty && (
        <button type="button" onClick={onLook}>
          Look at your answers again
        </button>
      )}
    </main>
  );
}

function Agreements({ summary }: { summary: Summary }) {
  const compared = summary.questions.filter(({ agreement }) => agreement.percentAgreement !== null);
  if (compared.length === 0) return null;
  return (
    <section class="agreements">
      <h3>How far {summary.reviewers} reviewers agree so far</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col">Agreement</th>
            <th scope="col">Beyond chance</th>
          </tr>
        </thead>
        <tbody>
          {compared.map(({ schemaId, title, agreement }) => (
            <tr key={schemaId}>
              <th scope="row">{title}</th>
              <td>{Math.round((agreement.percentAgreement ?? 0) * 100)}%</td>
              <td>{beyondChance(agreement)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function beyondChance({ kappa, kappaMethod, meanDifference }: Agreement): string {
  if (kappa !== null) return `κ ${kappa.toFixed(2)} (${kappaMethod === 'cohen' ? 'Cohen' : 'Fleiss'})`;
  return meanDifference === null ? '–' : `${meanDifference.toFixed(2)} apart on average`;
}
