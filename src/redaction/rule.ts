/** The model of a redaction rule: what is looked for in what is about to be stored, and what is put in its place. */
import type { DetectorKind } from './detectors.ts';

/** What a rule looks for. */
export type Masks =
  /** Personal data and secrets by their shape; each kind leaves a marker of its own name. */
  | { type: 'detectors'; detectors: DetectorKind[] }
  /** What a regular expression (RE2) matches. */
  | { type: 'pattern'; pattern: string; ignoreCase: boolean; marker: string }
  /** Values of members of JSON objects, and of span attributes, by name in any letter case. */
  | { type: 'attributes'; names: string[]; marker: string };

/** A rule. Times are Unix milliseconds. */
export interface RedactionRule {
  /** `rr-` and 32 hex digits. */
  ruleId: string;
  /** Null holds in every experiment. */
  experimentId: string | null;
  name: string;
  enabled: boolean;
  masks: Masks;
  /** User, session and request id are what traces are found and counted by: they stay unless a rule says so. */
  includesIdentifiers: boolean;
  createdAtMs: number;
  updatedAtMs: number;
}

/** What may change of a rule; absent members stay. */
export type RedactionRuleChanges = Partial<
  Pick<RedactionRule, 'name' | 'enabled' | 'masks' | 'includesIdentifiers'>
>;

/** What stands where something was: `[email]`. */
export function markerText(marker: string): string {
  return `[${marker}]`;
}
