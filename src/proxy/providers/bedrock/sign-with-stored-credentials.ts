/**
 * Signature Version 4 with the deployment's own credentials (docs.aws.amazon.com/IAM/latest/UserGuide/
 * reference_sigv-create-signed-request.html), by aws4fetch. Only what reaches AWS unchanged is signed: platforms rewrite
 * headers such as `accept-encoding` on the way.
 */
import { AwsV4Signer } from 'aws4fetch';
import type { Signer } from '../contract.ts';

const DEFAULT_REGION = 'us-east-1';

/** Keys derived from the secret for a day, a region and a service; a cache, bounded. */
const derivedKeys = new Map<string, ArrayBuffer>();
const MOST_DERIVED_KEYS = 100;

/** `bedrock-runtime.{region}.amazonaws.com`, its FIPS form, `bedrock-mantle.{region}.api.aws`, and endpoints inside a VPC. */
const REGION_IN_HOST =
  /(?:^|\.)bedrock[a-z-]*\.([a-z]{2}[a-z-]*-\d+)\.(?:(?:vpce\.)?amazonaws\.com|api\.aws)$/;

/**
 * Signs with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where there is one.
 *
 * @param service the name that signatures are made for: `bedrock`, or `bedrock-mantle` for that host
 */
export function signWithStoredCredentials(service: 'bedrock' | 'bedrock-mantle'): Signer {
  return {
    requiredSecrets: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    optionalSecrets: ['AWS_SESSION_TOKEN'],
    async sign({ method, url, headers, body }, secret) {
      const sessionToken = secret('AWS_SESSION_TOKEN');
      if (derivedKeys.size >= MOST_DERIVED_KEYS) derivedKeys.clear();
      const signer = new AwsV4Signer({
        method,
        url: url.href,
        headers: signable(headers),
        body,
        accessKeyId: secret('AWS_ACCESS_KEY_ID') ?? '',
        secretAccessKey: secret('AWS_SECRET_ACCESS_KEY') ?? '',
        ...(sessionToken === null ? {} : { sessionToken }),
        cache: derivedKeys,
        service,
        region: regionOf(url, secret('AWS_REGION')),
      });
      const signed = await signer.sign();
      const sent = new Headers(headers);
      for (const [name, value] of signed.headers) sent.set(name, value);
      return sent;
    },
  };
}

/** The host's region is the one that checks the signature; a host without one is a stand-in for the configured region. */
function regionOf(url: URL, configured: string | null): string {
  return REGION_IN_HOST.exec(url.hostname)?.[1] ?? configured ?? DEFAULT_REGION;
}

/** AWS asks that `host` and all `x-amz-` headers be signed. */
function signable(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => name.startsWith('x-amz-')));
}
