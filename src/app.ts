/** What is mounted first: every provider at its own path, before anything else is looked at; then the rest. */
import { Hono } from 'hono';
import { demandTls, guardAnswer } from './http/guard-answer.ts';
import { hearOut } from './http/hear-out.ts';
import type { HonoEnv } from './http/hono-env.ts';
import type { Api } from './http/open-api.ts';
import { createErrorHandler } from './http/render-error.ts';
import { createManagement } from './management.ts';
import { forward } from './proxy/forward.ts';
import type { Services } from './services.ts';

/** An app that answers requests. */
export type App = Hono<HonoEnv>;

/** The app of a deployment. */
export function createApp(services: Services): App {
  const app = new Hono<HonoEnv>();
  const { publicUrl } = services.settings;
  const finish = async (answer: Response, request: Request): Promise<Response> => {
    demandTls(answer.headers, { url: request.url, publicUrl });
    await hearOut(request);
    return answer;
  };
  app.onError(createErrorHandler({ log: services.log }));
  const paths = services.proxy.providers.names().flatMap((name) => [`/${name}`, `/${name}/*`]);
  for (const path of [...paths, '/k/*']) {
    // Twice: a base URL that ends with a slash gives paths that begin with two.
    for (const spelled of [path, `/${path}`])
      app.all(spelled, async ({ req, executionCtx }) =>
        finish(await forward(req.raw, executionCtx, services.proxy), req.raw),
      );
  }
  // Made when first asked for: a call that wakes an isolate does not wait for three hundred routes that it does not take.
  let management: Api | null = null;
  app.all('*', async ({ req, env, executionCtx }) => {
    management ??= createManagement(services);
    return finish(guardAnswer(await management.fetch(req.raw, env, executionCtx)), req.raw);
  });
  return app;
}
