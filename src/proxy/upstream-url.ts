/**
 * Where a call goes. SDKs disagree whether the version belongs to the base URL, so every provider answers with and
 * without it, and a doubled one is folded. The host comes from the provider table alone.
 */
import type { Provider } from './providers/contract.ts';

/**
 * The upstream URL of a call.
 *
 * @param provider its `baseUrl` must be configured
 * @param rest path after the provider's segment, with its leading slash, still encoded as the caller sent it
 * @param search query with `?`, or empty
 */
export function upstreamUrl(provider: Provider & { baseUrl: string }, rest: string, search: string): URL {
  const base = new URL(provider.baseUrl);
  const basePath = base.pathname === '/' ? '' : base.pathname;
  const path = provider.dialect.completePath?.(rest, search) ?? rest;
  return new URL(base.origin + placePath(path, basePath, provider.dialect.versionPaths) + search);
}

function placePath(rest: string, basePath: string, versionPaths: readonly string[]): string {
  const path = foldVersion(rest === '/' ? '' : rest);
  if (startsWithPath(path, basePath) && basePath !== '') return path;
  if (versionPaths.some((version) => startsWithPath(path, version))) {
    return rootOf(basePath, versionPaths) + path;
  }
  return basePath + withoutVersion(path, basePath);
}

/** The base path above its version, so that `/proxy/v1beta` serves `/v1alpha/…` under `/proxy`. */
function rootOf(basePath: string, versionPaths: readonly string[]): string {
  const version = versionPaths.find((candidate) => basePath.endsWith(candidate));
  return version === undefined ? basePath : basePath.slice(0, -version.length);
}

/**
 * `/v1/v1/chat` is `/v1/chat`. Of two versions that differ the last is meant, which the SDK was written for; only a plain
 * `/v1` after a more telling form of the same is no more than an SDK's habit: `/v1beta/v1/models` is `/v1beta/models`.
 */
function foldVersion(path: string): string {
  return path.replace(/(?:\/v\d+[a-z0-9]*){2,}(?=\/|$)/, (run) => {
    const versions = run.split('/').slice(1);
    const last = versions.at(-1) ?? '';
    const meant = versions.findLast((version) => isFormOf(version, last)) ?? last;
    return `/${meant}`;
  });
}

/** `v1beta` is a form of `v1`, `v10` is not. */
function isFormOf(version: string, plain: string): boolean {
  return version.startsWith(plain) && /^[a-z]/.test(version.slice(plain.length));
}

/** Takes off what the base path already says: its last segments, or the `/v1` every OpenAI SDK adds. */
function withoutVersion(path: string, basePath: string): string {
  for (let start = basePath.indexOf('/', 1); start !== -1; start = basePath.indexOf('/', start + 1)) {
    const tail = basePath.slice(start);
    if (startsWithPath(path, tail)) return path.slice(tail.length);
  }
  return startsWithPath(path, '/v1') && !basePath.endsWith('/openai') ? path.slice('/v1'.length) : path;
}

function startsWithPath(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
