import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { redactJson, redactSecrets, redactTags } from '../../src/core/redaction.ts';

/** Digits and letters as a generator of keys draws them; the same in each run. */
const drawn = (count: number, alphabet = 'aZ3kQ9xT7bLm2WpR5vNc8YdJ4sGf6Hh'): string =>
  Array.from({ length: count }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('');
const hex = (count: number): string => drawn(count, '0a1b2c3d4e5f6798');
const lower = (count: number): string => drawn(count, 'a3k9x7b2p5v8d4s6hq');
const upper = (count: number): string => drawn(count, 'A3K9X7B2P5V8D4S6HQ');
const uuid = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;

const V = drawn(26);

const names = (
  'token auth_token GH_TOKEN DISCORD_TOKEN service_token user_token verification_token OPENAI_KEY ' +
  'anthropicKey gemini_key stripe_key SUPABASE_SERVICE_ROLE_KEY ssh_key hmac_key jwt_secret ' +
  'SESSION_SECRET cookie_secret shared_secret totp_secret oauth_token_secret helicone-auth Mcp-Auth ' +
  'basicAuth X-Auth-Key PRIVATE-TOKEN X-Subscription-Token X-App-Key client_assertion SAMLResponse ' +
  'code_verifier device_code AIRTABLE_PAT creds smtpPass authorization proxy-authorization ' +
  'cf-aig-authorization x-goog-api-key x-portkey-virtual-key'
).split(' ');

/** Where a name and its value stand. */
const places: Record<string, (name: string, value: string) => string> = {
  JSON: (name, value) => JSON.stringify({ a: 1, [name]: value, b: 2 }),
  'JSON in JSON': (name, value) => JSON.stringify({ arguments: JSON.stringify({ [name]: value }) }),
  'what Python prints': (name, value) => `{'${name}': '${value}'}`,
  'a file of variables': (name, value) => `export ${name}=${value}\n`,
  YAML: (name, value) => `config:\n  ${name}: ${value}\n`,
  'YAML over two lines': (name, value) => `${name}: >-\n    ${value}\n`,
  TOML: (name, value) => `${name} = "${value}"`,
  'code with an index': (name, value) => `config["${name}"] = "${value}"`,
  'code with a type': (name, value) => `${name}: str = "${value}"`,
  'a call': (name, value) => `headers.set("${name}", "${value}")`,
  'an arrow': (name, value) => `'${name}' => '${value}'`,
  XML: (name, value) => `<c><${name}>${value}</${name}><model>m</model></c>`,
  'XML with a namespace': (name, value) => `<w:${name} Type="x">${value}</w:${name}>`,
  'an option': (name, value) => `tool run --${name} ${value} --verbose`,
  'a list of arguments': (name, value) => JSON.stringify({ args: [`--${name}`, value] }),
  'a table': (name, value) => `| ${name} | ${value} |`,
  'entities of HTML': (name, value) => `&quot;${name}&quot;:&quot;${value}&quot;`,
  'a fragment of a URL': (name, value) => `https://x.example/#${name}=${value}&state=1`,
  'an object below': (name, value) => JSON.stringify({ [name]: { current: { held: value } } }),
  'a form': (name, value) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--`,
};

describe('F290 what looks drawn at random under the name of a credential', () => {
  it.each(Object.entries(places))('is masked in %s', (_place, write) => {
    const left = names.filter((name) => redactSecrets(write(name, V)).includes(V));
    expect(left).toEqual([]);
  });

  it.each([
    `{"headers":[["x-own","${V}"],["content-type","application/json"]]}`,
    `{"headers":[{"name":"x-own","value":"${V}"}]}`,
    `{"headers":["x-own: ${V}"]}`,
    `{"rawHeaders":["x-api-key","${V}"]}`,
    `{"secrets":{"FOO":"${V}"}}`,
    `Cookie: a=1; session=${V}`,
    `Set-Cookie: sid=${V}; Path=/; Max-Age=3600`,
    `API key: ${V}`,
    `my api key is ${V}, keep it`,
    `curl -s -u bob:${V} https://x.example/`,
    `curl https://x.example/ \\\n  --user bob:${V}`,
    `tool --password Tr0ub4dor3${V.slice(0, 4)}`,
    `DB_PASSWORD: ${V}`,
    `AKIAIOSFODNN7EXAMPLE / ${drawn(40)}`,
  ])('is masked in %s', (text) => {
    const masked = redactSecrets(text);
    expect(masked).toContain('[redacted]');
    expect(masked).not.toMatch(new RegExp(`${V}|${drawn(40)}`));
  });

  it('is masked in values as in the text they would be', () => {
    const held: Json = {
      headers: [['x-own', V]],
      pairs: [{ name: 'x-api-key', value: V }],
      authorization: { scheme: { held: V } },
      max_tokens: 5,
    };
    expect(redactJson(held)).toEqual({
      headers: [['x-own', '[redacted]']],
      pairs: [{ name: 'x-api-key', value: '[redacted]' }],
      authorization: { scheme: { held: '[redacted]' } },
      max_tokens: 5,
    });
  });

  it.each([
    JSON.stringify({
      usage: { max_tokens: 16, token_count: 12_345_678, reasoning_tokens: 7 },
      tokenizer: 'o200k_base',
    }),
    JSON.stringify({
      logprobs: [
        { token: ' international', logprob: -0.1 },
        { token: '2026-11-30', logprob: -1 },
      ],
    }),
    JSON.stringify({
      next_page_token: V,
      continuationToken: V,
      eos_token: '<|endoftext|>',
      pad_token: '[PAD]',
    }),
    JSON.stringify({ prompt_cache_key: `user-${V}`, idempotency_key: uuid, cache_key: V, signature: V + V }),
    JSON.stringify({
      id: `chatcmpl-${V}`,
      tool_call_id: `call_${V}`,
      trace_id: hex(32),
      item_id: `msg_${V}`,
    }),
    JSON.stringify({
      secret: 'I never told anybody where we went',
      token: 'claude-sonnet-4-20250514',
      pass: true,
    }),
    'I forgot my password: what now? Your password is required, and the token: it is 1234 characters long.',
    'if (token === other || has_signing_key == null) return password !== given;',
    `"integrity": "sha512-${drawn(86)}=="`,
    'weir_traces_size_bytes and weir_calls_behind_traces are gauges; see Basic `RetryHandler`',
    'password: str = Field(min_length=8), token: Optional[str] = None, api_key = settings.openai_api_key',
    '<password>${DB_PASSWORD}</password><token/><author>Jean-Luc</author>',
  ])('is nothing else: %s', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });
});

