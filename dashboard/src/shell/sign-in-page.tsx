/** Signing in with a key. The key goes to the worker once and is kept nowhere in the browser. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call, describeFailure } from '../api/call.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';

export function SignInPage() {
  const [key, setKey] = useState('');
  const { to } = useSearch({ from: '/sign-in' });
  const client = useQueryClient();
  const navigate = useNavigate();
  const signIn = useMutation({
    mutationFn: () => call<Session>('/api/v1/session', { method: 'POST', body: { key } }),
    async onSuccess(session) {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      // Only addresses of the app itself: never a way out to elsewhere.
      await navigate({ href: to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/' });
    },
  });
  return (
    <main className="grid min-h-dvh place-items-center bg-wash p-4">
      <form
        className="w-full max-w-sm space-y-4 rounded-xl border border-line bg-raised p-6 shadow-sm"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <div>
          <h1 className="text-lg font-semibold">Sign in to Weir</h1>
          <p className="mt-1 text-sm text-muted">With a Weir key that may read, or the admin key.</p>
        </div>
        <Field label="Key">
          <Input
            type="password"
            autoComplete="current-password"
            autoFocus
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
            placeholder="weir_…"
          />
        </Field>
        {signIn.isError && (
          <p role="alert" className="rounded-md bg-bad-wash p-2 text-sm text-bad">
            {describeFailure(signIn.error)}
          </p>
        )}
        <Button look="primary" type="submit" className="w-full" disabled={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
