/**
 * Keys of services that are neither providers of models nor clouds: how each begins, and how it goes on. Those that begin with
 * a mark of their own share one form; others have the form that their issuer documents or that gitleaks and trufflehog go by.
 */

/** Beginnings behind which nothing but a key stands. */
const OWN_MARKS = (
  'sess- ek_ e2b_ apify_api_ rpa_ flp_ rnd_ sqp_ squ_ sqa_ bkua_ napi_ sgp_ xkeysib- xsmtpsib- pnu_ ' +
  'xau_ vtwn_ ddp_ zpka_ unkey_ dt0c01. dt0s01. pul- hcaik_ hcamk_ FLWSECK- FLWSECK_TEST- CFPAT- tfp_ ' +
  'fio-u- tk-us- dnkey- NRII- NRJS- CLOJARS_ GR1348941 lin_oauth_ sb_secret_ shippo_live_ shippo_test_ ' +
  'duffel_live_ duffel_test_ pdl_live_apikey_ pdl_sdbx_apikey_ signkey-prod- signkey-test- vck_ testsk_ ' +
  'tr_prod_ secret-live- secret-test- dp.st. dG9rO cmVmdGtu vercel_blob_rw_ figu_ ory_pat_ ctp_ cpk_ ' +
  'plt_ inf_ ghv_ v2.local. v4.local. v4.public. glsoat- FUGU kc_live_ mlsn. patch_live_ ubpat_ thp_ ' +
  'waka_ zaid_'
).split(' ');

function quoted(text: string): string {
  return text.replaceAll('.', String.raw`\.`);
}

/** Beginnings, and the form from there on. */
export const serviceShapes: readonly (readonly [beginnings: string, form: RegExp])[] = [
  [
    OWN_MARKS.join(' '),
    new RegExp(
      `(?:${OWN_MARKS.map(quoted).join('|')})(?=[A-Za-z_.-]*(?:\\d|[a-z][A-Z]|[A-Z]{2}))[A-Za-z0-9_.+/=-]{18,}`,
    ),
  ],
  ['dose dkea dsapi', /(?:dose|dkea|dsapi)[0-9a-f]{32}(?!\w)/],
  ['fm2_ fm1r_ fm1a_', /fm(?:2|1r|1a)_[A-Za-z0-9+/=]{60,}/],
  ['fc-', /fc-[0-9a-f]{32}(?!\w)/],
  ['re_', /re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?!\w)/],
  ['ak- as- ak_', /a[ks][-_](?=[A-Za-z]*\d)(?=[^A-Z]*[A-Z])[A-Za-z0-9]{20,24}(?![\w-])/],
  ['secret_', /secret_(?:[A-Za-z0-9]{43}(?!\w)|[a-z0-9_]{20,80}_[0-9a-f]{32}\.[A-Za-z0-9]{32})/],
  ['access-', /access-(?:production|sandbox|development)-[0-9a-f-]{36}/],
  ['live_ test_', /(?:live|test)_(?:pub_)?[0-9a-f]{31,35}(?!\w)/],
  ['rzp_', /rzp_(?:live|test)_[A-Za-z0-9]{14,}/],
  ['api- sdk- mob-', /(?:api|sdk|mob)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)/],
  ['pat', /pat(?:-(?:na|eu|ap)\d-[0-9a-f-]{36}|[A-Za-z0-9]{14}\.[0-9a-f]{64})/],
  ['LTAI', /LTAI(?=[A-Za-z]*\d)[A-Za-z0-9]{16,24}(?!\w)/],
  ['AKID', /AKID(?=[A-Za-z]*\d)[A-Za-z0-9]{30,44}(?!\w)/],
  ['SCW', /SCW[A-Z0-9]{17}(?!\w)/],
  ['AQVN', /AQVN[A-Za-z0-9_-]{35,38}(?!\w)/],
  ['y0_', /y[0-3]_[A-Za-z0-9_-]{50,}/],
  ['EZAK EZTK', /EZ[AT]K[A-Za-z0-9]{54}/],
  ['IGQV', /IGQV[A-Za-z0-9_-]{60,}/],
  ['sl.', /sl\.[A-Za-z0-9_.-]{120,}/],
  ['act.', /act\.[A-Za-z0-9.]{60,}/],
  ['cio', /cio(?=[A-Za-z]*\d)[A-Za-z0-9]{32}(?!\w)/],
  ['A3-', /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/],
  ['AAAA', /AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{100,}/],
  ['v1.0-', /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/],
  ['st.', /st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}/],
  ['1/ 2/', /[12]\/\d{16}(?:\/\d{16})?:[0-9a-f]{32}(?!\w)/],
  // Tokens of two parts, as of Mapbox and Tinybird; of one part, as of Cloudflare's tunnels.
  ['eyJ', /eyJ[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{20,}|eyJhIjoi[A-Za-z0-9_=-]{100,}/],
];

/** Keys that a mark within tells: asked only of rows that hold it. */
export const serviceMarks: readonly { mark: string; form: RegExp }[] = [
  { mark: 'AZDO', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/g },
  { mark: 'AzSe', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{42}AzSe[A-Za-z0-9]{6}/g },
  { mark: 'AzFu', form: /(?<![\w-])[\w-]{44}AzFu[\w-]{4,8}={0,2}/g },
  { mark: 'AzCa', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{33}AzCa[A-Za-z0-9]{6}=?/g },
  { mark: '+ACR', form: /(?<![A-Za-z0-9])[A-Za-z0-9/+]{42}\+ACR[A-Za-z0-9]{6}/g },
  { mark: 'AZEG', form: /(?<![A-Za-z0-9])[A-Za-z0-9/+]{33,45}AZEG[A-Za-z0-9]{4}/g },
  { mark: 'NRAL', form: /(?<![A-Za-z0-9])[0-9a-f]{36,40}(?:FF)?NRAL(?!\w)/g },
  { mark: 'msh', form: /(?<!\w)[0-9a-z]{10}msh[0-9a-z]{15}p1[0-9a-f]{6}jsn[0-9a-f]{12}/g },
  { mark: '-us', form: /(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)/g },
  { mark: '-', form: /(?<![\w-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![\w-])/g },
  { mark: '.', form: /(?<!\w)[0-9a-f]{32}\.[A-Za-z0-9]{16}(?!\w)/g },
  { mark: '/IncomingWebhook/', form: /(?<=\/IncomingWebhook\/)[0-9a-f]{32}\/[0-9a-f-]{36}/g },
];

/** Keys with signs in them of which other secrets have none: a piece of each that is looked for, and the form of all. */
export const signedShapes: readonly { mark: string; form: RegExp }[] = [
  { mark: 'access_token$', form: /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}/g },
  { mark: '!AQ', form: /(?<=^|\W|\\[nrt])00D[A-Za-z0-9]{12,15}!AQ[A-Za-z0-9_.-]{60,120}/g },
  {
    mark: '|',
    form: /(?<!\w)(?:\d{15,17}\|[A-Za-z0-9_-]{27}(?![\w-])|(?:prod|dev|preview):[\w-]{1,60}\|[A-Za-z0-9+/]{40,}={0,2})/g,
  },
];
