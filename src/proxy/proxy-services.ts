/** What the proxy needs from the house. Built in services.ts; functions receive what they use. */
import type { Activity } from '../core/activity.ts';
import type { Log } from '../core/log.ts';
import type { KnownSecrets } from '../core/redaction.ts';
import type { Settings } from '../core/settings.ts';
import type { PromptSource } from './prompts/prompt-source.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { ProviderTable } from './providers/table.ts';
import type { Recorder } from './recorder.ts';
import type { UsageMemory } from './usage-memory.ts';

/** A Weir key that was found valid for the proxy. */
export interface ProxyGrant {
  keyId: string;
  /** The experiment the key is bound to; null when it may name any. */
  experimentId: string | null;
}

/** How the proxy asks whether a key may call: the grant, or why not. */
export type KeyVerdict = { ok: true; grant: ProxyGrant } | { ok: false; reason: 'unknown' | 'scope' };

/** What the proxy needs. Times are Unix milliseconds. */
export interface ProxyServices {
  settings: Settings;
  providers: ProviderTable;
  recorder: Recorder;
  prompts: PromptSource;
  activity: Activity;
  /** Memory for copies and held bodies, shared by all calls of the isolate. */
  memory: MemoryBudget;
  /** What upstreams said to the question for usage, shared by all calls of the isolate. */
  usageMemory: UsageMemory;
  log: Log;
  /** Asked with the headers as the caller sent them, by which refused keys are counted; rejects when there were too many. */
  verifyProxyKey(key: string, headers: Headers): Promise<KeyVerdict>;
  /** A stored provider credential, or null. */
  secret(name: string): string | null;
  /** Every secret this deployment holds: none of them is kept, whoever quotes it. */
  storedSecrets: KnownSecrets;
  /** The network; the built-in demo model is answered here too. */
  fetchUpstream(url: URL, init: RequestInit): Promise<Response>;
  now(): number;
  /**
   * A token that lets its holder give feedback on the trace, or null when this deployment has no signing key. Asked at the
   * start of a call, so that it is there long before the first byte. Never rejects.
   */
  issueFeedbackToken(call: { traceId: string; experiment: string | null }): Promise<string | null>;
}
