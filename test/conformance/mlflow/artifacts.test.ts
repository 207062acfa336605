/** The artifact proxy over HTTP: files of runs, attachments of traces, and `traces.json`, which becomes spans. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { sweepArtifacts } from '../../../src/artifacts/sweep-artifacts.ts';
import { createWire, wireAdminKey, type Loose } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId } from '../../helpers/otlp.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();
const base = '/api/2.0/mlflow-artifacts/artifacts';

async function request(method: string, path: string, body?: BodyInit, key = wireAdminKey) {
  const response = await wire.fetch(path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  const text = new TextDecoder().decode(await response.arrayBuffer());
  let json: Loose = null;
  try {
    json = JSON.parse(text);
  } catch {
    // A file need not be JSON.
  }
  return { status: response.status, text, json, headers: response.headers };
}

const toBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const startNs = '1790000000123456789';
const endNs = '1790000001327456788';

describe('PUT, GET, DELETE mlflow-artifacts/artifacts/{path}', () => {
  it('keeps a file as it is', async () => {
    const path = `${base}/0/run-1/artifacts/folder/a%20b%C3%BC.bin`;
    const bytes = crypto.getRandomValues(new Uint8Array(50_000));
    expect(await request('PUT', path, bytes)).toMatchObject({ status: 200, json: {} });
    const response = await wire.fetch(path, { headers: { authorization: `Bearer ${wireAdminKey}` } });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    expect(await request('DELETE', path)).toMatchObject({ status: 200, json: {} });
    expect(await request('GET', path)).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });

  it('replaces a file, and deletes a folder whole', async () => {
    const folder = `${base}/0/run-2/artifacts`;
    await request('PUT', `${folder}/a/x.txt`, 'one');
    await request('PUT', `${folder}/a/x.txt`, 'two');
    await request('PUT', `${folder}/a/y.txt`, 'three');
    await request('PUT', `${folder}/ab.txt`, 'kept');
    expect((await request('GET', `${folder}/a/x.txt`)).text).toBe('two');
    await request('DELETE', `${folder}/a`);
    expect((await request('GET', `${folder}/a/y.txt`)).status).toBe(404);
    expect((await request('GET', `${folder}/ab.txt`)).text).toBe('kept');
  });

  it('lists a folder, with paths relative to it', async () => {
    const folder = `${base}/0/run-3/artifacts`;
    await request('PUT', `${folder}/b.json`, '{}');
    await request('PUT', `${folder}/a/deep/x.txt`, 'x');
    expect((await request('GET', `${base}?path=0/run-3/artifacts`)).json).toEqual({
      files: [
        { path: 'a', is_dir: true },
        { path: 'b.json', is_dir: false, file_size: 2 },
      ],
    });
    expect((await request('GET', `${base}?path=0/nothing`)).json).toEqual({ files: [] });
  });

  it.each([
    ['PUT', `${base}/0/run/..%2F..%2Fx`],
    ['GET', `${base}/0/run/%2e%2e%2fx`],
    ['DELETE', `${base}/0/a%5Cb`],
    ['PUT', `${base}/0/a%00b`],
    ['PUT', `${base}/0/a//b`],
    ['PUT', `${base}/0`],
    ['DELETE', `${base}/0`],
    ['PUT', `${base}/0/${'x'.repeat(1000)}`],
    ['GET', `${base}/0/%ff`],
    ['GET', `${base}?path=../x`],
  ])('%s %s is 400 INVALID_PARAMETER_VALUE', async (method, path) => {
    expect(await request(method, path, method === 'PUT' ? 'x' : undefined)).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('tells clients to send large files whole', async () => {
    expect(await request('POST', '/api/2.0/mlflow-artifacts/mpu/create/0/a/b', '{}')).toMatchObject({
      status: 501,
      json: { message: expect.stringMatching(/^Multipart upload is not supported/) },
    });
  });

  it('needs scopes, and stays within the experiment of a key', async () => {
    await request('PUT', `${base}/0/run-4/artifacts/x`, 'x');
    const reader = await wire.keyFor(['read']);
    const bound = await wire.keyFor(['read', 'write'], '77');
    expect((await request('PUT', `${base}/0/run-4/artifacts/x`, 'y', reader)).status).toBe(403);
    expect((await request('GET', `${base}/0/run-4/artifacts/x`, undefined, bound)).status).toBe(404);
    expect((await request('PUT', `${base}/0/run-4/artifacts/x`, 'y', bound)).status).toBe(404);
    expect((await request('GET', `${base}?path=`, undefined, bound)).status).toBe(404);
    expect((await request('PUT', `${base}/77/run-4/artifacts/x`, 'y', bound)).status).toBe(200);
    expect((await wire.fetch(`${base}/0/run-4/artifacts/x`)).status).toBe(401);
  });
});

describe('GET artifacts/list', () => {
  it('lists what a run has, relative to its root', async () => {
    const { body } = await wire.call('POST', '/api/2.0/mlflow/runs/create', { experiment_id: '0' });
    const id = body.run.info.run_id;
    await request('PUT', `${base}/0/${id}/artifacts/model/a.bin`, 'abc');
    const list = async (query: string) =>
      (await wire.call('GET', `/api/2.0/mlflow/artifacts/list?run_id=${id}${query}`)).body;
    expect(await list('')).toEqual({
      root_uri: `mlflow-artifacts:/0/${id}/artifacts`,
      files: [{ path: 'model', is_dir: true }],
    });
    expect((await list('&path=model')).files).toEqual([{ path: 'model/a.bin', is_dir: false, file_size: 3 }]);
    expect(await wire.call('GET', '/api/2.0/mlflow/artifacts/list?run_id=no')).toMatchObject({ status: 404 });
  });
});

/** `traces.json` as each client writes it; numbers are inserted as text so that no digit is lost. */
const writers: Record<string, (ids: { trace: string; root: string; child: string }) => string> = {
  'Python 3': ({ trace, root, child }) =>
    raw({
      spans: [
        {
          trace_id: toBase64(trace),
          span_id: toBase64(root),
          parent_span_id: null,
          name: 'answer',
          start_time_unix_nano: `#${startNs}#`,
          end_time_unix_nano: `#${endNs}#`,
          events: [
            { name: 'exception', time_unix_nano: `#${endNs}#`, attributes: { 'exception.type': 'E' } },
          ],
          status: { code: 'STATUS_CODE_ERROR', message: 'no' },
          attributes: {
            'mlflow.traceRequestId': `"tr-${trace}"`,
            'mlflow.spanType': '"AGENT"',
            'mlflow.spanInputs': '{"q": "hi"}',
            'mlflow.spanOutputs': '"1"',
            n: '7',
          },
        },
        {
          trace_id: toBase64(trace),
          span_id: toBase64(child),
          parent_span_id: toBase64(root),
          name: 'step',
          start_time_unix_nano: `#${startNs}#`,
          end_time_unix_nano: `#${endNs}#`,
          events: [],
          status: { code: 'STATUS_CODE_OK', message: '' },
          attributes: { 'mlflow.traceRequestId': `"tr-${trace}"` },
        },
      ],
    }),
  TypeScript: ({ trace, root, child }) =>
    raw({
      spans: [
        {
          trace_id: toBase64(trace),
          span_id: toBase64(root),
          parent_span_id: '',
          name: 'answer',
          start_time_unix_nano: `#${startNs}#`,
          end_time_unix_nano: `#${endNs}#`,
          events: [
            { name: 'exception', time_unix_nano: `#${endNs}#`, attributes: { 'exception.type': 'E' } },
          ],
          status: { code: 'STATUS_CODE_ERROR', message: 'no' },
          attributes: {
            'mlflow.traceRequestId': `tr-${trace}`,
            'mlflow.spanType': 'AGENT',
            'mlflow.spanInputs': { q: 'hi' },
            'mlflow.spanOutputs': '1',
            n: 7,
          },
        },
        {
          trace_id: toBase64(trace),
          span_id: toBase64(child),
          parent_span_id: toBase64(root),
          name: 'step',
          start_time_unix_nano: `#${startNs}#`,
          end_time_unix_nano: `#${endNs}#`,
          events: [],
          status: { code: 'STATUS_CODE_OK' },
          attributes: { 'mlflow.traceRequestId': `tr-${trace}` },
        },
      ],
    }),
  'Python 2': ({ trace, root, child }) =>
    raw({
      spans: [
        {
          context: { trace_id: `0x${trace}`, span_id: `0x${root}` },
          parent_id: null,
          name: 'answer',
          start_time: `#${startNs}#`,
          end_time: `#${endNs}#`,
          status_code: 'ERROR',
          status_message: 'no',
          events: [{ name: 'exception', timestamp: `#${endNs}#`, attributes: { 'exception.type': 'E' } }],
          attributes: {
            'mlflow.traceRequestId': `"tr-${trace}"`,
            'mlflow.spanType': '"AGENT"',
            'mlflow.spanInputs': '{"q": "hi"}',
            'mlflow.spanOutputs': '"1"',
            n: '7',
          },
        },
        {
          context: { trace_id: `0x${trace}`, span_id: `0x${child}` },
          parent_id: `0x${root}`,
          name: 'step',
          start_time: `#${startNs}#`,
          end_time: `#${endNs}#`,
          status_code: 'OK',
          status_message: '',
          events: [],
          attributes: { 'mlflow.traceRequestId': `"tr-${trace}"` },
        },
      ],
    }),
};

