/**
 * Headers of other products, understood as aliases of ours so that changing the base URL is all their users do. Every
 * header with one of their prefixes is dropped before the upstream call; what has no meaning here is noted by name.
 */
import { asObject, parseJson } from '../core/json.ts';
import type { CallerContext } from './caller-headers.ts';
import { decodeHeader } from './decode-header.ts';
import { plausibleAmount } from './providers/wire/usage.ts';
import { parseForeignTags } from './parse-tags.ts';
import { hexTraceId, parseTraceParent } from './trace-parent.ts';

/** What was gathered from aliases so far. */
export interface Aliases {
  context: CallerContext;
  /** Helicone omits request and response separately. */
  omitted: { request: boolean; response: boolean };
}

type Apply = (aliases: Aliases, value: string) => void;

const PREFIXES = [
  'helicone-',
  'x-portkey-',
  'cf-aig-',
  'x-litellm-',
  'x-bf-',
  'x-bt-',
  'langfuse_',
  'x-langfuse-',
] as const;

/** Header under which each product's clients look for the id of the call. */
const ANSWERS: Partial<Record<string, string>> = {
  'helicone-': 'helicone-id',
  'x-portkey-': 'x-portkey-trace-id',
  'cf-aig-': 'cf-aig-log-id',
  'x-litellm-': 'x-litellm-call-id',
};

const isTrue = (value: string): boolean => value.toLowerCase() === 'true';
const isFalse = (value: string): boolean => value.toLowerCase() === 'false';
const bearer = (value: string): string => value.replace(/^Bearer\s+/i, '');

const setKey: Apply = ({ context }, value) => {
  context.key ??= bearer(value);
};
const setUser: Apply = ({ context }, value) => {
  context.user ??= decodeHeader(value);
};
const setSession: Apply = ({ context }, value) => {
  context.session ??= decodeHeader(value);
};
const setRequestId: Apply = ({ context }, value) => {
  context.requestId ??= value;
};
const setSpanName: Apply = ({ context }, value) => {
  context.spanName ??= decodeHeader(value);
};
const setTrace: Apply = ({ context }, value) => {
  const traceId = hexTraceId(value);
  if (traceId === null) context.session ??= value;
  else context.traceParent = { traceId, spanId: context.traceParent?.spanId ?? null };
};
const setParentSpan: Apply = ({ context }, value) => {
  if (/^[0-9a-f]{16}$/i.test(value) && context.traceParent !== null)
    context.traceParent.spanId = value.toLowerCase();
};
const setMetadataOnly: Apply = ({ context }) => {
  context.capture ??= 'metadata';
};
const when =
  (test: (value: string) => boolean, apply: Apply): Apply =>
  (aliases, value) => {
    if (test(value)) apply(aliases, value);
  };

/** A JSON object of tags, of which some members have a meaning of their own. */
const setTags =
  (special: Record<string, Apply>): Apply =>
  (aliases, value) => {
    for (const [key, tag] of Object.entries(parseForeignTags(decodeHeader(value)))) {
      meaningIn(special, key)?.(aliases, tag);
      aliases.context.tags[key] ??= tag;
    }
  };

/** Names are the caller's, and may be those every object has. */
function meaningIn(table: Record<string, Apply>, name: string): Apply | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const setEnvironment: Apply = ({ context }, value) => {
  context.environment ??= value;
};

const setCustomCost: Apply = ({ context }, value) => {
  const cost = asObject(parseJson(value));
  context.customCost = {
    perTokenInUsd: plausibleAmount(cost.per_token_in),
    perTokenOutUsd: plausibleAmount(cost.per_token_out),
    totalUsd: plausibleAmount(cost.total_cost),
  };
};

/** W3C Baggage: members become tags, the well-known ones user and session. */
const setBaggage: Apply = (aliases, value) => {
  const special: Record<string, Apply> = {
    'user.id': setUser,
    'enduser.id': setUser,
    'session.id': setSession,
  };
  for (const member of value.split(',')) {
    const [pair = ''] = member.split(';');
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const key = pair.slice(0, at).trim();
    const text = decodePercent(pair.slice(at + 1).trim());
    const apply = meaningIn(special, key);
    if (apply === undefined) aliases.context.tags[key] ??= text;
    else apply(aliases, text);
  }
};

