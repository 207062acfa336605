/**
 * What one isolate runs: settings checked, services and app built once. A cache at module level, because workers have no
 * other place to keep what every request shares; it is made anew when the bindings change.
 */
import { createApp } from './app.ts';
import { AppError } from './core/app-error.ts';
import { readSettings, type SettingMistake } from './core/settings.ts';
import type { Api } from './http/open-api.ts';
import { createServices, type Services } from './services.ts';

/** A deployment that can work, or the list of what is wrong with its configuration. */
export type Deployment =
  | { ok: true; app: Api; services: Services }
  | { ok: false; mistakes: SettingMistake[] };

let cached: { env: Env; deployment: Deployment } | null = null;

/** The deployment of these bindings. */
export function readDeployment(env: Env): Deployment {
  if (cached?.env !== env) cached = { env, deployment: createDeployment(env) };
  return cached.deployment;
}

function createDeployment(env: Env): Deployment {
  const read = readSettings({ ...env });
  if (!read.ok) return read;
  try {
    const services = createServices(env, read.settings);
    return { ok: true, app: createApp(services), services };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return { ok: false, mistakes: [{ variable: 'configuration', message: cause.message }] };
  }
}

/** Every call to a misconfigured deployment is told what to mend. */
export function answerMistakes(mistakes: SettingMistake[]): Response {
  const message = mistakes.map((mistake) => `${mistake.variable}: ${mistake.message}`).join('; ');
  const body = {
    error_code: 'TEMPORARILY_UNAVAILABLE',
    message: `The configuration has mistakes. ${message}`,
    mistakes,
  };
  return Response.json(body, { status: 503, headers: { 'x-weir-error': 'TEMPORARILY_UNAVAILABLE' } });
}
