/**
 * What one isolate runs: settings checked, services and app built once. A cache at module level, because workers have no
 * other place to keep what every request shares; it is made anew when the bindings change.
 */
import { createApp, type App } from './app.ts';
import { AppError } from './core/app-error.ts';
import { readSettings, type SettingMistake } from './core/settings.ts';
import { guardAnswer } from './http/guard-answer.ts';
import { createProviderTable } from './proxy/providers/table.ts';
import { createServices, type Services } from './services.ts';
import { readPriceOverrides } from './tracing/pricing/overrides.ts';

/** A deployment that can work, or the list of what is wrong with its configuration. */
export type Deployment =
  | { ok: true; app: App; services: Services }
  | { ok: false; mistakes: SettingMistake[] };

let cached: { env: Env; deployment: Deployment } | null = null;

/** The deployment of these bindings. */
export function readDeployment(env: Env): Deployment {
  if (cached?.env !== env) cached = { env, deployment: createDeployment(env) };
  return cached.deployment;
}

function createDeployment(env: Env): Deployment {
  const variables: Record<string, unknown> = { ...env };
  const read = readSettings(variables);
  const mistakes = [...(read.ok ? [] : read.mistakes), ...documentMistakes(variables)];
  if (!read.ok || mistakes.length > 0) return { ok: false, mistakes };
  const services = createServices(env, read.settings);
  return { ok: true, app: createApp(services), services };
}

/** Variables that hold JSON are read by the rooms that use them; here too, so that all mistakes are told at once. */
function documentMistakes(variables: Record<string, unknown>): SettingMistake[] {
  const { WEIR_PROVIDERS: providers, WEIR_PRICES: prices } = variables;
  const mistakes: SettingMistake[] = [];
  const attempt = (variable: string, read: () => unknown): void => {
    try {
      read();
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      mistakes.push(mistakeOf(variable, cause.message));
    }
  };
  if (typeof providers === 'string')
    attempt('WEIR_PROVIDERS', () => createProviderTable({ providersJson: providers, demo: true, variables }));
  if (typeof prices === 'string') attempt('WEIR_PRICES', () => readPriceOverrides(prices));
  return mistakes;
}

/** `Invalid WEIR_PRICES.m: expected a price.` names the member at fault, which belongs before the colon. */
function mistakeOf(variable: string, message: string): SettingMistake {
  const named = /^Invalid (\S+): (.*?)\.?$/.exec(message);
  return { variable: named?.[1] ?? variable, message: named?.[2] ?? message };
}

/** Every call to a misconfigured deployment is told what to mend. */
export function answerMistakes(mistakes: SettingMistake[]): Response {
  const message = mistakes.map((mistake) => `${mistake.variable}: ${mistake.message}`).join('; ');
  const body = {
    error_code: 'TEMPORARILY_UNAVAILABLE',
    message: `The configuration has mistakes. ${message}`,
    mistakes,
  };
  return guardAnswer(
    Response.json(body, { status: 503, headers: { 'x-weir-error': 'TEMPORARILY_UNAVAILABLE' } }),
  );
}
