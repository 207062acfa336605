/** A month of calls as OpenTelemetry spans: busy days, quiet nights, one bad afternoon, a prompt that got better. */
import { failures, scenes } from './scenes.mjs';

const DAY_MS = 86_400_000;
const DAYS = 28;

/**
 * The calls, oldest first.
 *
 * @param {ReturnType<import('./scenes.mjs').createDraw>} draw
 * @returns {{scene: object, span: object, children: object[], passed: boolean, version: number | null, traceId: string}[]}
 */
export function makeMonth(draw, nowMs) {
  const calls = [];
  for (let day = DAYS; day >= 1; day--) {
    const startMs = nowMs - day * DAY_MS;
    const weekday = new Date(startMs).getUTCDay();
    const busy = (weekday === 0 || weekday === 6 ? 0.45 : 1) * (1 + (DAYS - day) * 0.02);
    const count = Math.round(draw.between(38, 52) * busy);
    for (let index = 0; index < count; index++) calls.push(...makeConversation(draw, { startMs, day }));
  }
  return calls.sort((one, other) => one.startMs - other.startMs);
}

function makeConversation(draw, { startMs, day }) {
  const scene = chooseByShare(draw, scenes);
  const hour = 7 + (draw.next() + draw.next()) * 7;
  const session = scene.experiment === 'support-bot' ? `chat-${draw.hex(6)}` : null;
  const user = `customer-${draw.whole(1, 60)}`;
  const calls = [];
  const history = [];
  const turns = session === null ? 1 : draw.whole(1, 3);
  let atMs = startMs - (startMs % DAY_MS) + hour * 3_600_000;
  for (let turn = 0; turn < turns; turn++) {
    const call = makeCall(draw, { scene, day, atMs, session, user, history });
    calls.push(call);
    atMs = call.endMs + draw.between(8_000, 60_000);
    if (call.failed) break;
  }
  return calls;
}

function makeCall(draw, { scene, day, atMs, session, user, history }) {
  const { provider, model, speed } = chooseByShare(draw, scene.models);
  const [question, answer] = draw.one(scene.turns);
  // One provider had a bad day.
  const badDay = day === 9 && provider === 'openai';
  const failed = draw.chance(badDay ? 0.35 : 0.018);
  const input = 180 + history.length * 60 + Math.round(question.length / 3.6) + draw.whole(0, 300);
  const output = Math.round(answer.length / 3.4) + draw.whole(5, 60);
  const durationMs = failed
    ? draw.between(80, 900)
    : (draw.between(180, 700) + (output / speed) * 1000) * (badDay ? 2.6 : 1);
  const version = scene.prompt === null ? null : versionOn(scene.prompt, day);
  const traceId = draw.hex(32);
  const messages = [
    { role: 'system', parts: [{ type: 'text', content: scene.system }] },
    ...history,
    { role: 'user', parts: [{ type: 'text', content: question }] },
  ];
  const said = { role: 'assistant', parts: [{ type: 'text', content: answer }] };
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
    'gen_ai.response.model': model,
    'gen_ai.input.messages': JSON.stringify(messages),
    ...(failed
      ? {}
      : {
          'gen_ai.output.messages': JSON.stringify([said]),
          'gen_ai.usage.input_tokens': input,
          'gen_ai.usage.output_tokens': output,
          'gen_ai.response.time_to_first_chunk': Math.min(durationMs * 0.8, draw.between(160, 680)) / 1000,
        }),
    'user.id': user,
    ...(session === null ? {} : { 'session.id': session }),
    'mlflow.traceTag.team': scene.experiment === 'code-review' ? 'platform' : 'shop',
    'mlflow.traceTag.release': day > 14 ? '2026.10' : '2026.11',
    ...(version === null
      ? {}
      : { 'mlflow.linkedPrompts': JSON.stringify([{ name: scene.prompt, version: String(version) }]) }),
  };
  if (!failed) history.push({ role: 'user', parts: [{ type: 'text', content: question }] }, said);
  const root = makeSpan({
    traceId,
    spanId: draw.hex(16),
    name: `chat ${model}`,
    startMs: atMs,
    durationMs,
    attributes,
  });
  if (failed) root.status = { code: 2, message: draw.one(failures) };
  const passed = !failed && draw.chance(0.8 + (version ?? 2) * 0.05);
  return {
    scene,
    spans: [root],
    startMs: atMs,
    endMs: atMs + durationMs,
    failed,
    passed,
    version,
    traceId: `tr-${traceId}`,
  };
}

/** Prompts get a new version about every ten days. */
function versionOn(prompt, day) {
  const versions = prompt === 'support-answer' ? 3 : 2;
  return Math.min(versions, 1 + Math.floor((DAYS - day) / (DAYS / versions)));
}

function toAnyValue(value) {
  if (typeof value !== 'number') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function chooseByShare(draw, items) {
  let left = draw.next();
  for (const item of items) {
    left -= item.share;
    if (left < 0) return item;
  }
  return items[0];
}

function makeSpan({ traceId, spanId, name, startMs, durationMs, attributes }) {
  const nano = (ms) => `${BigInt(Math.round(ms * 1000)) * 1000n}`;
  return {
    traceId,
    spanId,
    name,
    kind: 3,
    startTimeUnixNano: nano(startMs),
    endTimeUnixNano: nano(startMs + durationMs),
    status: { code: 1 },
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: toAnyValue(value),
    })),
  };
}
