/** A redaction rule while it is written: what the form holds, and what the API takes. */
import type { RedactionRule } from '../api/types.ts';

type Masks = RedactionRule['masks'];

/** What detectors are called. */
export const detectorLabels: Record<Extract<Masks, { type: 'detectors' }>['detectors'][number], string> = {
  email: 'mail addresses',
  phone: 'telephone numbers',
  credit_card: 'card numbers',
  iban: 'bank accounts (IBAN)',
  ip_address: 'IP addresses',
  us_ssn: 'US social security numbers',
  secret: 'keys and tokens',
};

/** One of the detectors. */
export type Detector = keyof typeof detectorLabels;

/** What the form holds; the parts of the kinds that are not chosen wait. */
export interface RedactionDraft {
  name: string;
  /** Empty: all. */
  experiment: string;
  type: Masks['type'];
  detectors: Detector[];
  pattern: string;
  ignoreCase: boolean;
  /** One per line. */
  names: string;
  marker: string;
  includesIdentifiers: boolean;
}

/** The form of a rule; of none, a new one. */
export function toDraft(rule: RedactionRule | null): RedactionDraft {
  const masks = rule?.masks;
  return {
    name: rule?.name ?? '',
    experiment: rule?.experiment_id ?? '',
    type: masks?.type ?? 'detectors',
    detectors: masks?.type === 'detectors' ? masks.detectors : ['email', 'credit_card', 'secret'],
    pattern: masks?.type === 'pattern' ? masks.pattern : '',
    ignoreCase: masks?.type === 'pattern' && masks.ignore_case,
    names: masks?.type === 'attributes' ? masks.names.join('\n') : '',
    marker: masks === undefined || masks.type === 'detectors' ? '' : masks.marker,
    includesIdentifiers: rule?.includes_identifiers ?? false,
  };
}

/** What the draft masks, as the API takes it; null while something is missing. */
export function toMasks(draft: RedactionDraft): object | null {
  const marker = draft.marker.trim() === '' ? {} : { marker: draft.marker.trim() };
  switch (draft.type) {
    case 'detectors':
      return draft.detectors.length === 0 ? null : { type: 'detectors', detectors: draft.detectors };
    case 'pattern': {
      const { pattern, ignoreCase } = draft;
      return pattern === '' ? null : { type: 'pattern', pattern, ignore_case: ignoreCase, ...marker };
    }
    default: {
      const names = draft.names.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
      return names.length === 0 ? null : { type: 'attributes', names, ...marker };
    }
  }
}
