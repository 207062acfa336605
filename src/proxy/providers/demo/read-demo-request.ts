/** What every call of the demo model begins with: a body of bounded size, valid JSON, the right members, and knobs. */
import type { z } from 'zod';
import { isObject, parseJson } from '../../../core/json.ts';
import { demoFailure } from './demo-failure.ts';
import { readKnobs, type Knobs } from './knobs.ts';

/** As much as OpenAI takes with images in it; an isolate must hold it several times. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/** A request as read, or the answer that says what is wrong with it. */
export type DemoRequestResult<Body> =
  | { ok: true; body: Body; text: string; knobs: Knobs }
  | { ok: false; answer: Response };

/**
 * Reads a request.
 *
 * @param schema what the call takes; every call names a model, because knobs may stand in its name
 */
export async function readDemoRequest<Body extends { model: string }>(
  request: Request,
  schema: z.ZodType<Body>,
): Promise<DemoRequestResult<Body>> {
  const text = await readBounded(request);
  if (text === null) return refuse(413, `The request is too large: at most ${MOST_BODY_BYTES} bytes.`);
  const json = parseJson(text);
  if (!isObject(json)) return refuse(400, 'We could not parse the JSON body of your request.');
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const parameter = issue?.path.join('.') ?? '';
    return refuse(400, `Invalid value for '${parameter}': ${issue?.message}.`, parameter);
  }
  const read = readKnobs(parsed.data.model, request.headers.get('x-demo-knobs'));
  if (!read.ok) return refuse(400, `Invalid knob '${read.knob}': ${read.expected}.`, 'model');
  return { ok: true, body: parsed.data, text, knobs: read.knobs };
}

function refuse(
  status: number,
  message: string,
  parameter: string | null = null,
): { ok: false; answer: Response } {
  return { ok: false, answer: demoFailure(status, message, parameter) };
}

/** The body's text; null when it is too large, the rest then unread. */
async function readBounded(request: Request): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  let byteCount = 0;
  if (request.body === null) return text;
  for await (const chunk of request.body) {
    byteCount += chunk.byteLength;
    if (byteCount > MOST_BODY_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