/** As their issuers document them. */
const services: Record<string, string> = {
  'OpenAI, for a browser': `ek_${hex(32)}`,
  'Databricks, OAuth': `dose${hex(32)}`,
  Firecrawl: `fc-${hex(32)}`,
  Vercel: `vck_${drawn(56)}`,
  E2B: `e2b_${hex(40)}`,
  Apify: `apify_api_${drawn(36)}`,
  Modal: `ak-${drawn(22)}`,
  RunPod: `rpa_${upper(44)}`,
  Zhipu: `${hex(32)}.${drawn(16)}`,
  'GitLab, registration': `GR1348941${drawn(20)}`,
  'crates.io': `cio${drawn(32)}`,
  Clojars: `CLOJARS_${lower(60)}`,
  SonarQube: `squ_${hex(40)}`,
  Buildkite: `bkua_${hex(40)}`,
  Render: `rnd_${drawn(32)}`,
  'Fly.io': `FlyV1 fm2_${drawn(200)}`,
  Supabase: `sb_secret_${drawn(31)}`,
  Neon: `napi_${lower(64)}`,
  Mailgun: `${hex(32)}-${hex(8)}-${hex(8)}`,
  Mailchimp: `${hex(32)}-us12`,
  Resend: `re_${drawn(8)}_${drawn(24)}`,
  Brevo: `xkeysib-${hex(64)}-${drawn(16)}`,
  PayPal: `access_token$production$${lower(16)}$${hex(32)}`,
  Razorpay: `rzp_live_${drawn(14)}`,
  Flutterwave: `FLWSECK-${hex(32)}-X`,
  Plaid: `access-production-${uuid}`,
  Paddle: `pdl_live_apikey_${lower(26)}_${drawn(22)}_${drawn(3)}`,
  Alibaba: `LTAI${drawn(20)}`,
  Tencent: `AKID${drawn(32)}`,
  Yandex: `AQVN${drawn(36)}`,
  'Azure DevOps': `${drawn(76)}AZDO${drawn(4)}`,
  'Azure Search': `${drawn(42)}AzSe${drawn(6)}`,
  'Azure Functions': `${drawn(44)}AzFu${drawn(4)}==`,
  'Firebase messaging': `AAAA${drawn(7)}:APA91b${drawn(134)}`,
  'Cloudflare, origin': `v1.0-${hex(24)}-${hex(146)}`,
  'Doppler, of a service': `dp.st.prd.${drawn(43)}`,
  '1Password': `A3-${upper(6)}-${upper(6)}-${upper(5)}-${upper(5)}-${upper(5)}-${upper(5)}`,
  Okta: `SSWS 00${drawn(40)}`,
  Pulumi: `pul-${hex(40)}`,
  Grafana: `glc_${drawn(20)}/${drawn(40)}=`,
  'New Relic': `${hex(36)}NRAL`,
  Sentry: `sntrys_${drawn(60)}/${drawn(40)}+x=_${drawn(43)}`,
  Honeycomb: `hcaik_01${lower(58)}`,
  Segment: `sgp_${drawn(64)}`,
  Dynatrace: `dt0c01.${upper(24)}.${upper(64)}`,
  LaunchDarkly: `sdk-${uuid}`,
  Notion: `secret_${drawn(43)}`,
  Linear: `lin_oauth_${hex(64)}`,
  Airtable: `pat${drawn(14)}.${hex(64)}`,
  Asana: `2/1234567890123456/1234567890123456:${hex(32)}`,
  HubSpot: `pat-na1-${uuid}`,
  Salesforce: `00D${drawn(15)}!AQ${drawn(90)}`,
  Dropbox: `sl.B${drawn(140)}`,
  Typeform: `tfp_${drawn(40)}_${drawn(14)}`,
  Contentful: `CFPAT-${drawn(43)}`,
  RapidAPI: `${lower(10)}msh${lower(15)}p1${hex(6)}jsn${hex(12)}`,
  Mapbox: `sk.eyJ${drawn(80)}.${drawn(22)}`,
  Shippo: `shippo_live_${hex(40)}`,
  EasyPost: `EZAK${drawn(54)}`,
  Duffel: `duffel_live_${drawn(43)}`,
  Prefect: `pnu_${lower(36)}`,
  Xata: `xau_${drawn(40)}`,
  Inngest: `signkey-prod-${hex(64)}`,
  Facebook: `EAAB${drawn(150)}`,
  'Microsoft Teams': `https://acme.webhook.office.com/webhookb2/tenant@group/IncomingWebhook/${hex(32)}/${uuid}`,
};

describe('F292 names and tags', () => {
  it('hold no credential either, and what removes a tag still does', () => {
    expect(
      redactTags({ note: `sk-proj-${V}`, gh_token: V, [`sk-proj-${V}`]: 'x', plain: 'kept', gone: null }),
    ).toEqual({
      note: '[redacted]',
      gh_token: '[redacted]',
      '[redacted]': 'x',
      plain: 'kept',
      gone: null,
    });
  });

  it('half of a key that an answer broke off in is told by its mark', () => {
    expect(redactSecrets(`it is sk-proj-${V.slice(0, 10)}`)).toBe('it is [redacted]');
    expect(redactSecrets('keys begin with sk-proj- or sk-ant-api03-')).toBe(
      'keys begin with sk-proj- or sk-ant-api03-',
    );
  });
});

describe('F291 keys of services, by their shape', () => {
  it.each(Object.entries(services))('%s', (_service, secret) => {
    const end = secret.slice(-10);
    for (const text of [`Use ${secret} now`, JSON.stringify({ said: `it is\n${secret}\n` }), `(${secret})`])
      expect(redactSecrets(text)).not.toContain(end);
  });
});
