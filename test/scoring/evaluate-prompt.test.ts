import { describe, expect, it } from 'vitest';
import { createWire, type Loose, type Wire } from '../helpers/mlflow-wire.ts';
import { chatAnswer, scriptedModel, scriptJudge, verdictText } from '../helpers/scripted-judge.ts';

const judged = { WEIR_JUDGE_MODEL: scriptedModel, WEIR_SAFETY_SAMPLE_RATE: '0' };
const scorers = [{ name: 'fast', scorer: { code: 'latency_threshold', options: { maximumMs: 600_000 } } }];

/** A prompt of two versions, `production` at the second. */
async function createPrompt(wire: Wire): Promise<string> {
  const name = `answer-${crypto.randomUUID().slice(0, 8)}`;
  const first = await wire.call('POST', '/api/v1/prompts', { name, template: 'First of {{ question }}.' });
  expect(first).toMatchObject({ status: 200 });
  const template = [
    { role: 'system', content: 'Answer in {{ language }}.' },
    { role: 'user', content: '{{ question }}' },
  ];
  await wire.call('POST', `/api/v1/prompts/${name}/versions`, { template });
  await wire.call('PUT', `/api/v1/prompts/${name}/aliases/production`, { version: 2 });
  return name;
}

/** Runs it to its end, and returns its rows with their traces. */
async function evaluate(wire: Wire, body: object) {
  const started = await wire.call('POST', '/api/v1/evaluations', { scorers, ...body });
  expect(started, JSON.stringify(started.body)).toMatchObject({ status: 200 });
  const { evaluation_id: id, run_id: runId } = started.body;
  await wire.carry(id);
  const { rows } = (await wire.call('GET', `/api/v1/evaluations/${id}/rows`)).body;
  const traces: Loose[] = await Promise.all(
    rows.map((row: Loose) => wire.services.traces.get(row.trace_id ?? '', null)),
  );
  return { rows, traces, runId };
}

