import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, knownSecrets, redactMember, redactSecrets } from '../../src/core/redaction.ts';
import { shorteningMark } from '../../src/core/shortened.ts';

const V = 'open sesame';
const letters = (count: number): string => 'aB3dE5gH7jK9'.repeat(10).slice(0, count);

/** Text, and what must be left of it. */
const named: Record<string, [text: string, left: string]> = {
  'a tool of MCP': [
    `{"tools":[{"type":"mcp","server_url":"https://x/","authorization":"${V}","headers":{"X-Own":"${V}","accept":"*/*"}}]}`,
    '{"tools":[{"type":"mcp","server_url":"https://x/","authorization":"[redacted]","headers":{"X-Own":"[redacted]","accept":"*/*"}}]}',
  ],
  'a server of MCP': [
    `{"mcp_servers":[{"url":"https://x/","authorization_token":"${V}"}]}`,
    '{"mcp_servers":[{"url":"https://x/","authorization_token":"[redacted]"}]}',
  ],
  'settings of an SDK': [
    `{"api_key": "k", "apiKey" : "k", "x-api-key":["k","l"], "extra_headers": {"A": "${V}"}, "default_headers":{"B":["${V}"]}}`,
    '{"api_key": "[redacted]", "apiKey" : "[redacted]", "x-api-key":["[redacted]","[redacted]"], "extra_headers": {"A": "[redacted]"}, "default_headers":{"B":["[redacted]"]}}',
  ],
  'OAuth and clouds': [
    `{"password":"p","client_secret":"c","access_token":"a","refresh_token":"r","aws_secret_access_key":"w","db_password":"d","private_key":"k"}`,
    '{"password":"[redacted]","client_secret":"[redacted]","access_token":"[redacted]","refresh_token":"[redacted]","aws_secret_access_key":"[redacted]","db_password":"[redacted]","private_key":"[redacted]"}',
  ],
  'a number': ['{"password":12345678,"port":5432}', '{"password":"[redacted]","port":5432}'],
  'arguments of a tool': [
    JSON.stringify({ arguments: JSON.stringify({ password: 'a"b\\c', q: 'x' }) }),
    JSON.stringify({ arguments: JSON.stringify({ password: '[redacted]', q: 'x' }) }),
  ],
  'JSON in JSON in JSON': [
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ api_key: V, c: 1 }) }) }),
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ api_key: '[redacted]', c: 1 }) }) }),
  ],
  'a pair': [`[{"name":"Authorization","value":"${V}"}]`, '[{"name":"Authorization","value":"[redacted]"}]'],
  'an attribute of OTLP': [
    `{"key":"http.request.header.authorization","value":{"stringValue":"${V}"}}`,
    '{"key":"http.request.header.authorization","value":{"stringValue":"[redacted]"}}',
  ],
  'what Python prints': [`{'password': '${V}', 'n': None}`, "{'password': '[redacted]', 'n': None}"],
  'JSON that was cut off': ['{"a":1,"api_key":"abc', '{"a":1,"api_key":"[redacted]'],
  'a password in a URL': [
    '"postgres://bob:s3cr%40t@db.example/x, https:\\/\\/u:p\\/h and redis://:pw@h:1"',
    '"postgres://bob:[redacted]@db.example/x, https:\\/\\/u:p\\/h and redis://:[redacted]@h:1"',
  ],
  'signed URLs': [
    'https://b.s3.amazonaws.com/o?X-Amz-Date=1&X-Amz-Signature=abc&x=1 https://a.blob.core.windows.net/c?sv=1&sig=a%2Fb',
    'https://b.s3.amazonaws.com/o?X-Amz-Date=1&X-Amz-Signature=[redacted]&x=1 https://a.blob.core.windows.net/c?sv=1&sig=[redacted]',
  ],
  'a form': ['grant_type=x&client_secret=a%20b&model=m', 'grant_type=x&client_secret=[redacted]&model=m'],
  'a connection string': [
    'Server=tcp:x;User Id=u;Password=Pa55 word!;Encrypt=true',
    'Server=tcp:x;User Id=u;Password=[redacted];Encrypt=true',
  ],
  'a field of a multipart form': [
    '--B\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nmine\r\n--B\r\nContent-Disposition: form-data; name="model"\r\n\r\nm\r\n--B--',
    '--B\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n[redacted]\r\n--B\r\nContent-Disposition: form-data; name="model"\r\n\r\nm\r\n--B--',
  ],
  'a command': [
    `curl -H "Authorization: Bearer ${letters(20)}" -H 'x-api-key: ${letters(12)}' https://x/`,
    'curl -H "Authorization: Bearer [redacted]" -H \'x-api-key: [redacted]\' https://x/',
  ],
  variables: [`OPENAI_API_KEY=${letters(20)}\nDEBUG=1`, 'OPENAI_API_KEY=[redacted]\nDEBUG=1'],
  'codes of characters': [
    '{"a\\u0070i_key":"abc","\\u0073k":"\\u0073k-abcdefghijklmnop1234"}',
    '{"a\\u0070i_key":"[redacted]","\\u0073k":"[redacted]"}',
  ],
  'JSON in a URL': ['q=%7B%22api_key%22%3A%22abc%22%7D', 'q=%7B%22api_key%22%3A%22[redacted]%22%7D'],
  'a marker within': ['{"password":"my[redacted]word"}', '{"password":"[redacted]"}'],
};

