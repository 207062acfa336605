/**
 * The fixture provider: speaks OpenAI chat as fast as it can, so that what stands before it is what gets measured.
 * Query parameters choose the manner: `think` milliseconds before the first byte, `pace` milliseconds between events.
 */
const EVENTS = 100;
const encoder = new TextEncoder();

const common = {
  id: 'chatcmpl-fixture-0123456789abcdef',
  created: 1_790_000_000,
  model: 'gpt-4.1-mini-2025-04-14',
};
const usage = {
  prompt_tokens: 42,
  completion_tokens: EVENTS,
  total_tokens: 42 + EVENTS,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0 },
};

const plainAnswer = chatCompletion('A weir lets the river pass. '.repeat(16));
/** To a judge's question. */
const verdict = chatCompletion('{"rationale":"Nothing in it harms anybody.","result":"yes"}');

function chatCompletion(content) {
  return encoder.encode(
    JSON.stringify({
      ...common,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content, refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage,
      service_tier: 'default',
      system_fingerprint: 'fp_0123456789',
    }),
  );
}

const events = Array.from({ length: EVENTS }, (_, index) => {
  const last = index === EVENTS - 1;
  const delta = last ? {} : index === 0 ? { role: 'assistant', content: '' } : { content: ` word${index}` };
  return event({
    ...common,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: last ? 'stop' : null }],
  });
});
const usageEvent = event({ ...common, object: 'chat.completion.chunk', choices: [], usage });
const doneEvent = encoder.encode('data: [DONE]\n\n');

function event(data) {
  return encoder.encode(`data: ${JSON.stringify(data)}\n\n`);
}

const sleep = (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs));

export default {
  async fetch(request, _env, context) {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/upload')) return Response.json({ received: await countBytes(request.body) });
    if (url.pathname.endsWith('/download')) return download(Number(url.searchParams.get('bytes')), context);
    const body = await request.text();
    if (!body.includes('"stream":true')) {
      const answer = body.includes('"json_schema"') ? verdict : plainAnswer;
      return new Response(answer, { headers: { 'content-type': 'application/json' } });
    }
    const { readable, writable } = new IdentityTransformStream();
    const manner = {
      thinkMs: Number(url.searchParams.get('think') ?? 0),
      paceMs: Number(url.searchParams.get('pace') ?? 0),
      tellsUsage: body.includes('"include_usage":true'),
    };
    // A caller that hangs up ends the writing; there is nobody left to tell.
    context.waitUntil(writeEvents(writable.getWriter(), manner).catch(() => undefined));
    return new Response(readable, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  },
};

async function writeEvents(writer, { thinkMs, paceMs, tellsUsage }) {
  if (thinkMs > 0) await sleep(thinkMs);
  for (const bytes of events) {
    await writer.write(bytes);
    if (paceMs > 0) await sleep(paceMs);
  }
  if (tellsUsage) await writer.write(usageEvent);
  await writer.write(doneEvent);
  await writer.close();
}

async function countBytes(body) {
  let received = 0;
  for await (const chunk of body) received += chunk.byteLength;
  return received;
}

function download(byteLength, context) {
  const { readable, writable } = new FixedLengthStream(byteLength);
  context.waitUntil(writeBytes(writable.getWriter(), byteLength).catch(() => undefined));
  return new Response(readable, { headers: { 'content-type': 'application/octet-stream' } });
}

async function writeBytes(writer, byteLength) {
  const chunk = new Uint8Array(65_536).fill(120);
  for (let left = byteLength; left > 0; left -= chunk.byteLength) {
    await writer.write(left < chunk.byteLength ? chunk.slice(0, left) : chunk);
  }
  await writer.close();
}
