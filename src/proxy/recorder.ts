/** The port through which exchanges leave the proxy. `tracing` implements it; the proxy knows nothing of what follows. */
import type { Exchange } from './exchange.ts';

/** Takes exchanges over. */
export interface Recorder {
  /**
   * Accepts responsibility for the exchange. Resolves when it is safe (queued or spooled).
   * Never rejects: a failure is logged and counted by the implementation, the caller has nothing to do.
   */
  record(exchange: Exchange): Promise<void>;
}
