/** The kinds of personal data in a text, by the detectors that redaction uses. Kinds only, never the finds. */
import { detectorKinds, detectors, type DetectorKind } from '../../redaction/detectors.ts';

/** What a rationale calls them. */
const NAMES: Record<DetectorKind, string | null> = {
  email: 'e-mail address',
  phone: 'telephone number',
  credit_card: 'card number',
  iban: 'IBAN',
  us_ssn: 'US social security number',
  secret: 'key or token',
  // Addresses of machines are ordinary in answers about them.
  ip_address: null,
};

/** The kinds of personal data in a text, each once. */
export function findPersonalData(text: string): string[] {
  return detectorKinds.flatMap((kind) => {
    const name = NAMES[kind];
    return name !== null && detectors[kind](text).length > 0 ? [name] : [];
  });
}
