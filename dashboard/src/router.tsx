/** The app's addresses. Everything somebody looks at is in the address, so that it can be sent to somebody else. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { ApiError } from './api/call.ts';
import { prefix } from './api/place.ts';
import { sessionQuery } from './api/queries.ts';
import { Empty, Failure, Skeleton } from './components/states.tsx';
import {
  readLabelingSearch,
  readLabelingSessionSearch,
  readNewSessionSearch,
} from './labeling/labeling-search.ts';
import type { EvaluationSearch } from './evaluations/evaluation-search.ts';
import { readTraceSearch, type TraceSearch } from './traces/trace-search.ts';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './shell/sign-in-page.tsx';

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet });

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string | undefined } => ({ to: text(search['to']) }),
  component: SignInPage,
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  async beforeLoad({ context, location }) {
    try {
      await context.client.ensureQueryData(sessionQuery);
    } catch (cause) {
      if (!(cause instanceof ApiError) || cause.status !== 401) throw cause;
      throw redirect({ to: '/sign-in', search: { to: location.href } });
    }
  },
});

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: (search): TraceSearch & { group?: string | undefined } => ({
    ...readTraceSearch(search),
    group: text(search['group']),
  }),
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
});

const traces = createRoute({
  getParentRoute: () => signedIn,
  path: '/traces',
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import('./traces/traces-page.tsx'), 'TracesPage'),
});

const trace = createRoute({
  getParentRoute: () => signedIn,
  path: '/traces/$traceId',
  validateSearch: (search): { span?: string | undefined; view?: string | undefined } => ({
    span: text(search['span']),
    view: text(search['view']),
  }),
  component: lazyRouteComponent(() => import('./trace/trace-page.tsx'), 'TracePage'),
});

const sessions = createRoute({
  getParentRoute: () => signedIn,
  path: '/sessions',
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import('./sessions/sessions-page.tsx'), 'SessionsPage'),
});

const session = createRoute({
  getParentRoute: () => signedIn,
  path: '/sessions/$sessionId',
  validateSearch: (search): { experiment?: string | undefined } => ({
    experiment: text(search['experiment']),
  }),
  component: lazyRouteComponent(() => import('./sessions/session-page.tsx'), 'SessionPage'),
});

const prompts = createRoute({
  getParentRoute: () => signedIn,
  path: '/prompts',
  component: lazyRouteComponent(() => import('./prompts/prompts-page.tsx'), 'PromptsPage'),
});

const prompt = createRoute({
  getParentRoute: () => signedIn,
  path: '/prompts/$name',
  validateSearch: (
    search,
  ): { version?: string | undefined; against?: string | undefined; view?: string | undefined } => ({
    version: text(search['version']),
    against: text(search['against']),
    view: text(search['view']),
  }),
  component: lazyRouteComponent(() => import('./prompts/prompt-page.tsx'), 'PromptPage'),
});

const playground = createRoute({
  getParentRoute: () => signedIn,
  path: '/playground',
  validateSearch: (search): { prompt?: string | undefined; version?: string | undefined } => ({
    prompt: text(search['prompt']),
    version: text(search['version']),
  }),
  component: lazyRouteComponent(() => import('./playground/playground-page.tsx'), 'PlaygroundPage'),
});

const datasets = createRoute({
  getParentRoute: () => signedIn,
  path: '/datasets',
  component: lazyRouteComponent(() => import('./datasets/datasets-page.tsx'), 'DatasetsPage'),
});

const dataset = createRoute({
  getParentRoute: () => signedIn,
  path: '/datasets/$datasetId',
  component: lazyRouteComponent(() => import('./datasets/dataset-page.tsx'), 'DatasetPage'),
});

const evaluations = createRoute({
  getParentRoute: () => signedIn,
  path: '/evaluations',
  validateSearch: (
    search,
  ): { experiment?: string | undefined; start?: string | undefined; dataset?: string | undefined } => ({
    experiment: text(search['experiment']),
    start: text(search['start']),
    dataset: text(search['dataset']),
  }),
  component: lazyRouteComponent(() => import('./evaluations/evaluations-page.tsx'), 'EvaluationsPage'),
});

const evaluation = createRoute({
  getParentRoute: () => signedIn,
  path: '/evaluations/$evaluationId',
  validateSearch: (search): EvaluationSearch => ({
    view: text(search['view']),
    baseline: text(search['baseline']),
    row: Number.isInteger(search['row']) ? Number(search['row']) : undefined,
    failing: text(search['failing']),
  }),
  component: lazyRouteComponent(() => import('./evaluations/evaluation-page.tsx'), 'EvaluationPage'),
});

const quality = createRoute({
  getParentRoute: () => signedIn,
  path: '/quality',
  validateSearch: (search): TraceSearch & { tab?: string | undefined } => ({
    ...readTraceSearch(search),
    tab: text(search['tab']),
  }),
  component: lazyRouteComponent(() => import('./quality/quality-page.tsx'), 'QualityPage'),
});

const labeling = createRoute({
  getParentRoute: () => signedIn,
  path: '/labeling',
  validateSearch: readLabelingSearch,
  component: lazyRouteComponent(() => import('./labeling/labeling-page.tsx'), 'LabelingPage'),
});

const newLabelingSession = createRoute({
  getParentRoute: () => signedIn,
  path: '/labeling/new',
  validateSearch: readNewSessionSearch,
  component: lazyRouteComponent(() => import('./labeling/new-session-page.tsx'), 'NewSessionPage'),
});

const labelingSession = createRoute({
  getParentRoute: () => signedIn,
  path: '/labeling/$sessionId',
  validateSearch: readLabelingSessionSearch,
  component: lazyRouteComponent(() => import('./labeling/labeling-session-page.tsx'), 'LabelingSessionPage'),
});

const scorer = createRoute({
  getParentRoute: () => signedIn,
  path: '/quality/scorers/$name',
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import('./quality/scorer-page.tsx'), 'ScorerPage'),
});

const schedule = createRoute({
  getParentRoute: () => signedIn,
  path: '/quality/schedules/$scheduleId',
  component: lazyRouteComponent(() => import('./quality/schedule-page.tsx'), 'SchedulePage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  validateSearch: (search): { tab?: string | undefined } => ({ tab: text(search['tab']) }),
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});

const tree = root.addChildren([
  signIn,
  signedIn.addChildren([
    overview,
    traces,
    trace,
    sessions,
    session,
    prompts,
    prompt,
    playground,
    datasets,
    dataset,
    evaluations,
    evaluation,
    quality,
    labeling,
    newLabelingSession,
    labelingSession,
    scorer,
    schedule,
    settings,
  ]),
]);

/** The router; a page that cannot be shown says why. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: prefix,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: () => <Skeleton rows={10} />,
    defaultErrorComponent: ({ error, reset }) => <Failure cause={error} onRetry={reset} />,
    defaultNotFoundComponent: () => (
      <main className="flex-1">
        <Empty title="There is no such page">
          <Link to="/" className="text-accent underline">
            Go to the overview
          </Link>
        </Empty>
      </main>
    ),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
