/** What every call of our own surfaces owes: an id, bounded bodies, one shape of failure, and no secret in it. */
import { createRoute, z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, statusByCode } from '../../src/core/app-error.ts';
import { limitBody } from '../../src/http/limit-body.ts';
import { newApi } from '../../src/http/open-api.ts';
import { createErrorHandler, notFoundHandler } from '../../src/http/render-error.ts';
import { requestId } from '../../src/http/request-id.ts';
import { requireScope } from '../../src/http/authenticate.ts';
import { log, logged } from '../helpers/management-app.ts';

const things = createRoute({
  method: 'post',
  path: '/things/{id}',
  request: {
    params: z.object({ id: z.string().max(5) }),
    query: z.object({ size: z.coerce.number({ error: 'expected a number' }).optional() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({ list: z.array(z.strictObject({ name: z.string() })) }),
        },
      },
    },
  },
  responses: { 200: { description: 'ok', content: { 'application/json': { schema: z.object({}) } } } },
});

function makeApp() {
  const app = newApi();
  app.onError(createErrorHandler({ log }));
  app.notFound(notFoundHandler);
  app.use(requestId, limitBody(100));
  app.openapi(things, (context) => context.json({}, 200));
  app.post('/echo', async (context) => context.text(await context.req.text()));
  app.get('/fails', () => {
    throw new TypeError('secret detail sk-abcdefghijklmnopqrstuvwx');
  });
  app.get('/code/:code', (context) => {
    const code = context.req.param('code');
    if (!isCode(code)) throw new HTTPException(418, { message: 'teapot secret' });
    throw new AppError(code, `it is ${code}`, { details: { field: 'a' }, cause: new Error('why') });
  });
  app.get('/open-by-mistake', requireScope('read'), (context) => context.text('secret'));
  return app;
}

function isCode(text: string): text is keyof typeof statusByCode {
  return text in statusByCode;
}

const app = makeApp();
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

beforeEach(() => void logged.splice(0));

describe('a failure', () => {
  it.each(Object.entries(statusByCode))('%s has the status %i and one shape', async (code, status) => {
    const response = await app.request(`/code/${code}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      error_code: code,
      message: `it is ${code}`,
      request_id: response.headers.get('x-request-id'),
      details: { field: 'a' },
    });
    expect(logged).toHaveLength(status >= 500 ? 1 : 0);
  });

  it('that nobody expected says nothing to the caller and everything to the log', async () => {
    for (const path of ['/fails', '/code/teapot']) {
      const response = await app.request(path);
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(text).toContain('INTERNAL_ERROR');
      expect(text).not.toContain('secret');
    }
    expect(logged.map((line) => String(line.cause))).toEqual([
      expect.stringContaining('secret detail'),
      expect.stringContaining('teapot secret'),
    ]);
  });

  it('of a path is named', async () => {
    const response = await app.request('/nowhere');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error_code: 'ENDPOINT_NOT_FOUND',
      message: 'There is nothing at GET /nowhere.',
      request_id: response.headers.get('x-request-id'),
    });
  });

  it('of input names the field and what was expected', async () => {
    const wrong = await post('/things/1', '{"list":[{"name":"a"},{"name":3}]}');
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: 'Invalid value for list.1.name: Invalid input: expected string, received number.',
      details: { field: 'list.1.name' },
    });
    expect(await (await post('/things/1?size=x', '{"list":[]}')).json()).toMatchObject({
      message: 'Invalid value for query.size: expected a number.',
    });
    expect(await (await post('/things/123456', '{"list":[]}')).json()).toMatchObject({
      details: { field: 'param.id' },
    });
  });

  it('of JSON says so', async () => {
    const response = await post('/things/1', '{"list":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error_code: 'BAD_REQUEST',
      message: 'The body is not valid JSON.',
    });
  });

  it('of authentication does not make a browser ask for a password over the page', async () => {
    const byPage = await app.request('/code/UNAUTHENTICATED', { headers: { 'sec-fetch-dest': 'empty' } });
    expect(byPage.headers.get('www-authenticate')).toBe('Bearer realm="weir"');
    const byClient = await app.request('/code/UNAUTHENTICATED');
    expect(byClient.headers.get('www-authenticate')).toBe('Basic realm="weir", Bearer realm="weir"');
  });

  it('to mount authentication leaves nothing open', async () => {
    expect((await app.request('/open-by-mistake')).status).toBe(401);
  });
});

describe('the request id', () => {
  it('is new for each call, or the caller’s own when it is a plain one', async () => {
    const ids = await Promise.all([app.request('/echo'), app.request('/echo')]);
    const [one, two] = ids.map((response) => response.headers.get('x-request-id'));
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(one).not.toBe(two);
    const own = await app.request('/echo', { headers: { 'x-request-id': 'order-4711.a_b' } });
    expect(own.headers.get('x-request-id')).toBe('order-4711.a_b');
    for (const odd of ['short', '<script>alert(1)</script>', 'x'.repeat(65)]) {
      const response = await app.request('/echo', { headers: { 'x-request-id': odd } });
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}$/);
    }
  });
});

describe('a body', () => {
  it('up to the limit passes', async () => {
    expect(await (await post('/echo', 'a'.repeat(100))).text()).toHaveLength(100);
    expect(await (await post('/echo', chunks(10, 10).stream)).text()).toHaveLength(100);
    expect(await (await post('/things/1', '{"list":[]}', { 'content-length': '11' })).json()).toEqual({});
  });

  it('that declares more is refused unread', async () => {
    const body = chunks(10, 10);
    const response = await post('/echo', body.stream, { 'content-length': '101' });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      error_code: 'PAYLOAD_TOO_LARGE',
      details: { max_bytes: '100' },
    });
    expect(body.sent()).toBe(0);
  });

  it('of unknown length is counted, and left as soon as it is too large', async () => {
    const body = chunks(1000, 10);
    expect((await post('/echo', body.stream)).status).toBe(413);
    expect(body.sent()).toBe(11);
    expect(body.cancelled()).toBe(true);
  });
});

/** A stream that tells how much of it was asked for. */
function chunks(count: number, size: number) {
  let sent = 0;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent === count) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(97));
        sent += 1;
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, sent: () => sent, cancelled: () => cancelled };
}
