/** What a condenser is: it takes a body's bytes as they pass and keeps a bounded, readable rest of them. */

/** A condenser that has nothing to wait for. */
export interface ImmediateCondenser extends Condenser {
  finish(): Condensed;
}

/** What was kept of a body that is longer than what is kept. */
export interface Condensed {
  bytes: Uint8Array;
  /** Something was left out. */
  shortened: boolean;
  /** What stood at the body's end is among the bytes. */
  endKept: boolean;
  /** For streams: the bytes kept up to the first number stood within the first bytes of the original up to the second. */
  positions: Position[] | null;
}

/** A pair of offsets, in what was kept and in what passed. */
export type Position = readonly [keptBytes: number, passedBytes: number];

/** Condenses one body. Nothing a provider sends makes a method throw. */
export interface Condenser {
  /** Takes the next bytes, which are not retained. */
  write(chunk: Uint8Array): void;
  /** What would be kept if the body ended here, as far as it can be told; more may come after. */
  soFar(): Uint8Array;
  /** Call once, after the last bytes. */
  finish(): Condensed | Promise<Condensed>;
}
