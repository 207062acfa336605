/** Holds a call's traces against what the provider received and sent, and what the library gave to its user. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceJson } from '../sdk/support/traces.ts';
import type { CallNote } from '../sdk/upstream/server.ts';
import { GREETING, WEATHER } from '../sdk/upstream/wire.ts';
import type { Place } from './place.ts';
import type { Case, Told } from './run-clients.ts';

/** What is wrong with a call; nothing when all is right. */
export interface Finding {
  case: string;
  wrong: string[];
}

const PATIENCE_MS = 20_000;

/** Checks one call: the library's answer, and a true trace for each request that it made. */
export async function checkCase(asked: Case, told: Told, place: Place): Promise<Finding> {
  const wrong: string[] = [];
  if (told.error !== undefined) wrong.push(`the library failed: ${told.error.slice(-400)}`);
  else if (!hasAnswered(asked, told.answer ?? ''))
    wrong.push(`the library gave ${JSON.stringify(told.answer?.slice(0, 200))}`);
  const received = (await place.notes()).filter((note) => bodyOf(note).includes(marker(asked)));
  const counted = received.filter(({ truth }) => truth !== null);
  if (counted.length === 0) wrong.push('the provider was not called');
  const traces = await tracesOf(asked, received, place);
  if (traces.length !== received.length) wrong.push(`${traces.length} traces of ${received.length} requests`);
  for (const note of counted) {
    const trace = traces.find((one) => answeredBy(one) === note.requestId);
    wrong.push(...(trace === undefined ? [`no trace of ${note.requestId}`] : differences(trace, note)));
  }
  return { case: asked.id, wrong };
}

function marker({ id }: Case): string {
  return `[case ${id}]`;
}

function bodyOf(note: CallNote): string {
  return Buffer.from(note.bodyBase64, 'base64').toString();
}

function hasAnswered({ mode }: Case, answer: string): boolean {
  const words = mode === 'tools' ? [WEATHER.name, 'good day'] : ['good day'];
  return words.some((word) => answer.includes(word));
}

/** The traces of a case, as soon as there are as many as requests. */
async function tracesOf(asked: Case, received: readonly CallNote[], { weir }: Place): Promise<TraceJson[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const page = await json<{ traces: TraceJson['info'][] }>(`${weir}/api/v1/traces?page_size=200`);
    const found: TraceJson[] = [];
    for (const { trace_id: id } of page.traces) found.push(await traceOf(id, weir));
    const own = found.filter((trace) => JSON.stringify(trace.spans).includes(marker(asked)));
    if (own.length >= received.length || Date.now() > deadline) return own;
    await sleep(100);
  }
}

/** Traces that were read once do not change here. */
const read = new Map<string, TraceJson>();

async function traceOf(id: string, weir: string): Promise<TraceJson> {
  const known = read.get(id) ?? (await json<TraceJson>(`${weir}/api/v1/traces/${id}`));
  read.set(id, known);
  return known;
}

async function json<Body>(url: string): Promise<Body> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

function answeredBy({ spans }: TraceJson): string | undefined {
  const headers = spans[0]?.attributes['weir.response.headers'] as Record<string, string> | undefined;
  return headers?.['x-request-id'];
}

function differences({ info, spans }: TraceJson, { truth }: CallNote): string[] {
  if (truth === null) return [];
  const span = spans[0];
  const outputs = JSON.stringify(span?.attributes['mlflow.spanOutputs'] ?? null);
  const said = outputs.includes(JSON.stringify(GREETING).slice(1, -1));
  const called = WEATHER.cities.every((city) => outputs.includes(city)) && outputs.includes(WEATHER.name);
  const facts: [name: string, told: unknown, true_: unknown][] = [
    ['spans', spans.length, 1],
    ['state', info.state, 'OK'],
    ['end', info.metadata['weir.end'], 'complete'],
    ['status', info.status, 200],
    ['model', info.model, truth.model],
    ['input tokens', info.usage.input_tokens, truth.input],
    ['output tokens', info.usage.output_tokens, truth.output],
    ['cache reads', info.usage.cache_read_input_tokens ?? 0, truth.cacheRead],
    ['cache writes', info.usage.cache_creation_input_tokens ?? 0, truth.cacheWrite],
    ['estimated', span?.attributes['weir.usage.estimated'] ?? false, false],
    ['what was said or called', said || called, true],
  ];
  return facts
    .filter(([, told, true_]) => told !== true_)
    .map(([name, told, true_]) => `${name}: ${String(told)}, truly ${String(true_)}`);
}
