/** Calls that Weir makes for MLflow's clients: they reach the provider with their length, and as they were written. */
import { describe, expect, it } from 'vitest';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';
import { chatAnswer } from '../../helpers/scripted-judge.ts';

const deep = `${'['.repeat(3000)}1${']'.repeat(3000)}`;
const members = `"messages":[{"role":"user","content":"Hi ä"}],"temperature":1.0,"seed":12345678901234567890,"x":${deep}`;

describe('a call from inside', () => {
  it.each([
    ['/gateway/mlflow/v1/chat/completions', `{"model":"openai/gpt-x",${members}}`],
    ['/serving-endpoints/openai/gpt-x/invocations', `{"model":"other",${members}}`],
  ])('F167 to %s states its length, and keeps every digit', async (path, body) => {
    const wire = createWire();
    const sent: { length: number | null; text: string }[] = [];
    wire.services.proxy.secret = () => 'sk-stored';
    wire.services.proxy.fetchUpstream = async (url, init) => {
      const held = init.body instanceof Uint8Array || typeof init.body === 'string' ? init.body : null;
      const request = new Request(url, init);
      const text = await request.text();
      sent.push({ length: held === null ? null : new TextEncoder().encode(text).byteLength, text });
      return chatAnswer('Hello');
    };
    const response = await wire.fetch(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${wireAdminKey}`, 'content-type': 'application/json' },
      body,
    });
    expect({ status: response.status, text: await response.text() }).toMatchObject({ status: 200 });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.length).not.toBeNull();
    expect(sent[0]?.text).toBe(`{"model":"gpt-x",${members}}`);
  });
});
