/**
 * What the caller says in headers, ours or another product's, and the headers that go on to the provider. One pass over
 * the headers; no header of ours or of another gateway ever reaches the provider.
 */
import { invalidParameter } from '../core/app-error.ts';
import { connectionHeader } from '../access/caller-address.ts';
import { isForwardingHeader } from '../core/forwarding-headers.ts';
import { limits } from '../core/limits.ts';
import { agentSession } from './agent-sessions.ts';
import { decodeHeader } from './decode-header.ts';
import { applyAlias, aliasPrefixOf, type Aliases } from './header-aliases.ts';
import type { CaptureMode, CustomCost } from './exchange.ts';
import { parseTags } from './parse-tags.ts';
import { noPromptHeaders, readPromptHeader, type PromptHeaders } from './prompts/prompt-headers.ts';
import type { TraceParent } from './trace-parent.ts';

/** The caller's wishes. Null and empty mean: not said. */
export interface CallerContext {
  key: string | null;
  experiment: string | null;
  session: string | null;
  user: string | null;
  tags: Record<string, string>;
  capture: CaptureMode | null;
  requestId: string | null;
  streamUsage: 'ask' | 'untouched' | null;
  spanName: string | null;
  environment: string | null;
  priceModel: string | null;
  customCost: CustomCost | null;
  prompt: PromptHeaders;
  traceParent: TraceParent | null;
  /** Header names under which the trace id is answered besides ours. */
  dialectAnswers: string[];
  /** Other products' headers that were dropped without effect. */
  notUnderstood: string[];
}

/** The caller's context, and the headers for the provider. */
export interface CallerHeaders {
  context: CallerContext;
  upstream: Headers;
}

/** RFC 9110, section 7.6.1, and what the platform sets itself. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'expect',
]);

const CAPTURE_MODES: ReadonlySet<string> = new Set(['full', 'request', 'response', 'metadata', 'off']);

/**
 * Splits the caller's headers.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the `x-weir-*` header that is not understood
 */
