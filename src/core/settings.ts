/**
 * What an operator can set, with every default, in one typed place. Read once at the worker's entry; a mistake is
 * reported with the variable's name and what was expected, all mistakes at once.
 */
import { z } from 'zod';
import { limits } from './limits.ts';
import { readPrivateHosts } from './outbound-url.ts';
import type { SigningKeys } from './signer.ts';

const positiveInteger = (what: string) =>
  z.coerce
    .number({ error: `expected ${what}` })
    .int(`expected ${what}`)
    .positive(`expected ${what}`);

const settingsSchema = z.object({
  /** `1` when the worker serves one machine on loopback: management is open there until an admin key is set. */
  WEIR_LOCAL: z.enum(['0', '1'], 'expected 0 or 1').default('0'),
  WEIR_PROXY_AUTH: z.enum(['key', 'open'], 'expected key or open').optional(),
  WEIR_ADMIN_KEY: z.string().min(16, 'expected at least 16 characters').optional(),
  WEIR_SIGNING_KEY: z.string().min(16, 'expected at least 16 characters').optional(),
  WEIR_LOG: z.enum(['json', 'text'], 'expected json or text').default('json'),
  WEIR_LOG_LEVEL: z.enum(['info', 'error'], 'expected info or error').default('info'),
  WEIR_KEY_STALE_HOURS: z.coerce
    .number({ error: 'expected hours, from 0 to 168' })
    .min(0, 'expected hours, from 0 to 168')
    .max(168, 'expected hours, from 0 to 168')
    .default(limits.keyLastKnownMs / 3_600_000),
  WEIR_SUPERVISOR_KEY: z.string().min(16, 'expected at least 16 characters').optional(),
  WEIR_SIGNING_KEY_PREVIOUS: z.string().min(16, 'expected at least 16 characters').optional(),
  WEIR_SIGNING_KEY_PREVIOUS_UNTIL: z.iso
    .datetime({ offset: true, error: 'expected a time such as 2027-01-31T00:00:00Z' })
    .optional(),
  WEIR_PUBLIC_URL: z
    .string()
    .refine((text) => readPublicUrl(text) !== null, 'expected an address such as https://llm.example/weir')
    .optional(),
  WEIR_PRIVATE_HOSTS: z
    .string()
    .default('')
    .refine(
      (text) => readPrivateHosts(text) !== null,
      'expected hosts such as 10.0.0.5:9000, parted by commas',
    ),
  WEIR_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,100}$/, 'expected the name of a header, such as x-forwarded-for')
    .transform((name) => name.toLowerCase())
    .optional(),
  WEIR_AUDIT_DAYS: positiveInteger('a number of days').default(365),
  WEIR_PROVIDERS: z.string().default('{}'),
  WEIR_PRICES: z.string().default('{}'),
  WEIR_CAPTURE: z
    .enum(
      ['full', 'request', 'response', 'metadata', 'off'],
      'expected full, request, response, metadata or off',
    )
    .default('full'),
  WEIR_CAPTURE_LIMIT_BYTES: positiveInteger('a number of bytes').default(limits.captureBytes),
  WEIR_STREAM_USAGE: z.enum(['ask', 'untouched'], 'expected ask or untouched').default('ask'),
  WEIR_RETENTION_DAYS: positiveInteger('a number of days').default(30),
  WEIR_FIRST_BYTE_TIMEOUT_MS: positiveInteger('milliseconds').default(limits.firstByteTimeoutMs),
  WEIR_IDLE_TIMEOUT_MS: positiveInteger('milliseconds').default(limits.idleTimeoutMs),
  WEIR_PROMPT_URIS: z.enum(['on', 'off'], 'expected on or off').default('on'),
  WEIR_SPOOL: z.enum(['large', 'all'], 'expected large or all').default('large'),
  WEIR_DEMO: z.enum(['on', 'off'], 'expected on or off').optional(),
  WEIR_JUDGE_MODEL: z
    .string()
    .regex(/^[A-Za-z][\w-]*:\/.+$/, 'expected <provider>:/<model>, such as openai:/gpt-4.1-mini')
    .optional(),
  WEIR_JUDGE_CONCURRENCY: positiveInteger('a number of questions').default(4),
  WEIR_JUDGE_PER_MINUTE: positiveInteger('a number of questions').default(limits.judgeQuestionsPerMinute),
  WEIR_JUDGE_USD_PER_DAY: z.coerce
    .number({ error: 'expected USD' })
    .positive('expected USD, more than 0')
    .optional(),
  WEIR_JUDGE_TIMEOUT_MS: positiveInteger('milliseconds').default(limits.judgeTimeoutMs),
  WEIR_SAFETY_SAMPLE_RATE: z.coerce
    .number({ error: 'expected a number from 0 to 1' })
    .min(0, 'expected a number from 0 to 1')
    .max(1, 'expected a number from 0 to 1')
    .default(0.1),
  WEIR_SESSION_QUIET_SECONDS: positiveInteger('a number of seconds').default(300),
  /** Experiments a key may make by naming them on calls; what names more goes to the default experiment. */
  WEIR_EXPERIMENTS_PER_KEY: positiveInteger('a number of experiments').default(200),
  WEIR_FEEDBACK_ORIGINS: z
    .string()
    .optional()
    .refine(
      (text) => readOrigins(text) !== null,
      'expected origins such as https://app.example, or *, parted by commas',
    ),
  WEIR_FEEDBACK_TOKEN_HOURS: positiveInteger('a number of hours').default(168),
});

