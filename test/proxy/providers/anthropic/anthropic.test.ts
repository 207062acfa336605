import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../../src/core/app-error.ts';
import { anthropicDialect } from '../../../../src/proxy/providers/anthropic/index.ts';
import { lateUsage, messageFixtures, plainText } from '../../../fixtures/anthropic/messages.ts';
import { otherFixtures } from '../../../fixtures/anthropic/other-calls.ts';
import { messageStream, start, text } from '../../../fixtures/anthropic/pieces.ts';
import { onlyTools, parallelTools, toolFixtures } from '../../../fixtures/anthropic/tools.ts';
import {
  plainCall,
  proveGarbage,
  proveReadings,
  readWith,
  streamedCall,
} from '../../../helpers/dialect-proof.ts';

const streamed = [...messageFixtures, ...toolFixtures];
const read = (call: Parameters<typeof readWith>[1]) => readWith(anthropicDialect, call);

proveReadings(anthropicDialect, [...streamed, ...otherFixtures]);
proveGarbage(anthropicDialect, streamed);

describe('streams of messages', () => {
  it('tell when the first token came, be it thought or an argument', () => {
    const { text: stream } = onlyTools.stream ?? { text: '' };
    const before = stream.indexOf('event: content_block_delta');
    const { firstTokenAtMs } = read(streamedCall(onlyTools, { cuts: [before, before + 200] }));
    expect(firstTokenAtMs).toBe(20);
  });

  it('F03 F11 skip pings and comments', () => {
    const pinged = `: hello\n\n${plainText.stream?.text.replaceAll('event: content', 'event: ping\ndata: {"type": "ping"}\n\n: x\nevent: content')}`;
    expect(read(streamedCall(plainText, { response: pinged }))).toEqual(read(streamedCall(plainText)));
  });

  it('F02 read fields without the space after the colon, and CRLF', () => {
    const dense = plainText.stream?.text.replaceAll(/^(event|data): /gm, '$1:').replaceAll('\n', '\r\n');
    expect(read(streamedCall(plainText, { response: dense ?? '' }))).toEqual(read(streamedCall(plainText)));
  });

  it('F28 never add snapshots, nor let null or absence overwrite a count', () => {
    const { usage } = read(streamedCall(lateUsage));
    expect(usage).toMatchObject({ input: 5312, cacheRead: 5000, cacheWrite: 300, output: 120 });
  });

  it('F10 keep the arguments of a tool that was cut as the text they are', () => {
    const whole = parallelTools.stream?.text ?? '';
    const cut = whole.slice(0, whole.indexOf('ty\\": \\"東'));
    expect(cut).toContain('toolu_b');
    const { outputs, complete } = read(streamedCall(parallelTools, { response: cut }));
    expect(complete).toBe(false);
    expect(JSON.parse(JSON.stringify(outputs)).content[2]).toMatchObject({ id: 'toolu_b', input: '{"ci' });
  });

  it('open a block whose beginning was lost', () => {
    const stream = messageStream(start({ input_tokens: 1, output_tokens: 1 }), ...text(0, 'Hi').slice(1));
    expect(read(streamedCall(plainText, { response: stream.text })).responsePreview).toBe('Hi');
  });

  it('pass over events and deltas that are not known yet', () => {
    const unknown =
      'event: later\ndata: {"type":"later"}\n\nevent: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"later_delta"}}\n\n';
    const at = plainText.stream?.text.indexOf('event: content_block_stop') ?? 0;
    const stream = plainText.stream?.text ?? '';
    const response = stream.slice(0, at) + unknown + stream.slice(at);
    expect(read(streamedCall(plainText, { response }))).toEqual(read(streamedCall(plainText)));
  });
});

describe('metadata.user_id', () => {
  const session = '123e4567-e89b-12d3-a456-426614174000';
  it.each([
    ['user-1', 'user-1', null],
    [`user_ab12_account__session_${session}`, 'user_ab12_account_', session],
    [JSON.stringify({ device_id: 'd', account_uuid: 'a', session_id: session }), 'a', session],
    [JSON.stringify({ device_id: 'd', account_uuid: '', session_id: session }), 'd', session],
    ['12', '12', null],
  ])('%s', (userId, user, expected) => {
    const request = { model: 'm', metadata: { user_id: userId } };
    expect(read({ path: '/v1/messages', request, response: '{}' })).toMatchObject({
      user,
      session: expected,
    });
  });
});

describe('answers that are none', () => {
  it('may be a page', () => {
    const call = plainCall(plainText, { status: 529, response: '<html>', responseType: 'text/html' });
    expect(read(call)).toMatchObject({ outputs: '<html>', error: { type: 'http_529', message: '<html>' } });
  });

  it('may be an error of status 200', () => {
    const response = '{"type":"error","error":{"type":"api_error","message":"Internal server error"}}';
    expect(read(plainCall(plainText, { response })).error).toEqual({
      type: 'api_error',
      message: 'Internal server error',
    });
  });
});

describe('callFor', () => {
  it.each([
    ['POST', '/v1/messages', 'chat'],
    ['POST', '/v1/messages/count_tokens', 'count_tokens'],
    ['POST', '/v1/messages/batches', 'batch'],
    ['GET', '/v1/messages/batches/msgbatch_1/results', 'batch'],
    ['GET', '/v1/models/claude-sonnet-4-5', 'models'],
    ['POST', '/v1/chat/completions', 'chat'],
    ['GET', '/v1/messages', undefined],
    ['POST', '/v1/files', undefined],
  ])('%s %s is %s', (method, path, operation) => {
    expect(anthropicDialect.callFor(method, path)?.operation).toBe(operation);
  });
});

describe('credentials and failures', () => {
  it('a stored key takes the place of the bearer token of OAuth', () => {
    const headers = new Headers({ authorization: 'Bearer sk-ant-oat01-x' });
    anthropicDialect.applySecret(headers, 'sk-ant-api03-y', '/v1');
    expect([...headers]).toEqual([['x-api-key', 'sk-ant-api03-y']]);
  });

  it.each([
    ['INVALID_PARAMETER_VALUE', 'invalid_request_error'],
    ['UNAUTHENTICATED', 'authentication_error'],
    ['PERMISSION_DENIED', 'permission_error'],
    ['RESOURCE_DOES_NOT_EXIST', 'not_found_error'],
    ['DEADLINE_EXCEEDED', 'timeout_error'],
    ['UPSTREAM_FAILED', 'api_error'],
  ] as [ErrorCode, string][])('words %s as %s', (code, type) => {
    expect(anthropicDialect.renderFailure(new AppError(code, 'Why.'))).toEqual({
      type: 'error',
      error: { type, message: 'Why.' },
    });
  });
});