/** What must stay as it is, byte for byte. */
const harmless: Record<string, string> = {
  counts:
    '{"max_tokens":12,"logit_bias":{"50256":-100},"usage":{"input_tokens":1,"token_count":2},"logprobs":[{"token":"Hello","logprob":-1}]}',
  'schemas of tools':
    '{"parameters":{"type":"object","properties":{"api_key":{"type":"string","description":"The key to use."},"password":{"type":["string","null"]},"headers":{"type":"object","additionalProperties":{"type":"string"},"description":"Sent along"}},"required":["api_key","password"]}}',
  'talk of passwords':
    'What is an API key: a secret? My password is weak. The password: it must have 8 characters, and Basic authentication or Bearer authentication-schemes are no way out. Set api_key=YOUR_KEY, authorization: see below.',
  'texts of a page': '{"forgot_password":"Forgot password?","reset_password":"Choose a new one"}',
  code: 'const apiKey = process.env.OPENAI_API_KEY; const b = a ? c : d; os.environ["PASSWORD"]; password=password, api_key=settings.api_key',
  ids: '{"id":"chatcmpl-9abcdefghij1234567","call_id":"call_abcdefghijklmnop12","prompt_cache_key":"k","trace":"tr-4bf92f3577b34da6a3ce929d0e0e4736","request_id":"req_011CSHoEeqs5C35K2UUqR7Fy","signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3h"}',
  'names that look like keys':
    'sk-learn-pipeline-tutorials-are-good and risk-management_for_everybody_else npm_install_everything',
  places:
    '{"password":"${DB_PASSWORD}","api_key":"<your key>","token":"{{ token }}","x-api-key":"[redacted]"}',
  'a list of headings': '{"headers":["Name","Age"],"rows":[["Ann",7]]}',
};

