/** Says that judging waits for a model, and how it gets one; that the demo model is none. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { settingsQuery } from '../api/queries.ts';

export function JudgeNotice() {
  const { data: settings } = useQuery(settingsQuery);
  if (settings === undefined) return null;
  const { judge_model: model } = settings;
  if (model !== null && !model.startsWith('demo:')) return null;
  return (
    <p role="note" className="border-b border-line bg-warn-wash px-4 py-2 text-sm">
      {model === null ? (
        <>
          <strong>Safety waits for a judge model.</strong> Start Weir with <code>WEIR_JUDGE_MODEL</code>, such
          as <code>openai:/gpt-4.1-mini</code>, and the key of its provider (
          <Link to="/settings" search={{ tab: 'providers' }} className="text-accent underline">
            providers
          </Link>
          ): from then on it judges a sample of every experiment. Scorers in code and over HTTP need no model.
        </>
      ) : (
        <>
          <strong>The judge is the demo model, which is no real judge.</strong> Start Weir with{' '}
          <code>WEIR_JUDGE_MODEL</code>, such as <code>openai:/gpt-4.1-mini</code>, for verdicts that mean
          something.
        </>
      )}
    </p>
  );
}
