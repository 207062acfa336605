/** A call between its stages: matched to a provider, its headers read, its caller admitted. */
import type { Admission } from './admit.ts';
import type { CallerContext } from './caller-headers.ts';
import type { CaptureMode } from './exchange.ts';
import type { ProviderMatch } from './match-provider.ts';

/** Owner of promises that outlive the answer. */
export interface BackgroundOwner {
  waitUntil(promise: Promise<unknown>): void;
}

/** A call that was matched and admitted. */
export interface AdmittedCall {
  request: Request;
  match: ProviderMatch;
  context: CallerContext;
  url: URL;
  headers: Headers;
  admission: Admission;
  captureMode: CaptureMode;
  startedAtMs: number;
}
