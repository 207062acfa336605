/** What the API answers with: the worker's own schemas, as types. Nothing of the worker runs here. */
import type { z } from 'zod';
import type { datasetSchema } from '../../../src/datasets/dataset-json.ts';
import type { ruleSchema } from '../../../src/datasets/rule-json.ts';
import type { recordSchema } from '../../../src/datasets/record-json.ts';
import type { experimentSchema } from '../../../src/experiments/experiment-json.ts';
import type { keySchema } from '../../../src/http/key-json.ts';
import type { sessionSchema } from '../../../src/http/session-json.ts';
import type { settingsSchema } from '../../../src/http/settings-json.ts';
import type { promptSchema, versionSchema } from '../../../src/prompts/prompt-json.ts';
import type { redactionRuleSchema } from '../../../src/redaction/rule-json.ts';
import type { assessmentSchema } from '../../../src/tracing/assessments/assessment-json.ts';
import type {
  assessmentStatisticsSchema,
  traceStatisticsSchema,
} from '../../../src/tracing/statistics/statistics-json.ts';
import type { traceInfoSchema, traceSchema } from '../../../src/tracing/trace-json.ts';

export type TraceInfo = z.infer<typeof traceInfoSchema>;
export type Trace = z.infer<typeof traceSchema>;
export type Span = Trace['spans'][number];
export type Assessment = z.infer<typeof assessmentSchema>;
export type TraceStatistics = z.infer<typeof traceStatisticsSchema>;
export type StatisticsRow = TraceStatistics['statistics'][number];
export type AssessmentStatistics = z.infer<typeof assessmentStatisticsSchema>;
export type AssessmentRow = AssessmentStatistics['statistics'][number];
export type Session = z.infer<typeof sessionSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type Key = z.infer<typeof keySchema>;
export type Experiment = z.infer<typeof experimentSchema>;
export type Prompt = z.infer<typeof promptSchema>;
export type PromptVersion = z.infer<typeof versionSchema>;
export type Dataset = z.infer<typeof datasetSchema>;
export type DatasetRecord = z.infer<typeof recordSchema>;
export type RedactionRule = z.infer<typeof redactionRuleSchema>;
export type TestCaseRule = z.infer<typeof ruleSchema>;
