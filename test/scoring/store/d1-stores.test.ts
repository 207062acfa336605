import { env } from 'cloudflare:workers';
import { createD1ScorerStore } from '../../../src/scoring/store/d1-scorer-store.ts';
import { createD1TaskStore } from '../../../src/scoring/store/d1-task-store.ts';
import { scorerStoreContract } from '../../contracts/scorer-store.ts';
import { taskStoreContract } from '../../contracts/task-store.ts';

scorerStoreContract('D1', () => createD1ScorerStore({ database: env.REGISTRY }));
taskStoreContract('D1', () => createD1TaskStore({ database: env.TRACES }));