/** The settings of this deployment. Sizes in bytes, times in milliseconds unless named otherwise. */
export interface Settings {
  local: boolean;
  /** `open`: callers need no Weir key. Null: only calls made on this machine need none, see `access/open-access.ts`. */
  proxyAuth: 'key' | 'open' | null;
  adminKey: string | null;
  /** How lines of the log look, and which there are. */
  log: { format: 'json' | 'text'; level: 'info' | 'error' };
  /** How long keys, sessions and names work by what was last known of them while the registry does not answer. */
  keyLastKnownMs: number;
  /** Null when this deployment has none: it then issues no tokens and signs no webhooks. */
  signingKeys: SigningKeys | null;
  /** With it the process that runs Weir on one machine asks what is under way, in `x-weir-supervisor`; null: there is none. */
  supervisorKey: string | null;
  /**
   * Where people reach this deployment, without a slash at the end, when that is not where requests say they went: behind
   * a proxy that ends TLS or takes a path prefix off. Null: where requests went.
   */
  publicUrl: string | null;
  /** Hosts that are not public and that scorers, evaluations and alerts may call all the same, each with a port or without. */
  privateHosts: string[];
  /** The header in which a proxy that every call comes through says the caller's address, lower case; null: there is none. */
  addressHeader: string | null;
  /** How long the trail of what was changed is kept. */
  auditDays: number;
  /** JSON text, parsed by the provider table. */
  providersJson: string;
  /** JSON text, parsed by pricing. */
  pricesJson: string;
  captureMode: 'full' | 'request' | 'response' | 'metadata' | 'off';
  captureLimitBytes: number;
  /** Experiments a key may make by naming them on recorded calls. */
  experimentsPerKey: number;
  streamUsage: 'ask' | 'untouched';
  /** A message that is nothing but `prompts:/name@alias` stands for that prompt. */
  promptUris: boolean;
  retentionDays: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  /** `all`: every exchange is written to R2 before it is queued, for queues that do not survive a restart. */
  spool: 'large' | 'all';
  demo: boolean;
  /** Model URI of the judge, where a scorer names none. */
  judgeModel: string | null;
  /** Questions under way at a time, per model and isolate. */
  judgeConcurrency: number;
  judgePerMinute: number;
  /** Midnight to midnight UTC, all isolates together. */
  judgeUsdPerDay: number | null;
  judgeTimeoutMs: number;
  /** Share of traces whose safety is judged where nobody set another. */
  safetySampleRate: number;
  /** A session without a new trace for this long is judged. */
  sessionQuietMs: number;
  /** Origins of the pages that may give feedback: `*`, `https://app.example`, `https://*.example`. */
  feedbackOrigins: string[];
  feedbackTokenLifetimeMs: number;
}

/** One mistake in the configuration. */
export interface SettingMistake {
  variable: string;
  message: string;
}

/** Settings, or the list of what is wrong. */
export type SettingsResult = { ok: true; settings: Settings } | { ok: false; mistakes: SettingMistake[] };

/**
 * Reads the settings from the worker's variables and secrets.
 *
 * @param variables `env`, of which only string members are looked at
 */