describe('a target with a prompt', () => {
  it('puts each row’s inputs into the version the alias names, and links it to each trace', async () => {
    const wire = createWire(judged);
    const name = await createPrompt(wire);
    const asked = scriptJudge(wire.services, () => chatAnswer('Fine.'));
    const { rows, traces, runId } = await evaluate(wire, {
      rows: ['Where is it?', 'When does it come?'].map((question) => ({
        inputs: { question, language: 'English' },
      })),
      target: { model: 'openai:/answerer', prompt: `${name}@production` },
      concurrency: 1,
    });
    expect(rows.map((row: Loose) => row.state)).toEqual(['done', 'done']);
    expect(asked.map(({ system, user }) => [system, user])).toEqual([
      ['Answer in English.', 'Where is it?'],
      ['Answer in English.', 'When does it come?'],
    ]);
    for (const { info } of traces)
      expect(info).toMatchObject({ prompts: [{ name, version: '2' }], runIds: [runId] });
  });

  it.each([
    ['/1', '1'],
    ['', '2'],
  ])('takes the version of "name%s"', async (suffix, version) => {
    const wire = createWire(judged);
    const name = await createPrompt(wire);
    scriptJudge(wire.services, () => chatAnswer('Fine.'));
    const { traces } = await evaluate(wire, {
      rows: [{ inputs: { question: 'Where is it?', language: 'English' } }],
      target: { model: 'openai:/answerer', prompt: `${name}${suffix}` },
    });
    expect(traces[0].info.prompts).toEqual([{ name, version }]);
  });

  it('works with the demo model, without any key', async () => {
    const wire = createWire({ WEIR_DEMO: 'on', WEIR_SAFETY_SAMPLE_RATE: '0' });
    const name = await createPrompt(wire);
    const { rows, traces } = await evaluate(wire, {
      rows: [{ inputs: { question: 'Where is it?', language: 'English' } }],
      target: { model: 'demo:/demo', prompt: `${name}@production` },
    });
    expect(rows[0]).toMatchObject({ state: 'done', error: null });
    expect(traces[0].info).toMatchObject({ prompts: [{ name, version: '2' }], provider: 'demo' });
  });

  it('takes the variables of traces from what they were asked', async () => {
    const wire = createWire(judged);
    const name = await createPrompt(wire);
    const { sampleSpan, sampleTrace } = await import('../contracts/sample-trace.ts');
    const attributes = { 'mlflow.spanInputs': { question: 'Where is it?', language: 'German' } };
    const trace = sampleTrace({ experimentId: '0' }, [sampleSpan({ attributes })]);
    await wire.services.traces.write([trace]);
    const asked = scriptJudge(wire.services, () => chatAnswer('Fine.'));
    const { traces } = await evaluate(wire, {
      rows: [{ trace_id: trace.info.traceId }],
      target: { model: 'openai:/answerer', prompt: name },
    });
    expect(asked).toMatchObject([{ system: 'Answer in German.', user: 'Where is it?' }]);
    expect(traces[0].info.traceId).not.toBe(trace.info.traceId);
    expect(traces[0].info.prompts).toEqual([{ name, version: '2' }]);
  });

  it('keeps a conversation behind the prompt’s messages', async () => {
    const wire = createWire(judged);
    const name = await createPrompt(wire);
    const asked = scriptJudge(wire.services, () => chatAnswer('Fine.'));
    const messages = [{ role: 'user', content: 'Before.' }];
    const { rows } = await evaluate(wire, {
      rows: [{ inputs: { question: 'Where?', language: 'English', messages } }],
      target: { model: 'openai:/answerer', prompt: `${name}/2` },
    });
    expect(rows[0]).toMatchObject({ state: 'done', error: null });
    expect(asked).toMatchObject([{ system: 'Answer in English.' }]);
  });

  it('a row without a variable of the prompt fails, and says which', async () => {
    const wire = createWire(judged);
    const name = await createPrompt(wire);
    scriptJudge(wire.services, () => verdictText('yes'));
    const { rows } = await evaluate(wire, {
      rows: [{ inputs: { question: 'Where is it?' } }, { inputs: { question: 'x', language: 'English' } }],
      target: { model: 'openai:/answerer', prompt: `${name}@production` },
    });
    expect(rows.map((row: Loose) => row.state)).toEqual(['failed', 'done']);
    expect(rows[0].error).toContain('language');
  });

  it('takes inputs that are longer than a header may be, in any script', async () => {
    const wire = createWire(judged);
    const name = await createPrompt(wire);
    const asked = scriptJudge(wire.services, () => chatAnswer('Fine.'));
    const question = 'どこですか？ '.repeat(5000);
    const { rows } = await evaluate(wire, {
      rows: [{ inputs: { question, language: '日本語' } }],
      target: { model: 'openai:/answerer', prompt: name },
    });
    expect(rows[0]).toMatchObject({ state: 'done', error: null });
    expect(asked).toMatchObject([{ system: 'Answer in 日本語.', user: question }]);
  });

  it('asks every row with the version the alias named when it began', async () => {
    const wire = createWire(judged);
    const name = await createPrompt(wire);
    scriptJudge(wire.services, async () => {
      await wire.call('PUT', `/api/v1/prompts/${name}/aliases/production`, { version: 1 });
      wire.services.promptCache.forget(name);
      return chatAnswer('Fine.');
    });
    const { traces } = await evaluate(wire, {
      rows: [1, 2].map((question) => ({ inputs: { question, language: 'English' } })),
      target: { model: 'openai:/answerer', prompt: `${name}@production` },
      concurrency: 1,
    });
    expect(traces.map(({ info }) => info.prompts)).toEqual([
      [{ name, version: '2' }],
      [{ name, version: '2' }],
    ]);
  });

  it.each([
    ['nothing-of-that-name', 404, 'nothing-of-that-name'],
    ['@production', 400, 'target.prompt'],
    ['a/b/c', 400, 'target.prompt'],
  ])('refuses the prompt "%s" at once', async (prompt, expected, words) => {
    const { status, body } = await createWire(judged).call('POST', '/api/v1/evaluations', {
      rows: [{ inputs: { question: 'Where is it?' } }],
      scorers,
      target: { model: 'openai:/answerer', prompt },
    });
    expect({ status, message: body.message }).toEqual({
      status: expected,
      message: expect.stringContaining(words),
    });
  });
});
