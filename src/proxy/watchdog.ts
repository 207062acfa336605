/**
 * Separate patience for the first byte and between chunks (F59): a stream that is alive is never cut for its length.
 * One timer per call, re-armed only when it fires, so a chunk costs no timer.
 */

/** Times in milliseconds. */
export interface WatchdogOptions {
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  now(): number;
  onExpire(): void;
}

/** Watches one call. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  #lastSignAtMs: number;
  #patienceMs: number;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#lastSignAtMs = options.now();
    this.#patienceMs = options.firstByteTimeoutMs;
    this.#arm(this.#patienceMs);
  }

  /** A sign of life from the provider. */
  touch(): void {
    this.#lastSignAtMs = this.#options.now();
    this.#patienceMs = this.#options.idleTimeoutMs;
  }

  /** The call is over. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Looks again at the latest after the shorter patience, which holds as soon as the first byte has come. */
  #arm(remainingMs: number): void {
    const delayMs = Math.min(remainingMs, this.#options.idleTimeoutMs);
    this.#timer = setTimeout(() => {
      const waitedMs = this.#options.now() - this.#lastSignAtMs;
      if (waitedMs >= this.#patienceMs) this.#options.onExpire();
      else this.#arm(this.#patienceMs - waitedMs);
    }, delayMs);
  }
}
