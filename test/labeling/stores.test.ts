import { env } from 'cloudflare:workers';
import { createD1LabelSchemaStore } from '../../src/labeling/store/d1-label-schema-store.ts';
import { createD1LabelingStore } from '../../src/labeling/store/d1-labeling-store.ts';
import { createD1ReviewLinkStore } from '../../src/labeling/store/d1-review-link-store.ts';
import { describeLabelingStores } from '../contracts/labeling-stores.ts';

describeLabelingStores('D1', () => ({
  labelSchemas: createD1LabelSchemaStore({ database: env.REGISTRY }),
  labeling: createD1LabelingStore({ database: env.REGISTRY }),
  reviewLinks: createD1ReviewLinkStore({ database: env.REGISTRY }),
}));
