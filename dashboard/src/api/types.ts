/** What the API answers with: the worker's own schemas, as types. Nothing of the worker runs here. */
import type { z } from 'zod';
import type { auditEntrySchema } from '../../../src/audit/audit-json.ts';
import type { datasetSchema } from '../../../src/datasets/dataset-json.ts';
import type { ruleSchema } from '../../../src/datasets/rule-json.ts';
import type { recordSchema } from '../../../src/datasets/record-json.ts';
import type { experimentSchema } from '../../../src/experiments/experiment-json.ts';
import type { keySchema } from '../../../src/http/key-json.ts';
import type { sessionSchema } from '../../../src/http/session-json.ts';
import type { settingsSchema } from '../../../src/http/settings-json.ts';
import type { labelSchemaSchema } from '../../../src/labeling/label-schema-json.ts';
import type {
  linkSchema,
  newLinkSchema,
  progressSchema,
  sessionSchema as labelingSessionSchema,
} from '../../../src/labeling/session-json.ts';
import type { askedSchema, reviewedItemSchema } from '../../../src/labeling/session-review-json.ts';
import type {
  comparisonSchema,
  evaluationRowSchema,
  evaluationSchema,
  newEvaluationSchema,
} from '../../../src/scoring/evaluation/evaluation-json.ts';
import type { alertSchema, newAlertSchema } from '../../../src/scoring/monitoring/alert-json.ts';
import type { agreementSchema } from '../../../src/scoring/monitoring/agreement-json.ts';
import type {
  scorerDescriptionSchema,
  scorerKindsSchema,
  scorerSchema,
} from '../../../src/scoring/registry/scorer-json.ts';
import type { runSchema, scheduleSchema } from '../../../src/scoring/schedules/schedule-json.ts';
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
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type Key = z.infer<typeof keySchema>;
export type Experiment = z.infer<typeof experimentSchema>;
export type Prompt = z.infer<typeof promptSchema>;
export type PromptVersion = z.infer<typeof versionSchema>;
export type Dataset = z.infer<typeof datasetSchema>;
export type DatasetRecord = z.infer<typeof recordSchema>;

export type LabelSchema = z.infer<typeof labelSchemaSchema>;
export type LabelingSession = z.infer<typeof labelingSessionSchema>;
export type LabelingProgress = z.infer<typeof progressSchema>;
export type AskedQuestion = z.infer<typeof askedSchema>;
export type ReviewedItem = z.infer<typeof reviewedItemSchema>;
export type ReviewLink = z.infer<typeof linkSchema>;
export type NewReviewLink = z.infer<typeof newLinkSchema>;
export type Scorer = z.infer<typeof scorerSchema>;
export type ScorerKinds = z.infer<typeof scorerKindsSchema>;
export type ScorerDescription = z.infer<typeof scorerDescriptionSchema>;
export type Schedule = z.infer<typeof scheduleSchema>;
export type ScheduleRun = z.infer<typeof runSchema>;
export type JudgeAgreement = z.infer<typeof agreementSchema>['judges'][number];
export type Alert = z.infer<typeof alertSchema>;
export type NewAlert = z.input<typeof newAlertSchema>;
export type Evaluation = z.infer<typeof evaluationSchema>;
export type EvaluationMetric = NonNullable<Evaluation['metrics']>[number];
export type EvaluationRow = z.infer<typeof evaluationRowSchema>;
export type NewEvaluation = z.input<typeof newEvaluationSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type MetricComparison = Comparison['metrics'][number];
export type RowDifference = MetricComparison['regressions'][number];
export type RedactionRule = z.infer<typeof redactionRuleSchema>;
export type TestCaseRule = z.infer<typeof ruleSchema>;
