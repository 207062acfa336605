/** What a text would become: by one rule that may not be kept yet, or by the rules in force. */
import { asString } from '../core/json.ts';
import { maskJson } from './mask-json.ts';
import type { Tally } from './masking.ts';
import type { Masks } from './rule.ts';
import { createTraceMasking, type RulesInForce } from './rules-in-force.ts';

/** What was done to the text. */
export interface TriedRules {
  text: string;
  /** How often each marker stands in the place of something. */
  found: { marker: string; count: number }[];
}

/**
 * Tries.
 *
 * @param input.masks what to try; null tries the rules in force in the experiment
 * @param input.experimentId null tries the rules of all experiments together
 */
export async function tryRedactionRules({
  services,
  input,
}: {
  services: { rulesInForce: RulesInForce };
  input: { text: string; masks: Masks | null; experimentId: string | null };
}): Promise<TriedRules> {
  const { text, masks, experimentId } = input;
  const masking =
    masks === null
      ? await services.rulesInForce.of(experimentId)
      : createTraceMasking([{ masks, includesIdentifiers: false }], null);
  const tally: Tally = new Map();
  const masked = asString(maskJson(text, masking.content, tally)) ?? text;
  return { text: masked, found: [...tally].map(([marker, count]) => ({ marker, count })) };
}