const shapes: Record<string, string> = {
  OpenAI: `sk-proj-${letters(40)}`,
  Anthropic: `sk-ant-api03-${letters(93)}AA`,
  Google: `AIza${letters(35)}`,
  Groq: `gsk_${letters(52)}`,
  xAI: `xai-${letters(80)}`,
  'Hugging Face': `hf_${letters(34)}`,
  GitHub: `ghp_${letters(36)}`,
  'GitHub, fine-grained': `github_pat_${letters(22)}_${letters(59)}`,
  GitLab: `glpat-${letters(20)}`,
  Slack: 'xoxb-123456789012-1234567890123-aB3dE5gH7jK9aB3dE5gH7jK9',
  npm: `npm_${letters(36)}`,
  SendGrid: `SG.${letters(22)}.${letters(43)}`,
  Twilio: `SK${'0a1b2c3d'.repeat(4)}`,
  'AWS key id': 'AKIAIOSFODNN7EXAMPLE',
  'AWS session': `IQoJb3JpZ2luX2Vj${letters(100)}`,
  'Azure AI': `${letters(52)}JQQJ99${letters(26)}`,
  'Azure application': `abc8Q~${letters(34)}`,
  'Azure storage': `${letters(86)}==`,
  Stripe: `sk_live_${letters(24)}`,
  'Stripe webhook': `whsec_${letters(32)}`,
  JWT: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${letters(43)}`,
  'Weir key': `weir_${letters(43)}`,
  'feedback token': `wf1.abc12.${letters(8)}.${letters(43)}`,
  'review token': `wr1.abc12.${'0a1b2c3d'.repeat(4)}.${letters(43)}`,
  Telegram: `123456789:AA${letters(33)}`,
  Discord: `M${letters(23)}.${letters(6)}.${letters(30)}`,
  'private key': `-----BEGIN RSA PRIVATE KEY-----\n${letters(64)}\n${letters(64)}\nabc=\n-----END RSA PRIVATE KEY-----`,
};

describe('F210 credentials under their names', () => {
  it.each(Object.entries(named))('are masked in %s', (_name, [text, left]) => {
    expect(redactSecrets(text)).toBe(left);
    expect(redactSecrets(left)).toBe(left);
  });

  it('are masked in values that are no text any more', () => {
    expect(redactMember('api_key', 'k')).toBe('[redacted]');
    expect(redactMember('headers', { 'x-own': 'v', accept: '*/*' })).toEqual({
      'x-own': '[redacted]',
      accept: '*/*',
    });
    expect(redactMember('headers', { type: 'object', properties: {} })).toBeUndefined();
    expect(redactMember('api_key', { type: 'string' })).toBeUndefined();
    expect(redactMember('max_tokens', 5)).toBeUndefined();
  });
});

describe('F211 secrets by their shape', () => {
  const around: Record<string, (secret: string) => string> = {
    alone: (secret) => secret,
    'in a sentence': (secret) => `Use ${secret}, please.`,
    'behind an escape': (secret) => JSON.stringify(`a\n${secret}\nb`),
    'in a path': (secret) => `/v1/${secret}/chat`,
    'in a URL of a URL': (secret) => `?next=${encodeURIComponent(`https://x/?a=${secret}`)}`,
  };
  it.each(Object.entries(shapes))('are found: %s', (_name, secret) => {
    const inner = secret.slice(8, 18);
    for (const [place, put] of Object.entries(around)) {
      const left = redactSecrets(put(secret));
      expect([place, left.includes(inner)]).toEqual([place, false]);
      expect([place, left]).toEqual([place, expect.stringContaining('[redacted]')]);
    }
  });

  it('are found by their value in every spelling', () => {
    const value = 'my+odd/"key"=1 ü';
    const known = knownSecrets([value, btoa('user:hunter2hunter2')]);
    const spellings = [
      value,
      JSON.stringify(value),
      JSON.stringify(JSON.stringify(value)),
      encodeURIComponent(value),
      encodeURIComponent(value).toLowerCase(),
      'say hunter2hunter2 now',
    ];
    for (const text of spellings)
      expect([text, redactSecrets(text, known)]).toEqual([text, expect.stringContaining('[redacted]')]);
    const key = knownSecrets([`quite-a-long-value-${letters(20)}`]);
    for (const before of ['', 'a', 'ab', 'api:']) {
      const basic = btoa(`${before}quite-a-long-value-${letters(20)}`);
      expect(redactSecrets(`x ${basic}`, key)).not.toContain(basic.slice(8, -8));
    }
  });
});

describe('F212 what is no credential', () => {
  it.each(Object.entries(harmless))('stays as it is: %s', (_name, text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it('stays valid JSON', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const name = fc.constantFrom(
      'password',
      'api_key',
      'headers',
      'name',
      'value',
      'authorization',
      'a',
      'type',
    );
    const object = fc.dictionary(name, fc.oneof(value, fc.dictionary(name, value)));
    fc.assert(
      fc.property(object, fc.boolean(), (given, nested) => {
        const text = JSON.stringify(nested ? { inner: JSON.stringify(given) } : given);
        const left: unknown = JSON.parse(redactSecrets(text));
        if (nested) JSON.parse((left as { inner: string }).inner);
        expect(redactSecrets(JSON.stringify(left))).toBe(JSON.stringify(left));
      }),
      { numRuns: 500 },
    );
  });
});

describe('F213 halves of secrets', () => {
  const mark = shorteningMark({ leftOutBytes: 9000, byteLength: 10_000, sha256: null });
  it.each([
    [
      `{"content":"the key sk-proj-${letters(12)}${mark}${letters(20)} is"}`,
      `{"content":"the key [redacted]${mark}[redacted] is"}`,
    ],
    [`-----BEGIN PRIVATE KEY-----\\n${letters(64)}${mark}${letters(64)}\\n-----END PRIVATE KEY-----`, null],
    [`a known${mark}value1 b`, `a [redacted]${mark}[redacted] b`],
    [`a word${mark}word b`, `a word${mark}word b`],
  ])('beside the mark of what was left out are masked: %#', (text, left) => {
    const masked = redactSecrets(text, knownSecrets(['known-long-value1']));
    if (left !== null) expect(masked).toBe(left);
    expect(masked).not.toContain(letters(20));
  });
});

describe('F214 looking for secrets', () => {
  const evil: Record<string, string> = {
    colons: '":',
    backslashes: '\\',
    'open strings': '"password":"',
    'open objects': '"headers":{"a":{',
    pairs: '"name":"api_key",',
    users: '://a:',
    codes: '%41',
    assignments: 'password=',
    lists: '"password":["',
    tokens: 'eyJaaaaaaaaa.',
    prefixes: 'sk-',
    labels: '-----BEGIN PRIVATE KEY-----',
    ends: '-----END PRIVATE KEY-----A',
    parts: 'form-data; name="api_key"\r\n',
    escaped: '\\"password\\":\\"',
    'escaped twice': '\\\\\\"api_key\\\\\\":\\\\\\"',
    marks: '[weir left out 1 bytes]',
    base64: 'abcd',
  };
  it.each(Object.entries(evil))('takes time that grows with the text alone: %s', (_name, piece) => {
    const known = knownSecrets([letters(40)]);
    const timeOf = (characters: number): number => {
      const text = piece.repeat(characters / piece.length);
      const start = performance.now();
      findSecrets(text, known);
      return performance.now() - start;
    };
    timeOf(50_000);
    const short = Math.min(timeOf(50_000), timeOf(50_000), timeOf(50_000));
    const long = Math.min(timeOf(800_000), timeOf(800_000), timeOf(800_000));
    // Sixteen times the text: what grows with its square takes 256 times as long, and minutes. The rest is for a busy machine.
    expect(long).toBeLessThan(64 * Math.max(short, 2) + 2000);
  });
});