function raw(value: object): string {
  return JSON.stringify(value).replaceAll(/"#(\d+)#"/g, '$1');
}

describe('traces.json', () => {
  it.each(Object.entries(writers))('of %s becomes spans, to the last nanosecond', async (_, write) => {
    const ids = { trace: newHexTraceId(), root: randomHex(8), child: randomHex(8) };
    const path = `${base}/0/traces/tr-${ids.trace}/artifacts/traces.json`;
    expect(await request('PUT', path, write(ids))).toMatchObject({ status: 200, json: {} });
    const trace = await wire.services.traces.get(`tr-${ids.trace}`, null);
    expect(trace?.info).toMatchObject({ state: 'ERROR', name: 'answer', source: 'client', spanCount: 2 });
    const root = trace?.spans.find(({ spanId }) => spanId === ids.root);
    expect(root).toMatchObject({
      startNs,
      endNs,
      parentSpanId: null,
      type: 'AGENT',
      status: { code: 'ERROR', message: 'no' },
      attributes: { 'mlflow.spanInputs': { q: 'hi' }, n: 7 },
      events: [{ name: 'exception', timeNs: endNs, attributes: { 'exception.type': 'E' } }],
    });
    expect(trace?.spans.find(({ spanId }) => spanId === ids.child)).toMatchObject({
      parentSpanId: ids.root,
      status: { code: 'OK' },
    });

    const read = await request('GET', path);
    expect(read.text).toContain(`"start_time_unix_nano":${startNs},"end_time_unix_nano":${endNs}`);
    expect(read.json.spans[0]).toMatchObject({
      trace_id: toBase64(ids.trace),
      span_id: toBase64(ids.root),
      parent_span_id: null,
      attributes: { 'mlflow.traceRequestId': `"tr-${ids.trace}"`, 'mlflow.spanInputs': '{"q":"hi"}', n: '7' },
    });
    const again = await request('PUT', path, read.text);
    expect(again.status).toBe(200);
    expect((await wire.services.traces.get(`tr-${ids.trace}`, null))?.spans).toHaveLength(2);
  });

  it('keeps links, as Python writes and reads them', async () => {
    const [traceId, other, spanId] = [newHexTraceId(), newHexTraceId(), randomHex(8)];
    const path = `${base}/0/traces/tr-${traceId}/artifacts/traces.json`;
    const link = { trace_id: `tr-${other}`, span_id: randomHex(8), attributes: { relation: 'retry' } };
    const span = { span_id: toBase64(spanId), name: 'again', start_time_unix_nano: 1, links: [link] };
    expect(await request('PUT', path, JSON.stringify({ spans: [span] }))).toMatchObject({ status: 200 });
    expect((await request('GET', path)).json.spans[0].links).toEqual([link]);
  });

  it('joins spans that came over OTLP', async () => {
    const ids = { trace: newHexTraceId(), root: randomHex(8), child: randomHex(8) };
    await sendSpans(wire, [{ traceId: ids.trace, spanId: ids.child, parentSpanId: ids.root, name: 'step' }]);
    await request(
      'PUT',
      `${base}/0/traces/tr-${ids.trace}/artifacts/traces.json`,
      writers['TypeScript']?.(ids),
    );
    expect((await wire.services.traces.getInfo(`tr-${ids.trace}`, null))?.spanCount).toBe(2);
  });

  it.each([
    ['no JSON', '{"spans": ['],
    ['no spans', '{}'],
    ['spans that are none', '{"spans": [1]}'],
    ['a span without id', '{"spans": [{"start_time": 1}]}'],
    ['a span without start', '{"spans": [{"span_id": "t61rcWkgMzE="}]}'],
  ])('refuses %s with INVALID_PARAMETER_VALUE', async (_, body) => {
    const path = `${base}/0/traces/tr-${newHexTraceId()}/artifacts/traces.json`;
    expect(await request('PUT', path, body)).toMatchObject({
      status: 400,
      json: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('refuses an experiment that is not there, and one too large', async () => {
    const path = `/traces/tr-${newHexTraceId()}/artifacts/traces.json`;
    expect((await request('PUT', `${base}/424242${path}`, '{"spans":[]}')).status).toBe(404);
    expect((await request('PUT', `${base}/0${path}`, ' '.repeat(9 * 1024 * 1024))).status).toBe(400);
  });
});

describe('attachments of traces, GET get-trace-artifact', () => {
  it.each(['2.0', '3.0'])('are read by name under %s; without one, the spans', async (version) => {
    const traceId = newHexTraceId();
    await sendSpans(wire, [{ traceId, name: 'root' }]);
    const file = `${base}/0/traces/tr-${traceId}/artifacts/attachments/u-1`;
    await request('PUT', file, 'picture');
    const path = `/ajax-api/${version}/mlflow/get-trace-artifact?request_id=tr-${traceId}`;
    expect((await request('GET', `${path}&path=u-1`)).text).toBe('picture');
    expect((await request('GET', `${path}&path=traces.json`)).json.spans).toHaveLength(1);
    expect((await request('GET', path)).json.spans).toHaveLength(1);
    expect((await request('GET', `/ajax-api/${version}/mlflow/get-trace-artifact`)).status).toBe(400);
    expect((await request('GET', `${path}&path=..%2Fx`)).status).toBe(400);
  });

  it('cannot be read once their trace is deleted, and are swept a day later', async () => {
    const traceId = `ab${newHexTraceId().slice(2)}`;
    await sendSpans(wire, [{ traceId }]);
    const file = `${base}/0/traces/tr-${traceId}/artifacts/attachments/u-1`;
    await request('PUT', file, 'picture');
    await wire.services.traces.delete([`tr-${traceId}`], null);
    expect((await request('GET', file)).status).toBe(404);
    const now = () => Date.now() + 86_400_000 * 2;
    const { artifacts, artifactSweep, traces } = wire.services;
    const services = { artifacts, artifactSweep, traces, now };
    expect(await sweepArtifacts({ services })).toBe(1);
    expect(await wire.services.artifacts.get(`0/traces/tr-${traceId}/artifacts/attachments/u-1`)).toBeNull();
  });
});
