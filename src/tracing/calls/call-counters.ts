/** The ports of counting: calls as they stand in the index of traces, and the totals that outlive them. */
import type { MeasuredSeries } from './call-measures.ts';

/** Calls in the index of traces, by the order in which their traces arrived. */
export interface CallMeasures {
  /** The place of the newest trace; 0 when there is none. */
  lastRow(): Promise<number>;
  /** True when there is a trace at that place, and it began before `beforeMs`, Unix milliseconds. */
  beganBefore(row: number, beforeMs: number): Promise<boolean>;
  /**
   * The place up to which all traces began before `beforeMs`, looking no further than `toRow`. Traces of days to come, which
   * a wrong clock makes, hold nothing up.
   *
   * @param beforeMs Unix milliseconds
   */
  settledRow(range: { fromRow: number; toRow: number }, beforeMs: number): Promise<number>;
  /** What the proxied calls of the traces after `fromRow` up to `toRow` add up to. */
  measure(range: { fromRow: number; toRow: number }): Promise<MeasuredSeries[]>;
}

/** Totals, and how far traces are in them. */
export interface CountedCalls {
  /** As it is stored: nobody else moved on while it is this. */
  storedRow: number;
  /** How far the totals go. */
  countedRow: number;
  /** Unix milliseconds. */
  countedAtMs: number;
  totals: MeasuredSeries[];
}

/** Storage of totals. */
export interface CallCounters {
  read(): Promise<CountedCalls>;
  /**
   * Moves on from what was read: `totals` are the new numbers of the series that changed.
   *
   * @returns false, and nothing is changed, when somebody else has moved on meanwhile
   */
  advance(
    from: CountedCalls,
    to: { countedRow: number; countedAtMs: number; changed: MeasuredSeries[] },
  ): Promise<boolean>;
}
