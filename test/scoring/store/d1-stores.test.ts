import { env } from 'cloudflare:workers';
import { createD1AlertStore } from '../../../src/scoring/store/d1-alert-store.ts';
import { createD1EvaluationStore } from '../../../src/scoring/store/d1-evaluation-store.ts';
import { createD1ScheduleStore } from '../../../src/scoring/store/d1-schedule-store.ts';
import { createD1ScorerStore } from '../../../src/scoring/store/d1-scorer-store.ts';
import { createD1TaskStore } from '../../../src/scoring/store/d1-task-store.ts';
import { alertStoreContract } from '../../contracts/alert-store.ts';
import { evaluationStoreContract } from '../../contracts/evaluation-store.ts';
import { scheduleStoreContract } from '../../contracts/schedule-store.ts';
import { scorerStoreContract } from '../../contracts/scorer-store.ts';
import { taskStoreContract } from '../../contracts/task-store.ts';

scorerStoreContract('D1', () => createD1ScorerStore({ database: env.REGISTRY }));
taskStoreContract('D1', () => createD1TaskStore({ database: env.TRACES }));
evaluationStoreContract('D1', () => createD1EvaluationStore({ database: env.TRACES }));
scheduleStoreContract('D1', () => createD1ScheduleStore({ database: env.REGISTRY }));
alertStoreContract('D1', () => createD1AlertStore({ database: env.REGISTRY }));
