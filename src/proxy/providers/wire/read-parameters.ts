/** Request parameters under OpenTelemetry's names (`gen_ai.request.*`), whatever a dialect calls them. */
import { asArray, asNumber, type Json, type JsonObject } from '../../../core/json.ts';
import type { Reading } from '../contract.ts';

/**
 * The parameters that are there.
 *
 * @param from object that holds them
 * @param names OpenTelemetry's name by the dialect's name
 */
export function readParameters(
  from: JsonObject,
  names: Readonly<Record<string, string>>,
): Reading['parameters'] {
  const parameters: Reading['parameters'] = {};
  for (const [theirs, ours] of Object.entries(names)) {
    const value = readParameter(from[theirs]);
    if (value !== null) parameters[ours] = value;
  }
  return parameters;
}

function readParameter(value: Json | undefined): number | string | string[] | null {
  if (typeof value === 'string') return value;
  const words = asArray(value).filter((word) => typeof word === 'string');
  return words.length > 0 ? words : asNumber(value);
}