/** Exact names. */
const meanings: Record<string, Apply> = {
  'helicone-auth': setKey,
  'helicone-user-id': setUser,
  'helicone-session-id': setSession,
  'helicone-session-name': setSpanName,
  'helicone-session-path': ({ context }, value) => {
    context.tags.session_path ??= decodeHeader(value);
  },
  'helicone-request-id': setRequestId,
  'helicone-model-override': ({ context }, value) => {
    context.priceModel = value;
  },
  'helicone-prompt-id': ({ context }, value) => {
    context.prompt.label = decodeHeader(value);
  },
  'helicone-prompt-version': ({ context }, value) => {
    context.prompt.labelVersion = value;
  },
  'helicone-omit-request': when(isTrue, ({ omitted }) => {
    omitted.request = true;
  }),
  'helicone-omit-response': when(isTrue, ({ omitted }) => {
    omitted.response = true;
  }),
  'x-portkey-api-key': setKey,
  'x-portkey-trace-id': setTrace,
  'x-portkey-parent-span-id': setParentSpan,
  'x-portkey-span-name': setSpanName,
  'x-portkey-metadata': setTags({ _user: setUser, _environment: setEnvironment, session_id: setSession }),
  'x-portkey-debug': when(isFalse, setMetadataOnly),
  'cf-aig-authorization': setKey,
  'cf-aig-metadata': setTags({ user: setUser, user_id: setUser, session_id: setSession }),
  'cf-aig-event-id': setRequestId,
  'cf-aig-otel-trace-id': setTrace,
  'cf-aig-otel-parent-span-id': setParentSpan,
  'cf-aig-custom-cost': setCustomCost,
  'cf-aig-collect-log-payload': when(isFalse, setMetadataOnly),
  'cf-aig-collect-log': when(isFalse, ({ context }) => {
    context.capture = 'off';
  }),
  'x-litellm-api-key': setKey,
  'x-litellm-end-user-id': setUser,
  'x-litellm-customer-id': setUser,
  'x-litellm-session-id': setSession,
  'x-litellm-trace-id': setTrace,
  'x-litellm-call-id': setRequestId,
  'x-litellm-tags': ({ context }, value) => {
    context.tags.tags ??= value;
  },
  'x-litellm-spend-logs-metadata': setTags({}),
  'x-litellm-enable-message-redaction': when(isTrue, setMetadataOnly),
  'x-bf-vk': setKey,
  'x-bf-session-id': setSession,
  'x-bf-dim-user': setUser,
  'x-bf-disable-content-logging': when(isTrue, setMetadataOnly),
  langfuse_session_id: setSession,
  langfuse_user_id: setUser,
  traceparent: ({ context }, value) => {
    context.traceParent ??= parseTraceParent(value);
  },
  tracestate: () => undefined,
  baggage: setBaggage,
  'langsmith-trace': () => undefined,
  'agent-session-id': setSession,
  'x-session-id': setSession,
  'x-request-id': setRequestId,
};

/** Families of names: what follows the prefix is a tag's key. */
const tagFamilies = ['helicone-property-', 'x-bf-dim-', 'x-bf-prom-'] as const;

/** The product prefix of a header, `''` for a header without prefix that is an alias too, null for any other. */
export function aliasPrefixOf(name: string): string | null {
  return PREFIXES.find((prefix) => name.startsWith(prefix)) ?? (Object.hasOwn(meanings, name) ? '' : null);
}

/** Applies one header for which {@link aliasPrefixOf} is not null. */
export function applyAlias(name: string, value: string, aliases: Aliases): void {
  const answer = ANSWERS[aliasPrefixOf(name) ?? ''];
  const { context } = aliases;
  if (answer !== undefined && !context.dialectAnswers.includes(answer)) context.dialectAnswers.push(answer);
  const meaning = meaningIn(meanings, name);
  if (meaning !== undefined) {
    try {
      meaning(aliases, value);
    } catch {
      // A header of another product never makes a call fail: it is told as one that was not understood.
      context.notUnderstood.push(name);
    }
    return;
  }
  const family = tagFamilies.find((prefix) => name.startsWith(prefix));
  if (family === undefined) context.notUnderstood.push(name);
  else context.tags[name.slice(family.length)] ??= decodeHeader(value);
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
