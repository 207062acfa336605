/**
 * What the fixture upstream is made of: the call it received, the answer it gives, and the framings of streams. The
 * providers' modules beside this one put answers together; the server sends them.
 */

/** A call as it arrived. */
export interface ReceivedCall {
  method: string;
  /** Path without query, and the query with its `?`. */
  path: string;
  query: string;
  /** How long the answer stays open after its last byte; absent: not at all. */
  endDelayMs?: number;
  /** Lower-case names; repeated headers joined. */
  headers: Record<string, string>;
  body: Buffer;
  text: string;
  /** The body parsed; an empty object when it is not JSON. */
  json: Record<string, unknown>;
}

/** What the answer used, as the fixture knows it: the truth that traces are measured against. */
export interface Truth {
  /** Provider id in the price library; null when it knows no price. */
  priceProvider: string | null;
  model: string;
  /** All tokens sent, cached ones included. */
  input: number;
  /** All tokens generated, reasoning included. */
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/** An answer: a whole body, or pieces that are sent one by one. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | readonly (string | Buffer)[];
  /** Keeps the connection open after the pieces, until the caller goes. */
  hold?: boolean;
  truth?: Truth;
}

/** What a call asks the fixture to do. Words in the prompt say it, so that every wire format can. */
export type Scenario = 'text' | 'tools' | 'limited' | 'invalid' | 'held' | 'broken';

/** Words that choose a scenario, wherever they stand in the request. */
export const ask = {
  text: 'Greet Tokyo.',
  tools: 'What is the weather in Zürich and 東京?',
  limited: 'answer-429',
  invalid: 'answer-400',
  held: 'hold-open',
  /** Not one byte comes back. */
  silent: 'never-answer',
  broken: 'fail-mid-stream',
  /** The first attempt is refused, the retry answered. */
  limitedOnce: 'refuse-first-attempt',
} as const;

/** Marks that a tool's result is in the conversation, so that the answer is text. */
const TOOL_RESULT = /"role" ?: ?"tool"|"tool_result"|"functionResponse"|"toolResult"|"function_call_output"/;

/** The scenario that a call asks for. */
export function scenarioOf(call: ReceivedCall): Scenario {
  for (const name of ['limited', 'invalid', 'held', 'broken'] as const) {
    if (call.text.includes(ask[name])) return name;
  }
  if (call.text.includes(ask.limitedOnce)) {
    return call.headers['x-stainless-retry-count'] === '0' ? 'limited' : 'text';
  }
  const offersTools = /"(?:tools|toolConfig)" ?: ?[[{] ?(?![ \]}])/.test(call.text);
  return offersTools && !TOOL_RESULT.test(call.text) ? 'tools' : 'text';
}

/** The words of the text answer: what breaks careless parsers (F05, F07). */
export const GREETING = 'Hello 👋🏽 東京: "a": ["b"]\ndata: é, and a good day.';

/** The greeting in pieces; one ends inside an emoji's sequence. */
export const GREETING_PIECES = ['Hello 👋', '🏽 東京: "a": ["b', '"]\ndata: é', ', and a good day.'];

/** The tool every tools scenario calls, once for each city. */
export const WEATHER = { name: 'get_weather', cities: ['Zürich', '東京'] } as const;

/** A JSON answer. */
export function jsonAnswer(body: unknown, truth?: Truth): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(truth === undefined ? {} : { truth }),
  };
}

/** A refusal in the provider's words. */
export function refusal(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(status === 429 ? { 'retry-after': '7' } : {}),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/** A stream of server-sent events without names. */
export function dataEvents(values: readonly unknown[]): string[] {
  return values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
}

/** Server-sent events named after their `type`. */
export function namedEvents(values: readonly { type: string }[]): string[] {
  return values.map((value) => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`);
}

/** One JSON object a line. */
export function jsonLines(values: readonly unknown[]): string[] {
  return values.map((value) => `${JSON.stringify(value)}\n`);
}

/** An answer of server-sent events; a held one stops after its first events and stays open. */
export function eventStream(scenario: Scenario, events: readonly string[], truth: Truth): Answer {
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  if (scenario === 'held') return { status: 200, headers, body: events.slice(0, HELD_EVENTS), hold: true };
  return { status: 200, headers, body: events, truth };
}

/** Enough for the first words in every format, and before the reason why the model stopped. */
export const HELD_EVENTS = 5;

/** A text cut into `count` pieces of about the same length. */
export function pieces(text: string, count: number): string[] {
  const letters = [...text];
  const size = Math.ceil(letters.length / count);
  return Array.from({ length: count }, (_, index) =>
    letters.slice(index * size, (index + 1) * size).join(''),
  );
}
