/**
 * For programs that evaluate: makes a function of a model, an endpoint or an application that is asked through Weir, as
 * MLflow's `to_predict_fn` does for Python. Works wherever there is a `fetch`.
 */

/** An answer. */
export interface Prediction<Outputs = unknown> {
  /** The body of the answer: of a model an OpenAI chat completion; of an application its `outputs`, or all it said. */
  outputs: Outputs;
  /** What a model says first, or an answer that is a text; else null. */
  text: string | null;
  /** The trace that Weir recorded; null where it recorded none. */
  traceId: string | null;
}

/** Asks once; rejects with a {@link PredictionError} when the answer is a failure. */
export type PredictFunction<Inputs, Outputs> = (inputs: Inputs) => Promise<Prediction<Outputs>>;

/** How to ask. */
export interface PredictOptions {
  /** Where Weir is, such as `http://localhost:8787`. Not needed for an application at a URL. */
  weirUrl?: string;
  /** A Weir key with the scope `proxy`; for an application, whatever it takes as bearer token. */
  key?: string;
  /** Name or id of the experiment that the traces go into. */
  experiment?: string;
  /** A prompt of Weir's, `support`, `support/3` or `support@production`: the inputs are its variables. Models only. */
  prompt?: string;
  /** Further members of a model's request, such as `temperature`. */
  parameters?: Record<string, unknown>;
  /** Further headers, such as `traceparent`. */
  headers?: Record<string, string>;
  /** An answer that takes longer is a failure; 60,000 when left out. */
  timeoutMs?: number;
  fetch?: typeof fetch;
}

/** The target answered with a failure. */
export class PredictionError extends Error {
  override readonly name = 'PredictionError';
  readonly status: number;
  /** As it came, at most 2,000 characters. */
  readonly body: string;
  readonly traceId: string | null;

  constructor({ status, body, traceId }: { status: number; body: string; traceId: string | null }) {
    super(`The target answered ${status}: ${body.slice(0, 300)}`);
    this.status = status;
    this.body = body;
    this.traceId = traceId;
  }
}

const TIMEOUT_MS = 60_000;
const MOST_ERROR_CHARACTERS = 2000;

/**
 * The function of a target.
 *
 * @param uri `<provider>:/<model>` or `endpoints:/<provider>/<model>` for a model that Weir proxies; `endpoints:/<name>` for an
 *   endpoint of the Databricks workspace behind it, which gets the inputs as they are; or the http(s) URL of an
 *   application, which gets `{"inputs": …}`
 * @throws TypeError for a URI that is none of these, and for options that do not fit it
 */
export function toPredictFunction<Inputs = Record<string, unknown>, Outputs = unknown>(
  uri: string,
  options: PredictOptions = {},
): PredictFunction<Inputs, Outputs> {
  const target = readTarget(uri, options);
  const { key, experiment, prompt, headers: more, timeoutMs = TIMEOUT_MS } = options;
  const headers = new Headers(more);
  headers.set('content-type', 'application/json');
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  if (target.kind !== 'application' && experiment !== undefined)
    headers.set('x-weir-experiment', asBytes(experiment));
  if (prompt !== undefined) headers.set('x-weir-prompt', prompt);
  return async (inputs) => {
    // Looked up at each call, as a page or a test may have replaced it; called bare, as browsers demand.
    const send = options.fetch ?? globalThis.fetch;
    const answer = await send(target.url, {
      method: 'POST',
      headers,
      body: JSON.stringify(bodyFor(target, inputs, options)),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return readAnswer<Outputs>(answer, target);
  };
}

interface ReadTarget {
  kind: 'model' | 'endpoint' | 'application';
  url: string;
}

function readTarget(uri: string, { weirUrl, prompt, parameters }: PredictOptions): ReadTarget {
  const isUrl = /^https?:\/\//.test(uri);
  const [, scheme, path] = isUrl ? [] : (/^([A-Za-z][\w-]*):\/+([^\s?#]+)$/.exec(uri.trim()) ?? []);
  if (!isUrl && (scheme === undefined || path === undefined))
    throw new TypeError(`Invalid target "${uri}": expected <provider>:/<model>, endpoints:/<name> or a URL.`);
  const name = scheme === 'endpoints' ? path : `${scheme}/${path}`;
  const kind = isUrl ? 'application' : name?.includes('/') === true ? 'model' : 'endpoint';
  if (kind !== 'model' && (prompt !== undefined || parameters !== undefined))
    throw new TypeError(`A prompt and parameters are for models; "${uri}" gets the inputs as they are.`);
  if (kind === 'application') return { kind, url: uri };
  if (weirUrl === undefined || !/^https?:\/\//.test(weirUrl))
    throw new TypeError('Invalid weirUrl: expected the address of Weir, such as http://localhost:8787.');
  const encoded = name?.split('/').map(encodeURIComponent).join('/');
  return { kind, url: `${weirUrl.replace(/\/+$/, '')}/serving-endpoints/${encoded}/invocations` };
}

/** What is sent. A model without a prompt gets messages as they are, a single text as what the user says, else JSON. */
function bodyFor({ kind }: ReadTarget, inputs: unknown, { prompt, parameters }: PredictOptions): unknown {
  if (kind === 'application') return { inputs };
  if (kind === 'endpoint') return inputs;
  const given = isRecord(inputs) && Array.isArray(inputs.messages) ? (inputs.messages as unknown[]) : [];
  if (prompt !== undefined) {
    const variables = isRecord(inputs) ? inputs : { input: inputs };
    return { ...parameters, messages: given, prompt_variables: variables };
  }
  if (given.length > 0) return { ...parameters, messages: given };
  const values = isRecord(inputs) ? Object.values(inputs) : [inputs];
  const [only] = values;
  const content = values.length === 1 && typeof only === 'string' ? only : JSON.stringify(inputs);
  return { ...parameters, messages: [{ role: 'user', content }] };
}

async function readAnswer<Outputs>(answer: Response, { kind }: ReadTarget): Promise<Prediction<Outputs>> {
  const traceId = answer.headers.get('x-weir-trace-id');
  const said = await answer.text();
  if (!answer.ok) {
    const { status } = answer;
    throw new PredictionError({ status, body: said.slice(0, MOST_ERROR_CHARACTERS), traceId });
  }
  const body = parsed(said);
  const outputs =
    kind === 'application' && isRecord(body) && body.outputs !== undefined ? body.outputs : body;
  // What a target answers is for its user to say.
  return { outputs: outputs as Outputs, text: textOf(outputs), traceId };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOf(outputs: unknown): string | null {
  if (typeof outputs === 'string') return outputs;
  const choices: unknown = isRecord(outputs) ? outputs.choices : null;
  const first: unknown = Array.isArray(choices) ? choices[0] : null;
  const message = isRecord(first) ? first.message : null;
  const content = isRecord(message) ? message.content : null;
  return typeof content === 'string' ? content : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Header values are bytes; `fetch` takes each as a character. Weir reads them as UTF-8. */
function asBytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