export function readCallerHeaders(headers: Headers): CallerHeaders {
  const upstream = new Headers(headers);
  const own: CallerContext = emptyContext();
  const aliases: Aliases = { context: emptyContext(), omitted: { request: false, response: false } };
  const named = new Set(
    (headers.get('connection') ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  for (const [name, value] of headers) {
    if (name.startsWith('x-weir-')) readOwn(name, value, own);
    else if (aliasPrefixOf(name) !== null) applyAlias(name, value, aliases);
    else if (!HOP_BY_HOP.has(name) && !isForwardingHeader(name) && !named.has(name)) continue;
    upstream.delete(name);
  }
  dropOwnCookies(upstream);
  const context = merge(own, aliases);
  return { context: { ...context, session: context.session ?? agentSession(headers) }, upstream };
}

function emptyContext(): CallerContext {
  return {
    key: null,
    experiment: null,
    session: null,
    user: null,
    tags: {},
    capture: null,
    requestId: null,
    streamUsage: null,
    spanName: null,
    environment: null,
    priceModel: null,
    customCost: null,
    prompt: noPromptHeaders(),
    traceParent: null,
    dialectAnswers: [],
    notUnderstood: [],
  };
}

function readOwn(name: string, value: string, own: CallerContext): void {
  if (value.length > limits.callerHeaderBytes) {
    throw invalidParameter(name, `at most ${limits.callerHeaderBytes} bytes`);
  }
  if (name.startsWith('x-weir-tag-')) {
    own.tags[name.slice('x-weir-tag-'.length)] = decodeHeader(value);
    return;
  }
  switch (name) {
    case 'x-weir-key':
      own.key = value.replace(/^Bearer\s+/i, '');
      break;
    case 'x-weir-experiment':
    case 'x-weir-session':
    case 'x-weir-user':
    case 'x-weir-environment':
    case 'x-weir-request-id':
      own[contextFieldOf[name]] = nonEmpty(name, decodeHeader(value));
      break;
    case 'x-weir-tags':
      Object.assign(own.tags, parseTags(name, value));
      break;
    case 'x-weir-capture':
      own.capture = oneOfModes(name, value);
      break;
    case 'x-weir-stream-usage':
      if (value !== 'ask' && value !== 'untouched') throw invalidParameter(name, 'ask or untouched');
      own.streamUsage = value;
      break;
    case connectionHeader:
      // Between the local front and us, see `access/caller-address.ts`.
      break;
    default:
      if (readPromptHeader(name, value, own.prompt)) break;
      throw invalidParameter(name, `one of ${KNOWN_HEADERS.join(', ')}`);
  }
}

const contextFieldOf = {
  'x-weir-experiment': 'experiment',
  'x-weir-session': 'session',
  'x-weir-user': 'user',
  'x-weir-environment': 'environment',
  'x-weir-request-id': 'requestId',
} as const;

const KNOWN_HEADERS = [
  'x-weir-key',
  'x-weir-experiment',
  'x-weir-session',
  'x-weir-user',
  'x-weir-environment',
  'x-weir-tags',
  'x-weir-tag-<name>',
  'x-weir-capture',
  'x-weir-request-id',
  'x-weir-stream-usage',
  'x-weir-prompt',
  'x-weir-prompt-variables',
  'x-weir-prompt-fallback',
];

function oneOfModes(name: string, value: string): CaptureMode {
  if (!CAPTURE_MODES.has(value)) throw invalidParameter(name, 'full, request, response, metadata or off');
  // The set holds exactly the members of CaptureMode.
  return value as CaptureMode;
}

function nonEmpty(name: string, value: string): string {
  if (value.trim() === '') throw invalidParameter(name, 'a value that is not empty');
  return value;
}

/** Ours win over aliases; tags of both are kept, ours over theirs. */
function merge(own: CallerContext, aliases: Aliases): CallerContext {
  const other = aliases.context;
  const room = limits.tagsPerTrace - Object.keys(own.tags).length;
  if (room < 0) throw invalidParameter('x-weir-tags', `at most ${limits.tagsPerTrace} tags`);
  // What other products' headers say beyond that is not this caller's mistake towards us: it is left out.
  const others = Object.entries(other.tags).filter(([name]) => !Object.hasOwn(own.tags, name));
  const tags = { ...Object.fromEntries(others.slice(0, room)), ...own.tags };
  const leftOut = others.slice(room).map(([name]) => `tag ${name}`);
  return {
    key: own.key ?? other.key,
    experiment: own.experiment ?? other.experiment,
    session: own.session ?? other.session,
    user: own.user ?? other.user,
    tags,
    capture: own.capture ?? other.capture ?? captureFromOmissions(aliases.omitted),
    requestId: own.requestId ?? other.requestId,
    streamUsage: own.streamUsage,
    spanName: other.spanName,
    environment: own.environment ?? other.environment,
    priceModel: other.priceModel,
    customCost: other.customCost,
    prompt: { ...own.prompt, label: other.prompt.label, labelVersion: other.prompt.labelVersion },
    traceParent: other.traceParent,
    dialectAnswers: other.dialectAnswers,
    notUnderstood: [...other.notUnderstood, ...leftOut],
  };
}

function captureFromOmissions(omitted: Aliases['omitted']): CaptureMode | null {
  if (omitted.request && omitted.response) return 'metadata';
  if (omitted.request) return 'response';
  return omitted.response ? 'request' : null;
}

/** The dashboard's session is ours; other cookies are between the caller and the provider. */
function dropOwnCookies(upstream: Headers): void {
  const cookie = upstream.get('cookie');
  if (cookie === null) return;
  const kept = cookie.split(/;\s*/).filter((part) => !part.startsWith('weir_'));
  if (kept.length === 0) upstream.delete('cookie');
  else upstream.set('cookie', kept.join('; '));
}
