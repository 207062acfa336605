/**
 * Checks a Signature Version 4 by computing it again. Source: docs.aws.amazon.com/IAM/latest/UserGuide/
 * reference_sigv-create-signed-request.html.
 */
import { createHash, createHmac } from 'node:crypto';
import type { ReceivedCall } from './wire.ts';

/** What a signature says, and whether it holds for the call it came with. */
export interface SignatureCheck {
  accessKeyId: string;
  region: string;
  service: string;
  signedHeaders: string[];
  valid: boolean;
}

const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** The check; null when the call carries no such signature. */
export function checkSignature(call: ReceivedCall, secretAccessKey: string): SignatureCheck | null {
  const match = FORM.exec(call.headers.authorization ?? '');
  if (match === null) return null;
  const [accessKeyId, day, region, service, names, signature] = match.slice(1) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const signedHeaders = names.split(';');
  const canonical = [
    call.method,
    // Every service but S3 signs a path whose segments are encoded once more.
    call.path.split('/').map(encode).join('/'),
    canonicalQuery(call.query),
    ...signedHeaders.map((name) => `${name}:${(call.headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}`),
    '',
    names,
    call.headers['x-amz-content-sha256'] ?? sha256(call.body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', call.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  let key: Buffer = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of [day, region, service, 'aws4_request']) key = hmac(key, part);
  const valid = hmac(key, text).toString('hex') === signature;
  return { accessKeyId, region, service, signedHeaders, valid };
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.sort().join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
