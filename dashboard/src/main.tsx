/** The app's entry. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/call.ts';
import { createAppRouter } from './router.tsx';
import { applyTheme, readTheme } from './shell/theme.ts';
import './styles.css';

const RETRIES = 2;

applyTheme(readTheme());
const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What was refused will be refused again.
      retry: (count, cause) =>
        count < RETRIES && !(cause instanceof ApiError && cause.status >= 400 && cause.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});
const router = createAppRouter(client);
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