export function readSettings(variables: Record<string, unknown>): SettingsResult {
  const parsed = settingsSchema.safeParse(variables);
  const mistakes = [
    ...(parsed.error?.issues ?? []).map((issue) => ({
      variable: issue.path.join('.'),
      message: issue.message,
    })),
    ...rotationMistakes(variables),
  ];
  if (!parsed.success || mistakes.length > 0) return { ok: false, mistakes };
  const value = parsed.data;
  const local = value.WEIR_LOCAL === '1';
  return {
    ok: true,
    settings: {
      local,
      proxyAuth: value.WEIR_PROXY_AUTH ?? null,
      adminKey: value.WEIR_ADMIN_KEY ?? null,
      log: { format: value.WEIR_LOG, level: value.WEIR_LOG_LEVEL },
      keyLastKnownMs: value.WEIR_KEY_STALE_HOURS * 3_600_000,
      signingKeys: readSigningKeys(value),
      supervisorKey: value.WEIR_SUPERVISOR_KEY ?? null,
      publicUrl: readPublicUrl(value.WEIR_PUBLIC_URL ?? ''),
      privateHosts: readPrivateHosts(value.WEIR_PRIVATE_HOSTS) ?? [],
      addressHeader: value.WEIR_ADDRESS_HEADER ?? null,
      auditDays: value.WEIR_AUDIT_DAYS,
      providersJson: value.WEIR_PROVIDERS,
      pricesJson: value.WEIR_PRICES,
      captureMode: value.WEIR_CAPTURE,
      captureLimitBytes: value.WEIR_CAPTURE_LIMIT_BYTES,
      experimentsPerKey: value.WEIR_EXPERIMENTS_PER_KEY,
      streamUsage: value.WEIR_STREAM_USAGE,
      promptUris: value.WEIR_PROMPT_URIS === 'on',
      retentionDays: value.WEIR_RETENTION_DAYS,
      firstByteTimeoutMs: value.WEIR_FIRST_BYTE_TIMEOUT_MS,
      idleTimeoutMs: value.WEIR_IDLE_TIMEOUT_MS,
      spool: value.WEIR_SPOOL,
      demo: value.WEIR_DEMO === undefined ? local : value.WEIR_DEMO === 'on',
      judgeModel: value.WEIR_JUDGE_MODEL ?? null,
      judgeConcurrency: value.WEIR_JUDGE_CONCURRENCY,
      judgePerMinute: value.WEIR_JUDGE_PER_MINUTE,
      judgeUsdPerDay: value.WEIR_JUDGE_USD_PER_DAY ?? null,
      judgeTimeoutMs: value.WEIR_JUDGE_TIMEOUT_MS,
      safetySampleRate: value.WEIR_SAFETY_SAMPLE_RATE,
      sessionQuietMs: value.WEIR_SESSION_QUIET_SECONDS * 1000,
      feedbackOrigins: readOrigins(value.WEIR_FEEDBACK_ORIGINS) ?? [],
      feedbackTokenLifetimeMs: value.WEIR_FEEDBACK_TOKEN_HOURS * 3_600_000,
    },
  };
}

/** A previous signing key is there to be replaced by a current one, by a date. */
function rotationMistakes(variables: Record<string, unknown>): SettingMistake[] {
  const isSet = (variable: string): boolean => typeof variables[variable] === 'string';
  const previous = 'WEIR_SIGNING_KEY_PREVIOUS';
  const until = 'WEIR_SIGNING_KEY_PREVIOUS_UNTIL';
  const mistakes: SettingMistake[] = [];
  if (isSet(previous) && !isSet(until))
    mistakes.push({ variable: until, message: `expected a time until which ${previous} is accepted` });
  if (isSet(until) && !isSet(previous))
    mistakes.push({ variable: previous, message: `expected the key that is accepted until ${until}` });
  if (isSet(previous) && !isSet('WEIR_SIGNING_KEY'))
    mistakes.push({ variable: 'WEIR_SIGNING_KEY', message: `expected the key that follows ${previous}` });
  return mistakes;
}

/** The signing keys; null without WEIR_SIGNING_KEY. */
function readSigningKeys(value: z.infer<typeof settingsSchema>): SigningKeys | null {
  const { WEIR_SIGNING_KEY: current, WEIR_SIGNING_KEY_PREVIOUS: key } = value;
  if (current === undefined) return null;
  const until = value.WEIR_SIGNING_KEY_PREVIOUS_UNTIL;
  if (key === undefined || until === undefined) return { current, previous: null };
  return { current, previous: { key, acceptedUntilMs: Date.parse(until) } };
}

/** An address without a slash at the end, or null when it is none that pages can lie below. */
function readPublicUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const isPlain = `${url.search}${url.hash}${url.username}${url.password}` === '';
  return isPlain ? url.href.replace(/\/+$/, '') : null;
}

/** The origins of a list, or null when one is none. */
function readOrigins(text: string | undefined): string[] | null {
  const origins = (text ?? '')
    .split(',')
    .map((origin) => origin.trim().toLowerCase())
    .filter((origin) => origin !== '');
  const isOrigin =
    /^(?:\*|https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?|https?:\/\/\[[0-9a-f:]+\](?::\d{1,5})?|[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+)$/;
  return origins.every((origin) => isOrigin.test(origin)) ? origins : null;
}
