/** The part of the composition root that belongs to labeling. */
import type { Settings } from './core/settings.ts';
import { createReviewTokens, type ReviewTokens } from './labeling/review-token.ts';
import { createD1LabelSchemaStore } from './labeling/store/d1-label-schema-store.ts';
import type { ContentMasking } from './redaction/content-masking.ts';
import { redactLabeling } from './labeling/store/redact-labeling.ts';
import { createD1LabelingStore } from './labeling/store/d1-labeling-store.ts';
import { createD1ReviewLinkStore } from './labeling/store/d1-review-link-store.ts';
import type { LabelSchemaStore } from './labeling/store/label-schema-store.ts';
import type { LabelingStore } from './labeling/store/labeling-store.ts';
import type { ReviewLinkStore } from './labeling/store/review-link-store.ts';

/** What labeling adds to the services. */
export interface LabelingServices {
  labelSchemas: LabelSchemaStore;
  labeling: LabelingStore;
  reviewLinks: ReviewLinkStore;
  /** Null when this deployment has no signing key. */
  reviewTokens: ReviewTokens | null;
  /** Where people reach this deployment; null: where requests went. */
  publicUrl: string | null;
}

/** Builds them. */
export function createLabelingServices(
  env: Env,
  {
    settings,
    masking,
    now,
  }: {
    settings: Pick<Settings, 'signingKeys' | 'publicUrl'>;
    masking: ContentMasking;
    now: () => number;
  },
): LabelingServices {
  const { signingKeys, publicUrl } = settings;
  return {
    labelSchemas: createD1LabelSchemaStore({ database: env.REGISTRY }),
    labeling: redactLabeling(createD1LabelingStore({ database: env.REGISTRY }), masking),
    reviewLinks: createD1ReviewLinkStore({ database: env.REGISTRY }),
    reviewTokens: signingKeys === null ? null : createReviewTokens({ signingKeys, now }),
    publicUrl,
  };
}
